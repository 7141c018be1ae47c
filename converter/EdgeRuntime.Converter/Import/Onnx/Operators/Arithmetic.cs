using System;
using EdgeRuntime.Converter.Graph;
using EdgeRuntime.Converter.Graph.Reference;

namespace EdgeRuntime.Converter.Import.Onnx.Operators;

/// <summary>Elementwise arithmetic with broadcasting; integer constants (shape arithmetic) are evaluated at once.</summary>
internal static class Arithmetic
{
    public static void Binary(OnnxNode node, string op) => node.Set(Combine(node, op, node.Input(0), node.Input(1), 0));

    public static void Chain(OnnxNode node, string op)
    {
        Value y = node.Input(0);
        for (int i = 1; i < node.InputCount; i++) y = Combine(node, op, y, node.Input(i), i);
        if (node.InputCount == 1) y = node.Builder.Reshape(node.Float(0), node.Name, y.Shape);
        node.Set(y);
    }

    public static void Mean(OnnxNode node)
    {
        Value y = node.Float(0);
        for (int i = 1; i < node.InputCount; i++) y = node.Emit(Op.Add, [y, node.Float(i)]);
        node.Set(node.Emit(Op.Mul, [y, Scalar(node, 1f / node.InputCount)]));
    }

    /// <summary>Whole powers of 1 to 4 as products.</summary>
    public static void Pow(OnnxNode node)
    {
        Value x = node.Float(0);
        TensorData exponent = node.Constant(1, "the exponent");
        double power = exponent.Count != 1 ? 0 : exponent.IsFloat ? exponent.Floats[0] : exponent.Integers[0];
        if (power is not (1 or 2 or 3 or 4)) throw node.Error("only the powers 1, 2, 3 and 4 are supported");
        Value y = x;
        for (int i = 1; i < power; i++) y = node.Emit(Op.Mul, [y, x]);
        node.Set(power > 1 ? y : node.Builder.Reshape(x, node.Name, x.Shape));
    }

    public static void Neg(OnnxNode node) => node.Set(node.Emit(Op.Mul, [node.Float(0), Scalar(node, -1f)]));

    /// <summary>max(x, -x).</summary>
    public static void Abs(OnnxNode node)
    {
        Value x = node.Float(0);
        node.Set(node.Emit(Op.Max, [x, node.Emit(Op.Mul, [x, Scalar(node, -1f)])]));
    }

    public static void Reciprocal(OnnxNode node) => node.Set(node.Emit(Op.Div, [Scalar(node, 1f), node.Float(0)]));

    private static Value Scalar(OnnxNode node, float value) => node.Builder.Constant(node.Name + "/factor", [], [value]);

    private static Value Combine(OnnxNode node, string op, Value a, Value b, int input)
    {
        if (a.Type == ElementType.Float32 && b.Type == ElementType.Float32) return node.Emit(op, [a, b]);
        if (a.Constant is null || b.Constant is null || a.Type != b.Type)
            throw node.Error($"inputs have the element types {a.Type} and {b.Type} (input {input}); only float is supported for computed values");
        return node.Builder.Constant(node.Name, Integers(node, op, a.Constant, b.Constant));
    }

    private static TensorData Integers(OnnxNode node, string op, TensorData a, TensorData b)
    {
        int[] shape = Shapes.Broadcast(a.Shape, b.Shape) ?? throw node.Error($"operands {Shapes.Text(a.Shape)} and {Shapes.Text(b.Shape)} cannot be broadcast together");
        int count = Shapes.Count(shape);
        node.Builder.Spend(count, node.Name);
        long[] left = Repeated(a, shape).Integers;
        long[] right = Repeated(b, shape).Integers;
        long[] y = new long[count];
        for (int i = 0; i < count; i++) y[i] = Integer(node, op, left[i], right[i]);
        return TensorData.Of(shape, y, a.Type);
    }

    private static long Integer(OnnxNode node, string op, long a, long b) => op switch
    {
        Op.Add => unchecked(a + b),
        Op.Sub => unchecked(a - b),
        Op.Mul => unchecked(a * b),
        Op.Div when b is not (0 or -1) => a / b,
        Op.Div when b == -1 => unchecked(-a),
        Op.Max => Math.Max(a, b),
        Op.Min => Math.Min(a, b),
        _ => throw node.Error("integer division by zero"),
    };

    /// <summary><paramref name="t"/> repeated to <paramref name="shape"/>.</summary>
    internal static TensorData Repeated(TensorData t, int[] shape)
    {
        int[] strides = ReferenceElementwise.BroadcastStrides(t.Shape, shape);
        return ReferenceMovement.Gather(t, shape, index => ReferenceElementwise.Offset(index, strides));
    }
}

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

using System;
using System.Linq;
using EdgeRuntime.Converter.Graph;

namespace EdgeRuntime.Converter.Import.Onnx.Operators;

/// <summary>Operators that mostly give constants: literals, and arithmetic on shapes.</summary>
internal static class Constants
{
    public static void Constant(OnnxNode node)
    {
        TensorData? data = node.Tensor("value") ?? node.SparseTensor("sparse_value");
        if (node.Has("value_float")) data = TensorData.Of([], [node.Float("value_float", 0)]);
        else if (node.Has("value_int")) data = TensorData.Of([], [node.Long("value_int")]);
        else if (node.Floats("value_floats") is { } floats) data = TensorData.Of([floats.Length], floats);
        else if (node.Longs("value_ints") is { } integers) data = TensorData.Of([integers.Length], integers);
        node.Set(node.Builder.Constant(node.Name, data ?? throw node.Error("the constant holds neither numbers nor a tensor of numbers")));
    }

    public static void OfShape(OnnxNode node)
    {
        int[] shape = Dimensions(node, node.Integers(0, "the shape"));
        TensorData value = node.Tensor("value") ?? TensorData.Of([1], [0f]);
        if (value.Count != 1) throw node.Error("attribute 'value' must hold one element");
        node.Set(node.Builder.Constant(node.Name, Spread(node, value.Reshaped([]), shape)));
    }

    public static void Shape(OnnxNode node)
    {
        int[] shape = node.Input(0).Shape;
        int start = node.Opset >= 15 ? node.Int("start", 0) : 0;
        int end = node.Opset >= 15 ? node.Int("end", shape.Length) : shape.Length;
        start = Math.Clamp(start < 0 ? start + shape.Length : start, 0, shape.Length);
        end = Math.Clamp(end < 0 ? end + shape.Length : end, start, shape.Length);
        long[] part = [.. shape[start..end].Select(d => (long)d)];
        node.Set(node.Builder.Constant(node.Name, TensorData.Of([part.Length], part)));
    }

    public static void Size(OnnxNode node) => node.Set(node.Builder.Constant(node.Name, TensorData.Of([], [(long)Shapes.Count(node.Input(0).Shape)])));

    public static void Range(OnnxNode node)
    {
        (long start, long limit, long step) = (Scalar(0, "the start"), Scalar(1, "the limit"), Scalar(2, "the step"));
        if (step == 0) throw node.Error("the step is 0");
        double count = Math.Max(0, Math.Ceiling(((double)limit - start) / step));
        if (count > Shapes.MaxElements) throw node.Error($"the range has {count} elements; at most {Shapes.MaxElements} are supported");
        node.Builder.Spend((long)count, node.Name);
        long[] values = new long[(int)count];
        for (int i = 0; i < values.Length; i++) values[i] = unchecked(start + (i * step));
        node.Set(node.Builder.Constant(node.Name, TensorData.Of([values.Length], values, node.Constant(0, "the start").Type)));

        long Scalar(int input, string what)
        {
            TensorData data = node.Constant(input, what);
            return !data.IsFloat && data.Count == 1 ? data.Integers[0] : throw node.Error($"{what} must be a single integer");
        }
    }

    public static void Expand(OnnxNode node)
    {
        Value x = node.Input(0);
        int[] target = Dimensions(node, node.Integers(1, "the shape"));
        int[] shape = Shapes.Broadcast(x.Shape, target) ?? throw node.Error($"{Shapes.Text(x.Shape)} cannot be expanded to {Shapes.Text(target)}");
        if (x.Constant is not null) node.Set(node.Builder.Constant(node.Name, Spread(node, x.Constant, shape)));
        else if (Shapes.Same(shape, x.Shape)) node.Set(node.Builder.Reshape(x, node.Name, shape));
        else
        {
            TensorData ones = Spread(node, TensorData.Of([], [1f]), shape);
            node.Set(node.Emit(Op.Mul, [node.Float(0), node.Builder.Constant(node.Name + "/ones", ones)]));
        }
    }

    public static void Equal(OnnxNode node)
    {
        (TensorData a, TensorData b) = (node.Constant(0, "the first operand"), node.Constant(1, "the second operand"));
        int[] shape = Common(node, a, b);
        (a, b) = (Spread(node, a, shape), Spread(node, b, shape));
        if (a.IsFloat != b.IsFloat) throw node.Error("operands have different element types");
        long[] y = a.IsFloat ? [.. a.Floats.Zip(b.Floats, (x, z) => x == z ? 1L : 0)] : [.. a.Integers.Zip(b.Integers, (x, z) => x == z ? 1L : 0)];
        node.Set(node.Builder.Constant(node.Name, TensorData.Of(shape, y, ElementType.Bool)));
    }

    public static void Where(OnnxNode node)
    {
        (TensorData c, TensorData a, TensorData b) = (node.Constant(0, "the condition"), node.Constant(1, "the first operand"), node.Constant(2, "the second operand"));
        if (c.IsFloat || a.IsFloat != b.IsFloat) throw node.Error("operands have different element types");
        int[] shape = Shapes.Broadcast(c.Shape, Common(node, a, b)) ?? throw node.Error("the condition cannot be broadcast to the operands");
        (c, a, b) = (Spread(node, c, shape), Spread(node, a, shape), Spread(node, b, shape));
        TensorData y = a.IsFloat
            ? TensorData.Of(shape, [.. c.Integers.Select((v, i) => v != 0 ? a.Floats[i] : b.Floats[i])])
            : TensorData.Of(shape, [.. c.Integers.Select((v, i) => v != 0 ? a.Integers[i] : b.Integers[i])], a.Type);
        node.Set(node.Builder.Constant(node.Name, y));
    }

    public static void Rounded(OnnxNode node, Func<float, float> round)
    {
        TensorData x = node.FloatConstant(0, "the input");
        node.Builder.Spend(x.Count, node.Name);
        node.Set(node.Builder.Constant(node.Name, TensorData.Of(x.Shape, Array.ConvertAll(x.Floats, v => round(v)))));
    }

    /// <summary>The product of a list of integers, as exporters write the size of a tensor.</summary>
    public static void ReduceProd(OnnxNode node)
    {
        long[] x = node.Integers(0, "the input");
        long[]? axes = Reduction.ReadAxes(node);
        bool keep = node.Int("keepdims", 1) != 0;
        if (node.Opset >= 18 && node.Int("noop_with_empty_axes", 0) != 0) throw node.Error("noop_with_empty_axes is not supported");
        int rank = node.Input(0).Shape.Length;
        if (axes is not null) node.Axes(axes, rank);
        long product = x.Aggregate(1L, (a, b) => unchecked(a * b));
        node.Set(node.Builder.Constant(node.Name, TensorData.Of(keep && rank == 1 ? [1] : [], [product], node.Input(0).Type)));
    }

    private static int[] Common(OnnxNode node, TensorData a, TensorData b)
        => Shapes.Broadcast(a.Shape, b.Shape) ?? throw node.Error($"operands {Shapes.Text(a.Shape)} and {Shapes.Text(b.Shape)} cannot be broadcast together");

    private static int[] Dimensions(OnnxNode node, long[] list)
        => list.Length <= Shapes.MaxRank && list.All(d => d is >= 0 and <= Shapes.MaxElements) ? Array.ConvertAll(list, d => (int)d)
            : throw node.Error($"the shape [{string.Join(", ", list.Take(20))}] is not supported");

    private static TensorData Spread(OnnxNode node, TensorData t, int[] shape)
    {
        node.Builder.Spend(Shapes.Count(shape), node.Name);
        return Arithmetic.Repeated(t, shape);
    }
}

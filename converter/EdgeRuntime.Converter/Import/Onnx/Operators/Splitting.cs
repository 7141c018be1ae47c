using System;
using System.Linq;
using EdgeRuntime.Converter.Graph;
using EdgeRuntime.Converter.Graph.Reference;

namespace EdgeRuntime.Converter.Import.Onnx.Operators;

/// <summary>Operators that join tensors or take parts of them.</summary>
internal static class Splitting
{
    private const int MaxPicks = 64;

    public static void Concat(OnnxNode node)
    {
        Value[] parts = [.. Enumerable.Range(0, node.InputCount).Select(node.Input)];
        if (parts.Length == 0) throw node.Error("inputs are missing");
        if (!node.Has("axis")) throw node.Error("attribute 'axis' is missing");
        int axis = node.Axis(node.Int("axis", 0), parts[0].Shape.Length);
        if (parts[0].Type != ElementType.Float32 && !node.IsConstant && parts.Any(p => p.Constant is not null)) throw node.Error("integer constants cannot be joined with computed values");
        node.Set(node.Emit(Op.Concat, [.. parts.Where(p => Shapes.Count(p.Shape) > 0 || p.Shape.Length != 1).DefaultIfEmpty(parts[0])], new Attributes().With("axis", axis)));
    }

    public static void Slice(OnnxNode node)
    {
        Value x = node.Input(0);
        bool attributes = node.Opset < 10;
        long[] starts = (attributes ? node.Longs("starts") : node.Integers(1, "starts")) ?? throw node.Error("attribute 'starts' is missing");
        long[] ends = (attributes ? node.Longs("ends") : node.Integers(2, "ends")) ?? throw node.Error("attribute 'ends' is missing");
        long[] axes = (attributes ? node.Longs("axes") : node.OptionalIntegers(3, "axes")) ?? [.. Enumerable.Range(0, starts.Length).Select(i => (long)i)];
        long[] steps = (attributes ? null : node.OptionalIntegers(4, "steps")) ?? [.. Enumerable.Repeat(1L, starts.Length)];
        if (ends.Length != starts.Length || axes.Length != starts.Length || steps.Length != starts.Length) throw node.Error("starts, ends, axes and steps differ in length");
        node.Axes(axes, x.Shape.Length);
        int[] from = new int[x.Shape.Length];
        int[] by = [.. Enumerable.Repeat(1, x.Shape.Length)];
        int[] shape = [.. x.Shape];
        for (int i = 0; i < starts.Length; i++)
        {
            int axis = node.Axis(axes[i], x.Shape.Length);
            if (steps[i] == 0) throw node.Error("a step is 0");
            (from[axis], by[axis], shape[axis]) = Part(x.Shape[axis], starts[i], ends[i], steps[i]);
        }

        node.Set(Take(node, x, from, by, shape));
    }

    public static void Split(OnnxNode node)
    {
        Value x = node.Input(0);
        int axis = node.Axis(node.Int("axis", 0), x.Shape.Length);
        int size = x.Shape[axis];
        long[]? sizes = node.Opset < 13 ? node.Longs("split") : node.OptionalIntegers(1, "the sizes");
        int parts = node.Opset >= 18 ? node.Int("num_outputs", node.OutputCount) : node.OutputCount;
        if (sizes is null)
        {
            if (parts <= 0 || parts != node.OutputCount) throw node.Error($"num_outputs is {parts}, but the node has {node.OutputCount} outputs");
            if (node.Opset < 18 && size % parts != 0) throw node.Error($"dimension {axis} of {Shapes.Text(x.Shape)} cannot be split into {parts} equal parts");
            int each = (size + parts - 1) / parts;
            sizes = [.. Enumerable.Range(0, parts).Select(i => (long)Math.Max(0, Math.Min(each, size - (i * each))))];
        }

        if (sizes.Length != node.OutputCount || sizes.Any(s => s < 0 || s > size) || sizes.Sum() != size)
            throw node.Error($"the sizes [{string.Join(", ", sizes)}] do not split dimension {axis} of {Shapes.Text(x.Shape)} into {node.OutputCount} outputs");
        int start = 0;
        for (int i = 0; i < sizes.Length; i++)
        {
            int[] from = new int[x.Shape.Length];
            int[] shape = [.. x.Shape];
            (from[axis], shape[axis]) = (start, (int)sizes[i]);
            start += (int)sizes[i];
            node.Set(Take(node, x, from, [.. Enumerable.Repeat(1, from.Length)], shape), i);
        }
    }

    /// <summary>Any constant indices into constants; equally spaced ones, or a few others, into computed values.</summary>
    public static void Gather(OnnxNode node)
    {
        Value x = node.Input(0);
        TensorData indices = node.Constant(1, "the indices");
        if (indices.IsFloat) throw node.Error("the indices are not integers");
        int axis = node.Axis(node.Int("axis", 0), x.Shape.Length);
        int size = x.Shape[axis];
        if (indices.Integers.Any(i => i < -size || i >= size)) throw node.Error($"an index is outside dimension {axis} of {Shapes.Text(x.Shape)}");
        int[] list = [.. indices.Integers.Select(i => (int)(i < 0 ? i + size : i))];
        int[] shape = [.. x.Shape[..axis], .. indices.Shape, .. x.Shape[(axis + 1)..]];
        if (shape.Length > Shapes.MaxRank) throw node.Error($"the result would have {shape.Length} dimensions; at most {Shapes.MaxRank} are supported");
        if (x.Constant is not null)
        {
            node.Set(node.Builder.Constant(node.Name, Picked(node, x.Constant, axis, list).Reshaped(shape)));
            return;
        }

        int step = list.Length > 1 ? list[1] - list[0] : 1;
        bool spaced = list.Length > 0 && step != 0 && !list.Where((v, i) => v != list[0] + (i * step)).Any();
        if (!spaced && list.Length is 0 or > MaxPicks) throw node.Error($"{list.Length} unordered indices into computed values are not supported; at most {MaxPicks} are");
        Value y = spaced ? Line(node, x, axis, list[0], step, list.Length)
            : node.Emit(Op.Concat, [.. list.Select(i => Line(node, x, axis, i, 1, 1))], new Attributes().With("axis", axis));
        node.Set(node.Builder.Reshape(y, node.Name + "/result", shape));
    }

    private static Value Line(OnnxNode node, Value x, int axis, int start, int step, int count)
    {
        int[] from = new int[x.Shape.Length];
        int[] by = [.. Enumerable.Repeat(1, x.Shape.Length)];
        int[] part = [.. x.Shape];
        (from[axis], by[axis], part[axis]) = (start, step, count);
        return Take(node, x, from, by, part);
    }

    private static TensorData Picked(OnnxNode node, TensorData x, int axis, int[] list)
    {
        int[] shape = [.. x.Shape];
        shape[axis] = list.Length;
        node.Builder.Spend(Shapes.Count(shape), node.Name);
        int[] strides = Shapes.Strides(x.Shape);
        return ReferenceMovement.Gather(x, shape, index => ReferenceElementwise.Offset(index, strides) + ((list[index[axis]] - index[axis]) * strides[axis]));
    }

    private static Value Take(OnnxNode node, Value x, int[] from, int[] by, int[] shape)
        => node.Emit(Op.Slice, [x], new Attributes().With("starts", from).With("steps", by), shape);

    /// <summary>First index, step and count of the elements from start to end (exclusive) of a dimension.</summary>
    private static (int Start, int Step, int Count) Part(int size, long start, long end, long step)
    {
        step = Math.Clamp(step, -(size + 1L), size + 1L);
        if (start < 0) start += size;
        if (end < 0) end += size;
        start = step > 0 ? Math.Clamp(start, 0, size) : Math.Clamp(start, 0, Math.Max(0, size - 1));
        end = step > 0 ? Math.Clamp(end, 0, size) : Math.Clamp(end, -1, size - 1);
        long count = step > 0 ? (end - start + step - 1) / step : (start - end - step - 1) / -step;
        return count <= 0 ? (0, 1, 0) : ((int)start, (int)step, (int)count);
    }
}

using System;
using System.Linq;
using EdgeRuntime.Converter.Graph;

namespace EdgeRuntime.Converter.Import.Onnx.Operators;

/// <summary>ReduceMean as an average pool over the reduced dimensions, ReduceSum as that times their number.</summary>
internal static class Reduction
{
    public static void Mean(OnnxNode node, bool sum)
    {
        Value x = node.Float(0);
        int rank = x.Shape.Length;
        long[]? axes = ReadAxes(node, sum ? 13 : 18);
        bool keep = node.Int("keepdims", 1) != 0;
        bool none = node.Opset >= (sum ? 13 : 18) && node.Int("noop_with_empty_axes", 0) != 0;
        if (axes is null or { Length: 0 })
        {
            if (none)
            {
                node.Set(node.Builder.Reshape(x, node.Name, x.Shape));
                return;
            }

            axes = [.. Enumerable.Range(0, rank).Select(i => (long)i)];
        }

        int[] reduced = node.Axes(axes, rank);
        int[] kept = [.. x.Shape.Select((d, i) => reduced.Contains(i) ? 1 : d)];
        int[] result = keep ? kept : [.. kept.Where((_, i) => !reduced.Contains(i))];
        Value y = rank == 4 ? Image(node, x, reduced) : Any(node, x, reduced);
        if (sum) y = node.Emit(Op.Mul, [y, node.Builder.Constant(node.Name + "/count", [], [Shapes.Count([.. reduced.Select(i => x.Shape[i])])])]);
        node.Set(Shapes.Same(y.Shape, result) ? y : node.Builder.Reshape(y, node.Name + "/result", result));
    }

    /// <summary>The reduced axes, from the attribute or, since <paramref name="since"/>, from input 1.</summary>
    public static long[]? ReadAxes(OnnxNode node, int since = 18) => node.Opset >= since ? node.OptionalIntegers(1, "the list of axes") : node.Longs("axes");

    /// <summary>Rows and columns of an image, as exporters write global pooling for NCHW and NHWC.</summary>
    private static Value Image(OnnxNode node, Value x, int[] reduced)
    {
        bool first = reduced.SequenceEqual([2, 3]);
        if (!first && !reduced.SequenceEqual([1, 2])) return Any(node, x, reduced);
        Value nhwc = first ? ChannelsLast.From(node, x) : x;
        Value y = node.Emit(Op.AveragePool, [nhwc], Pooling.Whole(nhwc.Shape[1], nhwc.Shape[2]));
        return first ? ChannelsLast.Back(node, y, 4) : y;
    }

    /// <summary>Any axes: [kept, reduced] as an image of one channel, pooled along its width.</summary>
    private static Value Any(OnnxNode node, Value x, int[] reduced)
    {
        int[] kept = [.. Enumerable.Range(0, x.Shape.Length).Except(reduced)];
        int[] perm = [.. kept, .. reduced];
        if (!Shapes.IsIdentity(perm)) x = node.Builder.Transpose(x, node.Name + "/axes", perm);
        int lines = Shapes.Count([.. kept.Select((_, i) => x.Shape[i])]);
        Value image = node.Builder.Reshape(x, node.Name + "/lines", 1, lines, Math.Max(1, Shapes.Count(x.Shape) / Math.Max(1, lines)), 1);
        return node.Emit(Op.AveragePool, [image], Pooling.Whole(1, image.Shape[2]));
    }
}

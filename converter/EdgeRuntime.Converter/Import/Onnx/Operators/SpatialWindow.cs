using System;
using System.Linq;
using EdgeRuntime.Converter.Graph;

namespace EdgeRuntime.Converter.Import.Onnx.Operators;

/// <summary>Window of a convolution or pool with its padding made explicit; a 1-D window is a 2-D one of height 1.</summary>
/// <param name="Kernel">Taps along height and width.</param>
/// <param name="Strides">Steps.</param>
/// <param name="Dilations">Distances between taps.</param>
/// <param name="Pads">top, left, bottom, right as the model states them.</param>
/// <param name="Reach">top, left, bottom, right so that the window positions are exactly those of the result (ceil_mode moves the ends).</param>
internal sealed record SpatialWindow(int[] Kernel, int[] Strides, int[] Dilations, int[] Pads, int[] Reach)
{
    private const int MaxExtent = 1 << 24;

    /// <summary>Attributes of a lowered Conv or pool.</summary>
    public Attributes Attributes => new Attributes().With("strides", Strides).With("dilations", Dilations).With("pads", Reach);

    /// <summary>Reads strides, dilations, pads, auto_pad and ceil_mode of <paramref name="node"/>.</summary>
    /// <param name="node">The node.</param>
    /// <param name="sizes">Spatial sizes of its input, one or two.</param>
    /// <param name="kernel">Window sizes, as many.</param>
    public static SpatialWindow Read(OnnxNode node, int[] sizes, int[] kernel)
    {
        int rank = sizes.Length;
        int[] strides = List(node, "strides", rank, 1, 1);
        int[] dilations = List(node, "dilations", rank, 1, 1);
        int[] pads = List(node, "pads", 2 * rank, 0, 0);
        if (kernel.Length != rank || kernel.Any(k => k is < 1 or > MaxExtent)) throw node.Error($"the kernel {Shapes.Text(kernel)} does not fit {rank} spatial dimensions");
        string auto = node.Text("auto_pad", "NOTSET");
        bool ceil = node.Int("ceil_mode", 0) != 0;
        if (auto is not ("NOTSET" or "VALID" or "SAME_UPPER" or "SAME_LOWER")) throw node.Error($"auto_pad '{auto}' is unknown");
        if (auto != "NOTSET" && pads.Any(p => p != 0)) throw node.Error("auto_pad and pads are both given; expected one of them");
        int[] reach = [.. pads];
        for (int i = 0; i < rank; i++)
        {
            long extent = ((kernel[i] - 1L) * dilations[i]) + 1;
            if (auto.StartsWith("SAME", StringComparison.Ordinal))
            {
                long outputs = ((long)sizes[i] + strides[i] - 1) / strides[i];
                int total = Bounded(node, Math.Max(0, ((outputs - 1) * strides[i]) + extent - sizes[i]));
                int less = total / 2;
                (pads[i], pads[rank + i]) = auto == "SAME_UPPER" ? (less, total - less) : (total - less, less);
                (reach[i], reach[rank + i]) = (pads[i], pads[rank + i]);
            }
            else if (ceil) reach[rank + i] = CeilEnd(node, sizes[i], extent, strides[i], pads[i], pads[rank + i]);
        }

        return new SpatialWindow(Plane(kernel, 1), Plane(strides, 1), Plane(dilations, 1), Borders(pads), Borders(reach));
    }

    /// <summary>End padding for which whole windows are as many as ceil_mode asks for; a window must start inside the input or its leading padding.</summary>
    private static int CeilEnd(OnnxNode node, int size, long extent, int stride, int begin, int end)
    {
        long room = (long)size + begin + end - extent;
        if (room < 0) return end;
        long outputs = ((room + stride - 1) / stride) + 1;
        if ((outputs - 1) * stride >= (long)size + begin) outputs--;
        long needed = ((outputs - 1) * stride) + extent - size - begin;
        return (room / stride) + 1 == outputs ? end : Bounded(node, Math.Max(0, needed));
    }

    private static int[] List(OnnxNode node, string name, int count, int otherwise, int least)
    {
        int[] list = node.Ints(name) ?? [.. Enumerable.Repeat(otherwise, count)];
        return list.Length == count && list.All(v => v >= least && v <= MaxExtent) ? list
            : throw node.Error($"attribute '{name}' is {Shapes.Text(list)}; expected {count} numbers of at least {least}");
    }

    private static int Bounded(OnnxNode node, long pad) => pad <= MaxExtent ? (int)pad : throw node.Error($"the padding of {pad} is too large");

    private static int[] Plane(int[] list, int missing) => list.Length == 2 ? list : [missing, list[0]];

    private static int[] Borders(int[] pads) => pads.Length == 4 ? pads : [0, pads[0], 0, pads[1]];
}

/// <summary>The way between ONNX's [N, C, spatial...] and the lowered graph's [N, H, W, C].</summary>
internal static class ChannelsLast
{
    /// <summary>[N, C, H, W] or [N, C, W] as [N, H, W, C].</summary>
    public static Value From(OnnxNode node, Value x)
    {
        if (x.Shape.Length is not (3 or 4)) throw node.Error($"the input has the shape {Shapes.Text(x.Shape)}; only 1-D and 2-D images ([N, C, W], [N, C, H, W]) are supported");
        if (x.Shape.Length == 3) x = node.Builder.Reshape(x, node.Name + "/plane", x.Shape[0], x.Shape[1], 1, x.Shape[2]);
        return node.Builder.Transpose(x, node.Name + "/nhwc", 0, 2, 3, 1);
    }

    /// <summary>[N, H, W, C] back as [N, C, H, W], or [N, C, W] for rank 3.</summary>
    public static Value Back(OnnxNode node, Value y, int rank)
    {
        y = node.Builder.Transpose(y, node.Name + "/nchw", 0, 3, 1, 2);
        return rank == 3 ? node.Builder.Reshape(y, node.Name + "/line", y.Shape[0], y.Shape[1], y.Shape[3]) : y;
    }

    /// <summary>The permutation that moves axis 1 of a tensor of <paramref name="rank"/> dimensions to the end.</summary>
    public static int[] ToLast(int rank) => [0, .. Enumerable.Range(2, rank - 2), 1];

    /// <summary>The inverse of <see cref="ToLast"/>.</summary>
    public static int[] FromLast(int rank) => Shapes.Inverse(ToLast(rank));

    /// <summary>Applies <paramref name="f"/> with axis 1 of <paramref name="x"/> moved to the end.</summary>
    public static Value Around(OnnxNode node, Value x, Func<Value, Value> f)
    {
        int rank = x.Shape.Length;
        if (rank < 2) throw node.Error($"the input has the shape {Shapes.Text(x.Shape)}; expected a channel dimension");
        if (rank == 2) return f(x);
        return node.Builder.Transpose(f(node.Builder.Transpose(x, node.Name + "/last", ToLast(rank))), node.Name + "/first", FromLast(rank));
    }
}

using System.Linq;
using EdgeRuntime.Converter.Graph;

namespace EdgeRuntime.Converter.Import.Onnx.Operators;

/// <summary>Maximum and mean over windows or over the whole image.</summary>
internal static class Pooling
{
    public static void MaxPool(OnnxNode node)
    {
        Value x = node.Input(0);
        if (x.Type is not (ElementType.Float32 or ElementType.Int8 or ElementType.UInt8)) throw node.Error($"the input has the element type {x.Type}; float, int8 and uint8 are supported");
        node.Ignore("storage_order");
        Value nhwc = ChannelsLast.From(node, x);
        SpatialWindow window = SpatialWindow.Read(node, x.Shape[2..], Kernel(node));
        Value y = node.Emit(Op.MaxPool, [nhwc], window.Attributes.With("kernel", window.Kernel));
        node.Set(ChannelsLast.Back(node, y, x.Shape.Length));
    }

    public static void AveragePool(OnnxNode node)
    {
        Value x = node.Float(0);
        Value nhwc = ChannelsLast.From(node, x);
        SpatialWindow window = SpatialWindow.Read(node, x.Shape[2..], Kernel(node));
        bool includePad = node.Int("count_include_pad", 0) != 0;
        if (includePad && !Shapes.Same(window.Pads, window.Reach))
        {
            // Stated padding counts in the divisor, cells that only ceil_mode reaches do not: the former becomes part of the image.
            int[] p = window.Pads;
            nhwc = node.Builder.Emit(Op.Pad, node.Name + "/pad", [nhwc], new Attributes().With("mode", "constant").With("value", 0f).With("pads", [0, p[0], p[1], 0, 0, p[2], p[3], 0]));
            window = window with { Reach = [0, 0, System.Math.Max(0, window.Reach[2] - p[2]), System.Math.Max(0, window.Reach[3] - p[3])] };
            includePad = false;
        }

        includePad &= window.Reach.Any(p => p > 0);
        Value y = node.Emit(Op.AveragePool, [nhwc], window.Attributes.With("kernel", window.Kernel).With("includePad", includePad ? 1 : 0));
        node.Set(ChannelsLast.Back(node, y, x.Shape.Length));
    }

    public static void Global(OnnxNode node, string op)
    {
        Value x = node.Float(0);
        if (x.Shape.Length < 2) throw node.Error($"the input has the shape {Shapes.Text(x.Shape)}; expected [N, C, ...]");
        int[] result = [x.Shape[0], x.Shape[1], .. Enumerable.Repeat(1, x.Shape.Length - 2)];
        if (x.Shape.Length != 4) x = node.Builder.Reshape(x, node.Name + "/plane", x.Shape[0], x.Shape[1], 1, Shapes.Count(x.Shape[2..]));
        Value nhwc = ChannelsLast.From(node, x);
        Value y = ChannelsLast.Back(node, node.Emit(op, [nhwc], Whole(nhwc.Shape[1], nhwc.Shape[2])), 4);
        node.Set(Shapes.Same(result, y.Shape) ? y : node.Builder.Reshape(y, node.Name + "/result", result));
    }

    /// <summary>Attributes of a pool whose window is the whole image.</summary>
    public static Attributes Whole(int height, int width)
        => new Attributes().With("kernel", [height, width]).With("strides", [1, 1]).With("dilations", [1, 1]).With("pads", [0, 0, 0, 0]).With("includePad", 0);

    private static int[] Kernel(OnnxNode node) => node.Ints("kernel_shape") ?? throw node.Error("attribute 'kernel_shape' is missing");
}

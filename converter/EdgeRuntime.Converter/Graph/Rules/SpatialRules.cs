using System.Linq;
using static EdgeRuntime.Converter.Graph.Rules.OpRules;

namespace EdgeRuntime.Converter.Graph.Rules;

/// <summary>Operators on [N, H, W, C].</summary>
internal static class SpatialRules
{
    public static int[] Conv(Node n)
    {
        int[] x = Image(n);
        int[] w = n.Inputs[1]!.Shape;
        Require(w.Length == 4 && w.All(d => d > 0), n, $"weights must have the shape [O, kh, kw, I/group], found {Shapes.Text(w)}");
        LinearRules.Parameter(n, 1, "weights");
        int group = n.Attributes.Int("group", 1);
        Require(group > 0 && x[3] % group == 0 && w[0] % group == 0 && w[3] == x[3] / group, n,
            $"{x[3]} input and {w[0]} output channels in {group} groups do not fit weights {Shapes.Text(w)}");
        LinearRules.Bias(n, w[0]);
        LinearRules.Activation(n);
        (int h, int wide) = Window(n, x, w[1], w[2]);
        return [x[0], h, wide, w[0]];
    }

    public static int[] Pool(Node n)
    {
        int[] x = Image(n);
        int[] kernel = Pair(n, "kernel", required: true);
        (int h, int w) = Window(n, x, kernel[0], kernel[1]);
        return [x[0], h, w, x[3]];
    }

    public static int[] Lrn(Node n)
    {
        int[] x = n.Inputs[0]!.Shape;
        Require(x.Length >= 2, n, $"the input must have a channel dimension, found {Shapes.Text(x)}");
        Require(n.Attributes.Int("size") > 0, n, "attribute size must be positive");
        return x;
    }

    public static int[] Upsample(Node n)
    {
        int[] x = Image(n);
        int[] y = n.Outputs[0].Shape;
        float[] scales = n.Attributes.Floats("scales");
        Require(scales.Length == 2 && scales.All(s => s > 0 && float.IsFinite(s)), n, "attribute scales must hold two positive numbers");
        Require(y.Length == 4 && y[0] == x[0] && y[3] == x[3] && y[1] > 0 && y[2] > 0, n, $"output {Shapes.Text(y)} does not fit input {Shapes.Text(x)}");
        Require(n.Attributes.Text("mode") is "nearest" or "linear", n, "attribute mode must be nearest or linear");
        Require(n.Attributes.Text("coordinates") is "asymmetric" or "half_pixel" or "align_corners" or "pytorch_half_pixel", n, "attribute coordinates is unknown");
        Require(n.Attributes.Text("mode") == "linear" || n.Attributes.Text("nearestMode") is "floor" or "ceil" or "round_prefer_floor" or "round_prefer_ceil", n,
            "attribute nearestMode is unknown");
        return y;
    }

    private static int[] Image(Node n)
    {
        int[] x = n.Inputs[0]!.Shape;
        Require(x.Length == 4, n, $"the input must have the shape [N, H, W, C], found {Shapes.Text(x)}");
        return x;
    }

    private static int[] Pair(Node n, string name, bool required = false, int otherwise = 1)
    {
        int[] pair = n.Attributes.Ints(name, required ? null : [otherwise, otherwise]);
        Require(pair.Length == 2 && pair.All(v => v > 0), n, $"attribute {name} must hold two positive numbers, found {Shapes.Text(pair)}");
        return pair;
    }

    private static (int H, int W) Window(Node n, int[] x, int kernelH, int kernelW)
    {
        int[] strides = Pair(n, "strides");
        int[] dilations = Pair(n, "dilations");
        int[] pads = n.Attributes.Ints("pads", [0, 0, 0, 0]);
        Require(pads.Length == 4 && pads.All(p => p >= 0), n, $"attribute pads must hold [top, left, bottom, right], none negative, found {Shapes.Text(pads)}");
        return (Positions(n, x[1], kernelH, strides[0], dilations[0], pads[0], pads[2]), Positions(n, x[2], kernelW, strides[1], dilations[1], pads[1], pads[3]));
    }

    private static int Positions(Node n, int size, int kernel, int stride, int dilation, int before, int after)
    {
        long room = (long)size + before + after - (((long)kernel - 1) * dilation) - 1;
        Require(room >= 0, n, $"a window of {kernel} with dilation {dilation} is larger than the padded input of {(long)size + before + after}");
        return checked((int)((room / stride) + 1));
    }
}

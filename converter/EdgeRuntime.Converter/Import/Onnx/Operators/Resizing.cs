using System;
using System.Linq;
using EdgeRuntime.Converter.Graph;

namespace EdgeRuntime.Converter.Import.Onnx.Operators;

/// <summary>Upsample and Resize of the rows and columns of NCHW and NHWC images.</summary>
internal static class Resizing
{
    public static void Upsample(OnnxNode node)
    {
        Value x = node.Float(0);
        string mode = node.Text("mode", "nearest");
        float[] scales = node.Opset < 9 ? node.Floats("scales") ?? throw node.Error("attribute 'scales' is missing") : node.FloatConstant(1, "the scales").Floats;
        Emit(node, x, scales, null, mode, "asymmetric", "floor");
    }

    public static void Resize(OnnxNode node)
    {
        Value x = node.Float(0);
        string mode = node.Text("mode", "nearest");
        if (node.Opset == 10)
        {
            Emit(node, x, node.FloatConstant(1, "the scales").Floats, null, mode, "asymmetric", "floor");
            return;
        }

        node.Ignore("cubic_coeff_a", "exclude_outside", "extrapolation_value");
        if (node.Opset >= 18 && node.Int("antialias", 0) != 0) throw node.Error("antialias is not supported; export the model with antialias 0");
        string coordinates = node.Text("coordinate_transformation_mode", "half_pixel");
        string nearest = node.Text("nearest_mode", "round_prefer_floor");
        int rank = x.Shape.Length;
        int[] axes = node.Opset >= 18 && node.Longs("axes") is { } listed ? [.. listed.Select(a => node.Axis(a, rank))] : Shapes.Identity(rank);
        if (axes.Distinct().Count() != axes.Length) throw node.Error("an axis is given twice");
        string policy = node.Opset >= 18 ? node.Text("keep_aspect_ratio_policy", "stretch") : "stretch";
        float[] scales = [.. Enumerable.Repeat(1f, rank)];
        int[]? sizes = null;
        TensorData? given = node.OptionalConstant(2, "the scales");
        if (given is not null && given.Count > 0) Place(node, given.Floats, axes, scales);
        else
        {
            sizes = [.. x.Shape];
            Sizes(node, x.Shape, axes, policy, sizes, scales);
        }

        Emit(node, x, scales, sizes, mode, coordinates, nearest);
    }

    private static void Sizes(OnnxNode node, int[] input, int[] axes, string policy, int[] sizes, float[] scales)
    {
        long[] wanted = node.Integers(3, "the sizes");
        if (wanted.Length != axes.Length || wanted.Any(s => s is < 1 or > Shapes.MaxElements)) throw node.Error($"the sizes [{string.Join(", ", wanted)}] do not fit {axes.Length} dimensions");
        if (policy is not ("stretch" or "not_larger" or "not_smaller")) throw node.Error($"keep_aspect_ratio_policy '{policy}' is unknown");
        double[] ratios = [.. wanted.Select((s, i) => (double)s / Math.Max(1, input[axes[i]]))];
        for (int i = 0; i < axes.Length; i++)
        {
            double ratio = policy == "stretch" ? ratios[i] : policy == "not_larger" ? ratios.Min() : ratios.Max();
            sizes[axes[i]] = policy == "stretch" ? (int)wanted[i] : (int)Math.Round(ratio * input[axes[i]], MidpointRounding.AwayFromZero);
            scales[axes[i]] = (float)ratio;
        }
    }

    private static void Place(OnnxNode node, float[] given, int[] axes, float[] scales)
    {
        if (given.Length != axes.Length) throw node.Error($"{given.Length} scales do not fit {axes.Length} dimensions");
        for (int i = 0; i < axes.Length; i++) scales[axes[i]] = given[i];
    }

    private static void Emit(OnnxNode node, Value x, float[] scales, int[]? sizes, string mode, string coordinates, string nearest)
    {
        int rank = x.Shape.Length;
        if (scales.Length != rank || scales.Any(s => !(s > 0 && s <= 1 << 16))) throw node.Error($"the scales [{string.Join(", ", scales)}] do not fit an input of shape {Shapes.Text(x.Shape)}");
        if (mode is not ("nearest" or "linear")) throw node.Error($"mode '{mode}' is not supported; nearest and linear are");
        if (coordinates is not ("asymmetric" or "half_pixel" or "align_corners" or "pytorch_half_pixel"))
            throw node.Error($"coordinate_transformation_mode '{coordinates}' is not supported; asymmetric, half_pixel, align_corners and pytorch_half_pixel are");
        int[] shape = sizes ?? [.. x.Shape.Select((d, i) => Floor(node, d, scales[i]))];
        int[] changed = [.. Enumerable.Range(0, rank).Where(i => scales[i] != 1 || shape[i] != x.Shape[i])];
        bool last = rank == 4 && changed.All(i => i is 1 or 2) && !changed.All(i => i is 2 or 3);
        if (rank is not (3 or 4) || !(last || changed.All(i => i >= 2)))
            throw node.Error($"the scales [{string.Join(", ", scales)}] change other dimensions than the rows and columns of {Shapes.Text(x.Shape)}, which is not supported");
        Value nhwc = last ? x : ChannelsLast.From(node, x);
        int h = last ? 1 : 2;
        float[] plane = rank == 3 ? [1f, scales[2]] : [scales[h], scales[h + 1]];
        int[] size = rank == 3 ? [1, shape[2]] : [shape[h], shape[h + 1]];
        Attributes attributes = new Attributes().With("mode", mode).With("coordinates", coordinates).With("nearestMode", nearest).With("scales", plane);
        Value y = node.Emit(Op.Upsample, [nhwc], attributes, [nhwc.Shape[0], size[0], size[1], nhwc.Shape[3]]);
        node.Set(last ? y : ChannelsLast.Back(node, y, rank));
    }

    private static int Floor(OnnxNode node, int size, float scale)
    {
        double scaled = Math.Floor(size * (double)scale);
        return scaled is >= 1 and <= Shapes.MaxElements ? (int)scaled : throw node.Error($"the scale {scale} leaves {scaled} of {size} positions");
    }
}

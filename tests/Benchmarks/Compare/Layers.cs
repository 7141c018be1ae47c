using System;
using System.Collections.Generic;
using System.Linq;
using EdgeRuntime.Converter.Compression;
using EdgeRuntime.Converter.Graph;

namespace EdgeRuntime.Benchmarks.Compare;

/// <summary>The single layers of the comparison.</summary>
internal static class Layers
{
    private static readonly Recipe Float32 = Recipe.Load("float32");
    private static readonly Recipe Int8 = Recipe.Load("int8");
    private static readonly Recipe Codebook = Recipe.Parse("""{ "name": "codebook", "stages": [{ "method": "codebook", "bits": 4 }] }""", "codebook");
    private static readonly Recipe Sparse = Recipe.Parse("""{ "name": "sparse", "stages": [{ "method": "prune", "density": 0.1 }] }""", "sparse");

    /// <summary>Those whose name and form contain one of <paramref name="names"/>, made one after another; all without names.</summary>
    public static IEnumerable<Contest> Matching(string[] names)
        => List().Where(l => names.Length == 0 || names.Any($"{l.Name} {l.Form}".Contains)).Select(l => l.Make(l.Name, l.Form));

    private static IEnumerable<(string Name, string Form, Func<string, string, Contest> Make)> List()
    {
        foreach ((int size, int channels) in new[] { (56, 64), (28, 128), (14, 256), (7, 512) })
        {
            string name = $"3x3 {size}x{size}x{channels}";
            yield return (name, "binary", (n, f) => Contest.OfOperation(n, f, Binary(size, channels), "Conv2DBinary", Conv(size, channels, channels, 3, 1)));
            yield return (name, "binary, bits out", (n, f) => Contest.OfOperation(n, f, BinaryTwice(size, channels), "Conv2DBinaryBits", Conv(size, channels, channels, 3, 1)));
            yield return (name, "fp32", (n, f) => Contest.Of(n, f, Float32, Conv(size, channels, channels, 3, 1), false));
            yield return (name, "int8", (n, f) => Contest.Of(n, f, Int8, Conv(size, channels, channels, 3, 1), true));
        }

        foreach ((string name, Func<ModelGraph> graph) in new (string, Func<ModelGraph>)[]
        {
            ("1x1 28x28x256 to 128", () => Conv(28, 256, 128, 1, 1)), ("depthwise 3x3 56x56x128", () => Conv(56, 128, 128, 3, 128)), ("3x3 32x32x16", () => Conv(32, 16, 16, 3, 1)),
            ("3x3 8x8x64", () => Conv(8, 64, 64, 3, 1)), ("dense 1024x1024", () => Dense(1024, 1024)), ("dense 84x10", () => Dense(84, 10)),
        })
        {
            yield return (name, "fp32", (n, f) => Contest.Of(n, f, Float32, graph(), false));
            yield return (name, "int8", (n, f) => Contest.Of(n, f, Int8, graph(), true));
        }

        yield return ("dense 2048x2048", "4-bit codebook", (n, f) => Contest.Of(n, f, Codebook, Dense(2048, 2048), true));
        yield return ("dense 2048x2048", "10 % of weights", (n, f) => Contest.Of(n, f, Sparse, Dense(2048, 2048), false));
        yield return ("1x1 28x28x256 to 128", "10 % of weights", (n, f) => Contest.Of(n, f, Sparse, Conv(28, 256, 128, 1, 1), false));
    }

    private static ModelGraph Conv(int size, int from, int to, int kernel, int groups)
    {
        GraphBuilder b = new("conv");
        Value x = b.Input("x", [1, size, size, from]);
        return Finish(b, Window(b, x, Weights(b, to, kernel, kernel, from / groups), kernel / 2, groups));
    }

    private static ModelGraph Binary(int size, int channels)
    {
        GraphBuilder b = new("binary");
        return Finish(b, BinaryWindow(b, b.Input("x", [1, size, size, channels]), channels, 3));
    }

    // The small second layer makes the first one write bits.
    private static ModelGraph BinaryTwice(int size, int channels)
    {
        GraphBuilder b = new("binary");
        return Finish(b, BinaryWindow(b, BinaryWindow(b, b.Input("x", [1, size, size, channels]), channels, 3), 8, 1));
    }

    private static Value BinaryWindow(GraphBuilder b, Value x, int outputs, int kernel)
    {
        Value signs = b.Emit(Op.Binarise, "sign", [x]);
        Value w = Weights(b, outputs, kernel, kernel, x.Shape[3]);
        foreach (ref float v in w.Constant!.Floats.AsSpan()) v = v < 0 ? -0.25f : 0.25f;
        return Window(b, signs, w, kernel / 2, 1);
    }

    private static Value Window(GraphBuilder b, Value x, Value weights, int pad, int groups) => b.Emit(Op.Conv, "conv", [x, weights, Weights(b, weights.Shape[0])],
        new Attributes().With("strides", [1, 1]).With("dilations", [1, 1]).With("pads", [pad, pad, pad, pad]).With("group", groups).With("activation", ""));

    private static ModelGraph Finish(GraphBuilder b, Value y)
    {
        b.Output(y, "y");
        b.Graph.Inputs[0].Permutation = b.Graph.Outputs[0].Permutation = [0, 2, 3, 1];
        return b.Graph;
    }

    private static ModelGraph Dense(int inputs, int outputs)
    {
        GraphBuilder b = new("dense");
        b.Output(b.Emit(Op.Dense, "dense", [b.Input("x", [1, inputs]), Weights(b, outputs, inputs), Weights(b, outputs)], new Attributes().With("activation", "")), "y");
        return b.Graph;
    }

    private static Value Weights(GraphBuilder b, params int[] shape)
    {
        Random random = new(1);
        float[] values = new float[Shapes.Count(shape)];
        for (int i = 0; i < values.Length; i++) values[i] = (random.NextSingle() + random.NextSingle() + random.NextSingle() - 1.5f) * 0.1f;
        return b.Constant("weights", shape, values);
    }
}

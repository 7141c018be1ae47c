using System;
using System.Linq;
using EdgeRuntime.Converter.Compression;
using EdgeRuntime.Converter.Graph;
using Xunit;

namespace EdgeRuntime.Converter.Tests.Compression;

/// <summary>Small graphs and weights for the tests, and the invariants that every form must keep.</summary>
internal static class Networks
{
    /// <summary>Dense layers in a row, each with a bias of zeros: names "ip1", "ip2", ...</summary>
    public static ModelGraph Chain(params (int Rows, float[] Weights)[] layers)
    {
        ModelGraph graph = new();
        Value x = new("x", [1, layers[0].Weights.Length / Math.Max(1, layers[0].Rows)]);
        graph.Inputs.Add(x);
        for (int i = 0; i < layers.Length; i++)
        {
            (int rows, float[] w) = layers[i];
            Node node = new(Op.Dense, $"ip{i + 1}");
            node.Inputs.Add(x);
            node.Inputs.Add(Value.Of($"w{i + 1}", TensorData.Of([rows, rows == 0 ? 0 : w.Length / rows], w)));
            node.Inputs.Add(Value.Of($"b{i + 1}", TensorData.Of([rows], new float[rows])));
            x = new Value($"y{i + 1}", [1, rows]);
            node.Outputs.Add(x);
            graph.Nodes.Add(node);
        }
        graph.Outputs.Add(x);
        return graph;
    }

    /// <summary>Applies stages written as the inside of a recipe's list to one dense layer.</summary>
    public static LayerWeights Apply(string stages, int rows, params float[] weights) => ApplyTo(Chain((rows, weights)), stages);

    public static LayerWeights ApplyTo(ModelGraph graph, string stages, CompressionContext? context = null)
    {
        Compressor.Apply(graph, Recipe.Parse($$"""{ "stages": [ {{stages}} ] }""", "test"), context ?? new CompressionContext());
        return graph.Nodes[0].Weights!;
    }

    public static float[] Normal(int count, int seed)
    {
        Random random = new(seed);
        return [.. Enumerable.Range(0, count).Select(_ => (float)(Math.Sqrt(-2 * Math.Log(1 - random.NextDouble())) * Math.Cos(2 * Math.PI * random.NextDouble())))];
    }

    public static void CheckInvariants(LayerWeights w, string what)
    {
        for (int i = 0; i < w.Values.Length; i++)
        {
            Assert.True(float.IsFinite(w.Values[i]), what);
            if (!w.Kept(i)) Assert.True(w.Values[i] == 0, what);
        }
        switch (w.Form)
        {
            case WeightForm.Float16:
                Assert.True(w.HalfPrecision, what);
                Assert.All(w.Values, v => Assert.Equal((float)(Half)v, v));
                break;
            case WeightForm.Codebook:
                CheckCodebook(w, what);
                break;
            case WeightForm.Integer or WeightForm.Binary or WeightForm.Ternary:
                CheckIntegers(w, what);
                break;
        }
    }

    private static void CheckCodebook(LayerWeights w, string what)
    {
        Assert.InRange(w.Bits, 1, 8);
        Assert.InRange(w.Table.Length, 1, 1 << w.Bits);
        Assert.Equal(w.Table.Distinct().Order(), w.Table);
        Assert.Equal(w.Values.Length, w.Indices.Length);
        for (int i = 0; i < w.Values.Length; i++)
        {
            if (w.Kept(i)) Assert.True(w.Values[i] == w.Table[w.Indices[i]], what);
            else Assert.True(w.Indices[i] == 0, what);
        }
        if (w.HalfPrecision && w.Scales.Length == 0) Assert.All(w.Table, v => Assert.Equal((float)(Half)v, v));
        if (w.Scales.Length == 0) return;
        Assert.Single(w.Scales);
        Assert.All(w.Table, v => Assert.Equal(w.Scales[0] * Math.Clamp(MathF.Round(v / w.Scales[0]), -127, 127), v));
    }

    private static void CheckIntegers(LayerWeights w, string what)
    {
        Assert.True(w.Scales.Length == 1 || w.Scales.Length == w.Rows, what);
        Assert.Equal(w.Values.Length, w.Integers.Length);
        if (w.HalfPrecision) Assert.All(w.Scales, v => Assert.Equal((float)(Half)v, v));
        (int least, int most) = w.Form switch
        {
            WeightForm.Binary or WeightForm.Ternary => (-1, 1),
            _ when w.Bits == 2 => (-2, 1),
            _ => (-(1 << (w.Bits - 1)) + 1, (1 << (w.Bits - 1)) - 1),
        };
        for (int i = 0; i < w.Values.Length; i++)
        {
            Assert.InRange(w.Integers[i], least, most);
            if (w.Form == WeightForm.Binary) Assert.NotEqual(0, w.Integers[i]);
            Assert.True(w.Values[i] == w.ScaleOf(i) * w.Integers[i], what);
            if (!w.Kept(i)) Assert.Equal(0, w.Integers[i]);
        }
    }
}

using System;
using System.Collections.Generic;
using System.Linq;
using EdgeRuntime.Converter.Compression;
using EdgeRuntime.Converter.Graph;
using Xunit;

namespace EdgeRuntime.Converter.Tests.Compression;

public class MethodPropertyTests
{
    private static readonly string[] Stages =
    [
        """{ "method": "auto-detect" }""",
        """{ "method": "prune", "density": 0.3 }""",
        """{ "method": "prune", "deviations": 0.5, "scope": "network" }""",
        """{ "method": "prune", "error": 0.05 }""",
        """{ "method": "codebook", "bits": 3 }""",
        """{ "method": "codebook", "error": 0.01, "table": "float16", "start": "density" }""",
        """{ "method": "codebook", "bits": 8, "start": "random" }""",
        """{ "method": "int8" }""",
        """{ "method": "int8", "per": "tensor", "scale": "mse" }""",
        """{ "method": "int4" }""",
        """{ "method": "int2", "per": "tensor" }""",
        """{ "method": "binary" }""",
        """{ "method": "ternary" }""",
        """{ "method": "ternary", "threshold": "mean", "per": "tensor" }""",
        """{ "method": "float16" }""",
        """{ "method": "bias" }""",
    ];

    private static IEnumerable<(string Name, int Rows, float[] Values)> Weights()
    {
        float[] normal = Networks.Normal(96, 7);
        yield return ("normal", 8, normal);
        yield return ("sparse", 8, [.. normal.Select(v => Math.Abs(v) < 1 ? 0 : v)]);
        yield return ("a row of zeros", 8, [.. normal.Select((v, i) => i < 12 ? 0 : v)]);
        yield return ("zero", 3, new float[12]);
        yield return ("negative zero", 3, [.. Enumerable.Repeat(-0f, 12)]);
        yield return ("single value", 2, [.. Enumerable.Repeat(0.25f, 10)]);
        yield return ("one weight", 1, [-3.5f]);
        yield return ("empty", 0, []);
        yield return ("empty rows", 4, []);
        yield return ("signs", 4, [.. normal.Select(v => v < 0 ? -0.5f : 0.5f)]);
        yield return ("ternary", 4, [.. normal.Select(v => Math.Sign(v) * (Math.Abs(v) < 0.5 ? 0f : 1f))]);
        yield return ("int8 grid", 4, [.. normal.Select(v => 0.013f * MathF.Round(v * 30))]);
        yield return ("tiny", 4, [.. normal.Select(v => v * 1e-30f)]);
        yield return ("subnormal", 4, [.. normal.Select(v => v * 1e-43f)]);
    }

    /// <summary>Every order of two methods, and random chains of four: invariants hold, or one sentence says what does not go together.</summary>
    [Fact]
    public void CombinationsKeepTheInvariantsOrSaySo()
    {
        Random random = new(1);
        List<string[]> chains = [.. Stages.Select(s => (string[])[s]), .. Stages.SelectMany(a => Stages, (a, b) => (string[])[a, b])];
        for (int i = 0; i < 100; i++) chains.Add([.. Enumerable.Range(0, 4).Select(_ => Stages[random.Next(Stages.Length)])]);
        int refused = 0, done = 0;
        foreach ((string name, int rows, float[] values) in Weights())
        {
            foreach (string[] chain in chains)
            {
                string what = $"{name}: {string.Join(", ", chain)}";
                try
                {
                    LayerWeights w = Networks.Apply(string.Join(",", chain), rows, values);
                    Networks.CheckInvariants(w, what);
                    Assert.Equal(values.Length, w.Values.Length);
                    done++;
                }
                catch (ConversionException e)
                {
                    Assert.Matches("'ip1'.*(remove one of the two stages|leave the layer out)", e.Message);
                    Assert.True(chain.Length > 1 || name is "tiny" or "subnormal", what + e.Message);
                    refused++;
                }
            }
        }
        Assert.True(done > 2 * refused, $"{done} done, {refused} refused");
    }

    [Fact]
    public void EqualInputsGiveEqualResults()
    {
        foreach (string stage in Stages)
        {
            LayerWeights a = Networks.Apply(stage, 8, Networks.Normal(96, 3)), b = Networks.Apply(stage, 8, Networks.Normal(96, 3));
            Assert.Equal(a.Values, b.Values);
            Assert.Equal((a.Form, a.Bits), (b.Form, b.Bits));
            Assert.Equal(a.Table, b.Table);
        }
    }

    [Theory]
    [InlineData(float.NaN, "not a number")]
    [InlineData(float.PositiveInfinity, "infinite")]
    public void NonFiniteWeightsNameTheLayer(float bad, string word)
    {
        ConversionException e = Assert.Throws<ConversionException>(() => Networks.Apply("", 1, 1, 2, bad));
        Assert.Contains("'ip1'", e.Message);
        Assert.Contains(word, e.Message);
        Assert.Contains("weight 2 of 3", e.Message);
    }

    [Fact]
    public void TheConstantFollowsTheWeights()
    {
        ModelGraph graph = Networks.Chain((4, Networks.Normal(40, 1)));
        LayerWeights w = Networks.ApplyTo(graph, """{ "method": "int4" }""");
        Assert.Equal(w.Values, graph.Nodes[0].Inputs[1]!.Constant!.Floats);
    }

    [Fact]
    public void EveryMethodHasHelpAndAReference()
    {
        Assert.All(CompressionMethods.All, m => Assert.True(m.Summary.Length > 20 && m.Summary.EndsWith('.') && m.Reference.Length > 0));
        Assert.Equal(CompressionMethods.All.Count, CompressionMethods.All.Select(m => m.Name).Distinct().Count());
        Assert.All(CompressionMethods.All, m => Assert.All(m.Alternatives, a => Assert.Contains(m.Settings, s => s.Name == a)));
    }
}

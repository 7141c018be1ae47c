using System;
using System.Linq;
using EdgeRuntime.Converter.Compression;
using EdgeRuntime.Converter.Graph;
using Xunit;

namespace EdgeRuntime.Converter.Tests.Compression;

public class QuantizationTests
{
    [Fact]
    public void Int8PerChannelHasAKnownAnswer()
    {
        LayerWeights w = Networks.Apply("""{ "method": "int8" }""", 2, 1, -0.5f, 0.1f, 12.7f, 0.14f, -6.3f);
        Assert.Equal([1 / 127f, 12.7f / 127f], w.Scales);
        Assert.Equal([127, -64, 13, 127, 1, -63], w.Integers);
    }

    [Fact]
    public void PerTensorHasOneScale()
        => Assert.Single(Networks.Apply("""{ "method": "int8", "per": "tensor" }""", 4, Networks.Normal(32, 1)).Scales);

    [Theory]
    [InlineData("int8", 38)]
    [InlineData("int4", 16)]
    [InlineData("int2", 7)]
    public void SignalToNoiseIsAsTheoryExpects(string method, double least)
    {
        CompressionReport report = Compressor.Apply(
            Networks.Chain((4, Networks.Normal(8000, 3))), Recipe.Parse($$"""{ "stages": [ { "method": "{{method}}", "scale": "mse" } ] }""", "t"), new());
        Assert.InRange(report.Layers[0].Sqnr, least, least + 7);
    }

    [Fact]
    public void LeastSquaresBeatsTheMaximumWithAnOutlier()
    {
        float[] values = [.. Networks.Normal(500, 8), 8f];
        Assert.True(Error("mse") < 0.8 * Error("max"));

        double Error(string scale)
        {
            LayerWeights w = Networks.Apply($$"""{ "method": "int4", "scale": "{{scale}}" }""", 1, values);
            return values.Zip(w.Values).Sum(p => Math.Pow(p.First - p.Second, 2));
        }
    }

    [Fact]
    public void ARowOfZerosTakesTheScaleOfTheOthers()
    {
        LayerWeights w = Networks.Apply("""{ "method": "int8" }""", 5, [.. Networks.Normal(1000, 2).Select((v, i) => i < 200 ? 0 : v)]);
        Assert.Equal(w.Scales.Skip(1).Max(), w.Scales[0]);
    }

    [Fact]
    public void Int8OfACodebookQuantizesTheTable()
    {
        LayerWeights w = Networks.Apply("""{ "method": "codebook", "bits": 4 }, { "method": "int8" }""", 10, Networks.Normal(1000, 6));
        Assert.Equal(WeightForm.Codebook, w.Form);
        Assert.Equal(4, w.Bits);
        Assert.Single(w.Scales);
        Assert.Equal(127, MathF.Round(w.Table.Max(Math.Abs) / w.Scales[0]));
    }

    [Fact]
    public void BinaryTakesTheMeanMagnitude()
    {
        LayerWeights w = Networks.Apply("""{ "method": "binary" }""", 2, 1, -2, 3, -1, 0, 5);
        Assert.Equal([2, -2, 2, -2, 2, 2], w.Values);
        Assert.Equal(WeightForm.Binary, w.Form);
    }

    [Fact]
    public void BinaryOnPrunedWeightsIsTernary()
    {
        LayerWeights w = Networks.Apply("""{ "method": "prune", "density": 0.5 }, { "method": "binary" }""", 1, 1, -2, 4, 0.5f);
        Assert.Equal(WeightForm.Ternary, w.Form);
        Assert.Equal([0, -3, 3, 0], w.Values);
    }

    /// <summary>No other choice of kept weights, with the best scale for it, has a smaller error.</summary>
    [Fact]
    public void OptimalTernaryEqualsExhaustiveSearch()
    {
        for (int seed = 0; seed < 100; seed++)
        {
            float[] values = Networks.Normal(8, seed);
            LayerWeights w = Networks.Apply("""{ "method": "ternary", "threshold": "optimal" }""", 1, values);
            double least = double.MaxValue;
            for (int set = 0; set < 256; set++)
            {
                double[] kept = [.. values.Where((_, i) => (set >> i & 1) != 0).Select(v => (double)Math.Abs(v))];
                double alpha = kept.Length == 0 ? 0 : kept.Average();
                least = Math.Min(least, values.Select((v, i) => Math.Pow((set >> i & 1) != 0 ? Math.Abs(v) - alpha : v, 2)).Sum());
            }
            Assert.Equal(least, values.Zip(w.Values).Sum(p => Math.Pow((double)p.First - p.Second, 2)), 1e-6);
        }
    }

    [Fact]
    public void PaperTernaryCutsAtSevenTenthsOfTheMean()
    {
        LayerWeights w = Networks.Apply("""{ "method": "ternary", "threshold": "mean" }""", 1, 1, -1, 0.5f, 0.6f, -2);
        Assert.Equal([1, -1, 0, 0, -1], w.Integers.Select(i => (int)i));
        Assert.Equal(4f / 3, w.Scales[0]);
    }

    [Fact]
    public void Float16RoundsValuesTablesAndScales()
    {
        Assert.Equal((float)(Half)0.1f, Networks.Apply("""{ "method": "float16" }""", 1, 0.1f, 3).Values[0]);
        LayerWeights table = Networks.Apply("""{ "method": "codebook", "bits": 2 }, { "method": "float16" }""", 10, Networks.Normal(100, 1));
        Assert.True(table.HalfPrecision && table.Table.All(v => (float)(Half)v == v));
        LayerWeights scales = Networks.Apply("""{ "method": "int8" }, { "method": "float16" }""", 10, Networks.Normal(100, 1));
        Assert.True(scales.HalfPrecision && scales.Scales.All(v => (float)(Half)v == v));
    }

    [Theory]
    [InlineData("int8")]
    [InlineData("int4")]
    [InlineData("int2")]
    public void ANearlyDeadChannelKeepsItsWeightsInHalfPrecision(string method)
    {
        // Scales of the second row are below the smallest fp16 number or just above it.
        foreach (float largest in new[] { 1.9e-6f, 8e-6f, 1e-9f })
        {
            float[] values = [1, -0.5f, 0.25f, 0, largest, -largest, largest / 2, 0];
            LayerWeights w = Networks.Apply($$"""{ "method": "{{method}}" }, { "method": "float16" }""", 2, values);
            Assert.All(w.Scales, s => Assert.True(s > 0 && (float)(Half)s == s));
            float coarse = Math.Max((float)Half.Epsilon, w.Scales[1]);
            for (int i = 4; i < 8; i++) Assert.InRange(w.Values[i] - values[i], -coarse, coarse);
        }
    }

    [Fact]
    public void Float16RefusesWhatItCannotHold()
    {
        ConversionException e = Assert.Throws<ConversionException>(() => Networks.Apply("""{ "method": "float16" }""", 1, 70000, 1));
        Assert.Contains("'ip1'", e.Message);
        Assert.Contains("65504", e.Message);
    }

    [Fact]
    public void BiasIsRoundedWhereAsked()
    {
        ModelGraph graph = Networks.Chain((2, [1, 2, 3, 4]));
        graph.Nodes[0].Inputs[2] = Value.Of("b", TensorData.Of([2], [0.1f, 0.2f]));
        LayerWeights w = Networks.ApplyTo(graph, """{ "method": "bias" }""");
        Assert.True(w.HalfBias);
        Assert.Equal([(float)(Half)0.1f, (float)(Half)0.2f], graph.Nodes[0].Inputs[2]!.Constant!.Floats);
    }

    [Theory]
    [InlineData("binary", "int8")]
    [InlineData("ternary", "codebook")]
    [InlineData("int4", "int8")]
    [InlineData("binary", "ternary")]
    [InlineData("ternary", "binary")]
    [InlineData("int8", "int8")]
    public void WhatMakesNoSenseIsRefused(string first, string second)
    {
        string stages = $$"""{ "method": "{{first}}" }, { "method": "{{second}}" {{(second == "codebook" ? ", \"bits\": 4" : "")}} }""";
        ConversionException e = Assert.Throws<ConversionException>(() => Networks.Apply(stages, 4, Networks.Normal(64, 2)));
        Assert.StartsWith($"\"{second}\" cannot follow \"{first}\" on layer 'ip1'", e.Message);
    }
}

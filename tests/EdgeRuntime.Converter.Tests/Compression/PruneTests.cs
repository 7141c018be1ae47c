using System;
using System.Linq;
using EdgeRuntime.Converter.Compression;
using EdgeRuntime.Converter.Graph;
using Xunit;

namespace EdgeRuntime.Converter.Tests.Compression;

public class PruneTests
{
    [Fact]
    public void DensityKeepsTheLargest()
        => Assert.Equal([0, -4, 3, 0], Networks.Apply("""{ "method": "prune", "density": 0.5 }""", 1, 1, -4, 3, 2).Values);

    [Fact]
    public void OfEqualMagnitudesTheEarlierStays()
    {
        float[] values = [1.5f, -1, 1, 1, -1, 2.5f];
        Assert.Equal([1.5f, -1, 0, 0, 0, 2.5f], Networks.Apply("""{ "method": "prune", "density": 0.5 }""", 1, values).Values);
    }

    [Theory]
    [InlineData(0, 0)]
    [InlineData(0.1, 10)]
    [InlineData(0.333, 33)]
    [InlineData(1, 100)]
    public void DensityIsMetExactly(double density, int left)
        => Assert.Equal(left, Networks.Apply($$"""{ "method": "prune", "density": {{density}} }""", 10, Networks.Normal(100, 4)).NonZero);

    [Fact]
    public void ThresholdIsAbsolute()
        => Assert.Equal([0, 0.5f, -0.75f], Networks.Apply("""{ "method": "prune", "threshold": 0.5 }""", 1, 0.25f, 0.5f, -0.75f).Values);

    [Fact]
    public void DeviationsScaleWithTheLayer()
    {
        // Standard deviation 5.
        Assert.Equal([0, 0, 0, 0, 10, -10], Networks.Apply("""{ "method": "prune", "deviations": 1.2 }""", 1, 3, -3, 4, -4, 10, -10).Values);
    }

    [Fact]
    public void ErrorBoundsTheSumOfSquares()
    {
        float[] values = Networks.Normal(1000, 9);
        LayerWeights w = Networks.Apply("""{ "method": "prune", "error": 0.05 }""", 10, values);
        double removed = values.Where((_, i) => !w.Mask![i]).Sum(v => (double)v * v), total = values.Sum(v => (double)v * v);
        Assert.InRange(removed / total, 0.048, 0.05);
    }

    [Fact]
    public void NetworkScopeRanksLayersTogether()
    {
        ModelGraph graph = Networks.Chain((2, [1, 2, 3, 4]), (2, [5, 6, 7, 8]));
        Networks.ApplyTo(graph, """{ "method": "prune", "density": 0.5, "scope": "network" }""");
        Assert.Equal([0f, 0, 0, 0], graph.Nodes[0].Weights!.Values);
        Assert.Equal([5f, 6, 7, 8], graph.Nodes[1].Weights!.Values);
    }

    [Fact]
    public void LayersThatWerePrunedAlreadyCanBeLeft()
    {
        float[] sparse = [0, 0, 0, 1, 0, 2, 0, 0];
        Assert.Equal(sparse, Networks.Apply("""{ "method": "prune", "density": 0.1, "denserThan": 0.5 }""", 1, sparse).Values);
    }

    [Fact]
    public void DenseLayersCanBeLeftToo()
    {
        float[] values = Networks.Normal(64, 1);
        Assert.Equal(values, Networks.Apply("""{ "method": "codebook", "bits": 1, "sparserThan": 0.5 }""", 4, values).Values);
    }

    [Fact]
    public void BinaryBecomesTernary()
    {
        LayerWeights w = Networks.Apply("""{ "method": "binary" }, { "method": "prune", "density": 0.5 }""", 2, Networks.Normal(40, 1));
        Assert.Equal(WeightForm.Ternary, w.Form);
        Assert.Equal(20, w.NonZero);
    }

    [Fact]
    public void UnusedTableEntriesGo()
    {
        LayerWeights w = Networks.Apply(
            """{ "method": "codebook", "bits": 4 }, { "method": "prune", "density": 0.1 }""", 10, Networks.Normal(1000, 1));
        Assert.Equal(100, w.NonZero);
        Assert.InRange(w.Table.Length, 2, 8);
        Assert.True(w.Table.Min(Math.Abs) > 1);
    }
}

using System;
using System.Collections.Generic;
using System.Linq;
using System.Threading;
using EdgeRuntime.Converter.Compression;
using EdgeRuntime.Converter.Graph;
using Xunit;

namespace EdgeRuntime.Converter.Tests.Compression;

public class CompressorTests
{
    [Fact]
    public void SharedWeightsStayShared()
    {
        ModelGraph graph = Networks.Chain((4, Networks.Normal(16, 1)), (4, Networks.Normal(16, 2)));
        graph.Nodes[1].Inputs[1] = graph.Nodes[0].Inputs[1];
        CompressionReport report = Compressor.Apply(graph, Recipe.Load("int8-weights"), new());
        Assert.Single(report.Layers);
        Assert.Same(graph.Nodes[0].Weights, graph.Nodes[1].Weights);
        Assert.Same(graph.Nodes[0].Inputs[1], graph.Nodes[1].Inputs[1]);
    }

    [Fact]
    public void TheReportCountsEveryParameter()
    {
        ModelGraph graph = Networks.Chain((4, Networks.Normal(16, 1)), (2, Networks.Normal(8, 2)));
        CompressionReport report = Compressor.Apply(graph, Recipe.Load("float16"), new());
        Assert.Equal(4 * (16 + 4 + 8 + 2), report.OriginalBytes);
        Assert.Equal(2 * (16 + 4 + 8 + 2), report.EstimatedBytes);
        Assert.Equal(["float16", "float16 bias"], report.Layers[0].Trail);
        Assert.InRange(report.Layers[0].Sqnr, 60, 90);
    }

    [Fact]
    public void EntropyHasKnownValues()
    {
        Assert.Equal(1, SizeEstimate.Entropy([5, 5]));
        Assert.Equal(0, SizeEstimate.Entropy([0, 9]));
        Assert.Equal(1.75, SizeEstimate.Entropy([4, 2, 1, 1]));
    }

    [Fact]
    public void SeedDecidesTheRandomStart()
    {
        float[] values = Networks.Normal(2000, 5);
        Recipe recipe = Recipe.Parse("""{ "stages": [ { "method": "codebook", "bits": 4, "start": "random", "iterations": 3 } ] }""", "r");
        Assert.Equal(Table(1), Table(1));
        Assert.NotEqual(Table(1), Table(2));

        float[] Table(int seed)
        {
            ModelGraph graph = Networks.Chain((10, values));
            Compressor.Apply(graph, recipe, new CompressionContext { Seed = seed });
            return graph.Nodes[0].Weights!.Table;
        }
    }

    [Fact]
    public void CancellationAndProgressWork()
    {
        List<string> steps = [];
        Compressor.Apply(Networks.Chain((4, Networks.Normal(16, 1))), Recipe.Load("float16"), new CompressionContext { Progress = (s, _) => steps.Add(s) });
        Assert.Equal(["float16 (1 of 2)", "bias (2 of 2)"], steps);
        CompressionContext cancelled = new() { Cancellation = new CancellationToken(true) };
        Assert.Throws<OperationCanceledException>(() => Compressor.Apply(Networks.Chain((4, Networks.Normal(16, 1))), Recipe.Load("float16"), cancelled));
    }

    [Fact]
    public void WithoutLayersNothingHappens()
    {
        CompressionReport report = Compressor.Apply(new ModelGraph(), Recipe.Load("deep-compression"), new());
        Assert.Empty(report.Layers);
    }

    [Fact]
    public void GuardNamesTheLayerThatCosts()
    {
        ModelGraph original = Networks.Chain((4, Networks.Normal(16, 1)), (4, Networks.Normal(16, 2)), (4, Networks.Normal(16, 3)));
        ModelGraph compressed = GraphCopy.Of(original);
        Compressor.Apply(compressed, Recipe.Load("binary"), new());
        AccuracyGuard guard = new(1, Accuracy);
        GuardVerdict verdict = guard.Check(original, compressed);
        Assert.False(verdict.Passed);
        Assert.Equal("ip2", verdict.Costs[0].Layer);
        Assert.Equal(10, verdict.Costs[0].PointsRegained, 1e-6);
        Assert.Contains("but at most 1 points are allowed; putting back 'ip2' regains 10.00 points", verdict.Sentence);
        Assert.Equal(verdict.Sentence, Assert.Throws<ConversionException>(() => guard.Enforce(original, compressed)).Message);
        Assert.True(new AccuracyGuard(12, Accuracy).Check(original, compressed).Passed);
        Assert.NotNull(compressed.Nodes[1].Weights);

        // A network that loses 10 points when ip2 is not what it was.
        double Accuracy(ModelGraph g) => g.Nodes[1].Inputs[1]!.Constant!.Floats.SequenceEqual(original.Nodes[1].Inputs[1]!.Constant!.Floats) ? 0.99 : 0.89;
    }

    [Fact]
    public void CopiesAreIndependent()
    {
        ModelGraph graph = Networks.Chain((4, Networks.Normal(16, 1)));
        Compressor.Apply(graph, Recipe.Load("int8-weights"), new());
        ModelGraph copy = GraphCopy.Of(graph);
        copy.Nodes[0].Weights!.Values[0] = 99;
        copy.Nodes[0].Inputs[0]!.Quantization = new Quantization(1, 0);
        Assert.NotEqual(99, graph.Nodes[0].Weights!.Values[0]);
        Assert.Null(graph.Inputs[0].Quantization);
        Assert.Same(copy.Inputs[0], copy.Nodes[0].Inputs[0]);
        Assert.Same(copy.Outputs[0], copy.Nodes[0].Outputs[0]);
    }
}

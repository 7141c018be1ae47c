using System;
using System.Linq;
using EdgeRuntime.Converter.Graph;
using EdgeRuntime.Converter.Graph.Reference;
using EdgeRuntime.Converter.Training;
using EdgeRuntime.Converter.Training.Architectures;
using EdgeRuntime.Converter.Training.Tensors;
using Xunit;

namespace EdgeRuntime.Converter.Tests.Training;

public sealed class ArchitectureTests
{
    public static TheoryData<string> Names => [.. Architecture.All.Select(a => a.Name)];

    [Theory]
    [InlineData("lenet-300-100", 28, 28, 1, 10, 266610)]
    [InlineData("lenet5", 28, 28, 1, 10, 431080)]
    [InlineData("mobilenet-v1", 224, 224, 3, 1000, 4231976)]
    public void ParameterCountsAreThePublishedOnes(string name, int height, int width, int channels, int classes, int parameters)
    {
        ModelGraph graph = Architecture.Named(name).Build(new ArchitectureSettings { Height = height, Width = width, Channels = channels, Classes = classes });
        int statistics = graph.Nodes.Where(n => n.Op == TrainingOp.BatchNorm).Sum(n => 2 * n.Inputs[3]!.Shape[0]);
        Assert.Equal(parameters, SmallTraining.Values(graph).Length - statistics);
    }

    [Theory]
    [MemberData(nameof(Names))]
    public void FoldedGraphComputesTheSame(string name)
    {
        ModelGraph graph = Architecture.Named(name).Build(new ArchitectureSettings { Height = 20, Width = 24, Channels = 3, Classes = 5 });
        using WorkerPool pool = new(2);
        TrainingNetwork network = new(graph, 6, pool);
        CounterRandom random = CounterRandom.Derive(8);
        Span<float> x = network.Input.Span(6);
        for (int i = 0; i < x.Length; i++) x[i] = random.Normal();
        for (int i = 0; i < 3; i++) network.Forward(6, true, 1);
        network.WriteTo(graph);
        network.Forward(6);
        ModelGraph folded = TrainedGraph.Fold(graph);
        GraphChecker.Check(folded);
        Assert.DoesNotContain(folded.Nodes, n => n.Op is TrainingOp.BatchNorm or TrainingOp.Dropout or TrainingOp.BinariseWeights);
        // Binary weights stay -1 and +1, so a batch norm stays behind them.
        if (!folded.Nodes.Exists(n => n.Op == Op.Binarise)) Assert.DoesNotContain(folded.Nodes, n => n.Op == Op.BatchNorm);
        float[] expected = ReferenceExecutor.Run(folded, TensorData.Of(graph.Inputs[0].Shape, x[..network.Input.Length].ToArray()))[0].Floats;
        float[] actual = network.Output.Span(1).ToArray();
        float largest = expected.Max(MathF.Abs);
        for (int i = 0; i < expected.Length; i++) Assert.Equal(expected[i], actual[i], 1e-3f * (1 + largest));
    }

    [Fact]
    public void WidthScalesChannelsAndSeedsDiffer()
    {
        ArchitectureSettings settings = new() { Height = 32, Width = 32, Channels = 3, Classes = 10 };
        int whole = SmallTraining.Values(Architecture.Named("mobilenet-v1").Build(settings)).Length;
        int half = SmallTraining.Values(Architecture.Named("mobilenet-v1").Build(settings with { WidthMultiplier = 0.5 })).Length;
        Assert.InRange((double)half / whole, 0.2, 0.35);
        Assert.Equal(SmallTraining.Values(SmallTraining.Network()), SmallTraining.Values(SmallTraining.Network()));
        Assert.NotEqual(SmallTraining.Values(SmallTraining.Network()), SmallTraining.Values(SmallTraining.Network(seed: 2)));
    }

    [Fact]
    public void FirstWeightsHaveTheVarianceOfHe()
    {
        float[] weights = SmallTraining.Network("lenet-300-100").Nodes.First(n => n.Op == Op.Dense).Inputs[1]!.Constant!.Floats;
        double variance = weights.Average(w => (double)w * w);
        Assert.Equal(2.0 / 256, variance, 2.0 / 256 * 0.03);
    }

    [Fact]
    public void ImpossibleSizesAreRefused()
    {
        ArchitectureSettings settings = new() { Height = 8, Width = 8, Channels = 1, Classes = 10 };
        Assert.Contains("larger pictures", Assert.Throws<ConversionException>(() => Architecture.Named("lenet5").Build(settings)).Message);
        Assert.Contains("no width multiplier", Assert.Throws<ConversionException>(() => Architecture.Named("lenet5").Build(settings with { WidthMultiplier = 2 })).Message);
        Assert.Contains("lenet5", Assert.Throws<ConversionException>(() => Architecture.Named("alexnet")).Message);
    }
}

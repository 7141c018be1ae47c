using System;
using System.Collections.Generic;
using System.IO;
using System.Linq;
using System.Threading;
using EdgeRuntime.Converter.Compression;
using EdgeRuntime.Converter.Graph;
using EdgeRuntime.Converter.Tests.Training;
using EdgeRuntime.Converter.Training;
using Xunit;

namespace EdgeRuntime.Converter.Tests.Compression;

public class RetrainingTests
{
    private const string Whole = """
        { "method": "prune", "density": 0.6, "layers": ["@conv"], "schedule": "iterative", "rounds": 3 },
        { "method": "prune", "density": 0.3, "layers": ["@dense"], "schedule": "gradual", "scope": "network" },
        { "method": "train", "epochs": 6, "batch": 24, "lr": 0.02, "ramp": 0.5 },
        { "method": "codebook", "bits": 5, "table": "float16" },
        { "method": "bias" },
        { "method": "train", "epochs": 2, "batch": 24, "optimiser": "adam", "lr": 0.0005 }
        """;

    [Fact]
    public void StagesPruneShareAndTrainTogether()
    {
        ModelGraph graph = Trained();
        double before = FloatAccuracy.Of(graph, SmallTraining.Data(), 1);
        int[] dense = [.. graph.Nodes.Where(n => n.Op == Op.Dense).Select(n => n.Inputs[1]!.Constant!.Count)];
        CompressionReport report = Apply(graph, Whole, new Retraining { Data = SmallTraining.Data(), Threads = 2 });
        LayerWeights[] weights = [.. graph.Nodes.Select(n => n.Weights).OfType<LayerWeights>()];
        Assert.All(weights, w => Networks.CheckInvariants(w, "whole"));
        Assert.All(weights, w => Assert.Equal(WeightForm.Codebook, w.Form));
        Assert.Equal([300, 15000], weights[..2].Select(w => w.NonZero));
        Assert.Equal((int)Math.Round(0.3 * dense.Sum()), weights[2..].Sum(w => w.NonZero));
        Assert.All(graph.Nodes.Where(n => n.Weights is not null), n => Assert.All(n.Inputs[2]!.Constant!.Floats, v => Assert.Equal((float)(Half)v, v)));
        double after = FloatAccuracy.Of(graph, SmallTraining.Data(), 1);
        Assert.True(after > before - 0.1, $"{before} before, {after} after");
        Assert.Contains("epoch", report.Layers[0].Trail[0]);
    }

    [Fact]
    public void InterruptedAtAnyStageAndResumedIsUninterrupted()
    {
        ModelGraph start = Trained(), whole = GraphCopy.Of(start);
        Apply(whole, Whole, new Retraining { Data = SmallTraining.Data(), Threads = 2 });
        string folder = Directory.CreateTempSubdirectory("edge-stages-").FullName;
        try
        {
            int runs = 0;
            ModelGraph? parts = null;
            while (parts is null)
            {
                Assert.True(++runs < 60);
                ModelGraph graph = GraphCopy.Of(start);
                using CancellationTokenSource source = new();
                try
                {
                    int reports = 0;
                    Apply(graph, Whole, new Retraining
                    {
                        Data = SmallTraining.Data(), Threads = 1, Checkpoints = folder, Resume = true, Cancel = source.Token,
                        Progress = (_, p) =>
                        {
                            if (p.Validation is not null && ++reports == 1) source.Cancel();
                        },
                    });
                    parts = graph;
                }
                catch (OperationCanceledException)
                {
                    Assert.NotEmpty(Directory.GetFiles(folder, "*.train"));
                }
            }

            Assert.True(runs > 3);
            Assert.Equal(SmallTraining.Values(whole), SmallTraining.Values(parts));
        }
        finally
        {
            Directory.Delete(folder, true);
        }
    }

    [Fact]
    public void ACheckpointOfAnotherRecipeIsRefused()
    {
        string folder = Directory.CreateTempSubdirectory("edge-stages-").FullName;
        try
        {
            const string train = """{ "method": "train", "epochs": 1, "batch": 24 }""";
            Retraining retraining = new() { Data = SmallTraining.Data(), Threads = 1, Checkpoints = folder, Resume = true };
            Apply(SmallTraining.Network(), """{ "method": "prune", "density": 0.5 },""" + train, retraining);
            string message = Assert.Throws<ConversionException>(() => Apply(SmallTraining.Network(), """{ "method": "prune", "density": 0.4 },""" + train, retraining)).Message;
            Assert.Contains("belongs to another training", message);
        }
        finally
        {
            Directory.Delete(folder, true);
        }
    }

    [Fact]
    public void LayersThatAreNotChosenAndWholeNumbersDoNotMove()
    {
        ModelGraph graph = SmallTraining.Network();
        Apply(graph, """{ "method": "int8", "layers": ["conv1"] }, { "method": "train", "epochs": 1, "layers": ["conv1", "fc1"], "weight-decay": 0.1, "l1": 0.001 }""", new Retraining { Data = SmallTraining.Data(), Threads = 1 });
        ModelGraph before = SmallTraining.Network();
        bool Same(string layer, int operand) => Constant(before, layer, operand).AsSpan().SequenceEqual(Constant(graph, layer, operand));
        Networks.CheckInvariants(graph.Nodes.First(n => n.Name == "conv1").Weights!, "conv1");
        Assert.Equal(WeightForm.Integer, graph.Nodes.First(n => n.Name == "conv1").Weights!.Form);
        Assert.False(Same("conv1", 2));
        Assert.False(Same("fc1", 1));
        Assert.True(Same("conv2", 1) && Same("conv2", 2) && Same("fc2", 1) && Same("fc2", 2));
    }

    [Theory]
    [InlineData("""{ "method": "train", "epochs": 1 }""", "needs training pictures; run it with edge compress")]
    [InlineData("""{ "method": "prune", "density": 0.5, "schedule": "gradual" }""", "$.stages[0]: pruning is to be done step by step, but no \"train\" stage follows")]
    [InlineData("""{ "method": "prune", "density": 0.5, "schedule": "gradual" }, { "method": "train", "epochs": 1, "layers": ["fc1"] }""", "'conv1' is to be pruned step by step, but no \"train\" stage follows")]
    [InlineData("""{ "method": "prune", "density": 0.5, "schedule": "gradual" }, { "method": "prune", "density": 0.2, "schedule": "iterative" }, { "method": "train", "epochs": 1 }""", "'conv1' is to be pruned step by step twice")]
    [InlineData("""{ "method": "codebook", "bits": 3 }, { "method": "prune", "density": 0.5, "schedule": "gradual" }, { "method": "train", "epochs": 1 }""", "'conv1' has the form codebook")]
    public void StagesThatDoNotGoTogetherAreASentence(string stages, string expected)
    {
        Retraining? retraining = expected.StartsWith("needs", StringComparison.Ordinal) ? null : new Retraining { Data = SmallTraining.Data(), Threads = 1 };
        Assert.Contains(expected, Assert.Throws<ConversionException>(() => Apply(SmallTraining.Network(), stages, retraining)).Message);
    }

    [Theory]
    [InlineData("""{ "method": "train" }""", "none of epochs given")]
    [InlineData("""{ "method": "train", "epochs": 0 }""", "expected an integer from 1")]
    [InlineData("""{ "method": "train", "epochs": 1, "augment": "blur=2" }""", "there is no augmentation \"blur\"")]
    [InlineData("""{ "method": "train", "epochs": 1, "lr": -1 }""", "expected a number from 0")]
    [InlineData("""{ "method": "prune", "density": 0.5, "schedule": "slowly" }""", "expected one of \"once\", \"gradual\", \"iterative\"")]
    public void WrongSettingsAreASentence(string stage, string expected)
    {
        string message = Assert.Throws<ConversionException>(() => Recipe.Parse($$"""{ "stages": [ {{stage}} ] }""", "mine.json")).Message;
        Assert.StartsWith("recipe 'mine.json', $.stages[0]", message);
        Assert.Contains(expected, message);
    }

    [Fact]
    public void SchedulesStartAtTheWholeAndEndAtTheGoal()
    {
        foreach (string schedule in (string[])["gradual", "iterative"])
        {
            ModelGraph graph = Networks.Chain((10, Networks.Normal(1000, 1)));
            List<CompressionLayer> layers = CompressionLayer.Of(graph);
            PruneGoal.Set(layers, 100, schedule == "iterative" ? 4 : 0);
            int[] counts = [.. Enumerable.Range(0, 101).Select(i => layers[0].Goal!.At(i / 100.0))];
            Assert.Equal(100, counts[^1]);
            Assert.Equal(counts.OrderDescending(), counts);
            if (schedule == "gradual") Assert.Equal([1000, 100 + (int)Math.Round(900 * 0.125)], [counts[0], counts[50]]);
            else Assert.Equal([562, 316, 178, 100], counts.Distinct());
        }
    }

    [Fact]
    public void RecipesThatRetrainLoad()
        => Assert.All(Recipe.Retraining, name => Assert.Contains(Recipe.Load(name).Stages, s => s.Method is TrainMethod));

    private static ModelGraph Trained()
    {
        ModelGraph graph = SmallTraining.Network();
        Trainer.Run(SmallTraining.Request(graph) with { Epochs = 5 });
        return graph;
    }

    private static float[] Constant(ModelGraph graph, string layer, int operand) => graph.Nodes.First(n => n.Name == layer).Inputs[operand]!.Constant!.Floats;

    private static CompressionReport Apply(ModelGraph graph, string stages, Retraining? retraining)
        => Compressor.Apply(graph, Recipe.Parse($$"""{ "stages": [ {{stages}} ] }""", "test"), new CompressionContext { Retraining = retraining, Seed = 3 });
}

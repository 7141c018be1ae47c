using System;
using System.Collections.Generic;
using System.IO;
using System.Linq;
using System.Threading;
using EdgeRuntime.Converter.Compression;
using EdgeRuntime.Converter.Graph;
using EdgeRuntime.Converter.Training;
using EdgeRuntime.Converter.Training.Augmentation;
using EdgeRuntime.Converter.Training.Losses;
using EdgeRuntime.Converter.Training.Optimisers;
using Xunit;

namespace EdgeRuntime.Converter.Tests.Training;

public sealed class TrainerTests
{
    [Theory]
    [InlineData("lenet5")]
    [InlineData("resnet8")]
    [InlineData("ds-cnn")]
    public void LossFallsAndOneOrThreeThreadsGiveTheSameBytes(string name)
    {
        ModelGraph one = SmallTraining.Network(name), three = SmallTraining.Network(name);
        TrainRequest request = SmallTraining.Request(one) with { Epochs = 2, Augmentation = AugmentationKind.Parse("shift=1,flip,cutout=3"), DropConnect = 0.1, L1 = 1e-5, L2 = 1e-4 };
        TrainResult result = Trainer.Run(request);
        Trainer.Run(request with { Graph = three, Threads = 3, Optimiser = new Sgd() });
        Assert.True(result.Epochs[^1].Loss < 0.95 * result.Epochs[0].Loss, $"the loss went from {result.Epochs[0].Loss} to {result.Epochs[^1].Loss}");
        Assert.Equal(SmallTraining.Values(one), SmallTraining.Values(three));
        Assert.NotEqual(SmallTraining.Values(SmallTraining.Network(name)), SmallTraining.Values(one));
    }

    [Theory]
    [InlineData("sgd")]
    [InlineData("nesterov")]
    [InlineData("adam")]
    public void EveryOptimiserLearnsBars(string name)
    {
        ModelGraph graph = SmallTraining.Network();
        TrainResult result = Trainer.Run(SmallTraining.Request(graph) with { Optimiser = Made(name), Rate = null, Epochs = 6 });
        Assert.True(result.ValidationAccuracy > 0.85, $"{name}: {result.ValidationAccuracy}");
        Assert.True(FloatAccuracy.Of(graph, SmallTraining.Data(), 1) > 0.9);
    }

    [Theory]
    [InlineData("sgd", "lenet5")]
    [InlineData("adam", "resnet8")]
    public void InterruptedAndResumedIsUninterrupted(string optimiser, string name)
    {
        string path = Path.Combine(Path.GetTempPath(), $"edge-{Guid.NewGuid():N}.state");
        try
        {
            ModelGraph whole = SmallTraining.Network(name), parts = SmallTraining.Network(name);
            TrainRequest request = SmallTraining.Request(whole) with { Checkpoint = path, Resume = true };
            TrainResult uninterrupted = Trainer.Run(request with { Optimiser = Made(optimiser), Checkpoint = null });

            // Stops in the middle of each epoch.
            int runs = 0;
            for (bool done = false; !done; runs++)
            {
                using CancellationTokenSource source = new();
                Stop stop = new(source, 7);
                TrainResult part = Trainer.Run(request with { Graph = parts, Optimiser = Made(optimiser), Constraints = [stop], Cancel = source.Token });
                done = !part.Interrupted;
                if (done) Assert.Equal(uninterrupted.Epochs, part.Epochs);
            }

            Assert.True(runs > 3);
            Assert.Equal(SmallTraining.Values(whole), SmallTraining.Values(parts));
        }
        finally
        {
            File.Delete(path);
        }
    }

    [Fact]
    public void DamagedOrForeignCheckpointsAreRefused()
    {
        string path = Path.Combine(Path.GetTempPath(), $"edge-{Guid.NewGuid():N}.state");
        try
        {
            TrainRequest request = SmallTraining.Request(SmallTraining.Network()) with { Checkpoint = path, Resume = true, Epochs = 1 };
            Trainer.Run(request);
            Assert.Contains("batch 24, now batch 25", Refusal(request with { Batch = 25 }));
            byte[] content = File.ReadAllBytes(path);
            content[content.Length / 2] ^= 1;
            File.WriteAllBytes(path, content);
            Assert.Contains("damaged", Refusal(request));
            File.WriteAllBytes(path, content[..20]);
            Assert.Contains("checkpoint", Refusal(request));
        }
        finally
        {
            File.Delete(path);
        }
    }

    [Fact]
    public void ValuesThatAreNotFiniteStopWithTheLayer()
    {
        Assert.Contains("layer", Refusal(SmallTraining.Request(SmallTraining.Network()) with { Rate = 1e6 }));
        ModelGraph graph = SmallTraining.Network();
        graph.Nodes[2].Inputs[1]!.Constant!.Floats[3] = float.NaN;
        Assert.Contains("\"conv2.weights\"", Refusal(SmallTraining.Request(graph)));
    }

    [Fact]
    public void ConstraintsHoldAfterEveryUpdate()
    {
        ModelGraph graph = SmallTraining.Network();
        Trainer.Run(SmallTraining.Request(graph) with { Constraints = [new EveryOther()] });
        float[] weights = graph.Nodes.First(n => n.Name == "fc1").Inputs[1]!.Constant!.Floats;
        Assert.All(Enumerable.Range(0, weights.Length), i => Assert.Equal(i % 2 == 1, weights[i] == 0));
    }

    [Fact]
    public void AStudentLearnsFromATeacherWithoutLabels()
    {
        ModelGraph teacher = SmallTraining.Network(), student = SmallTraining.Network("lenet-300-100", 2);
        Trainer.Run(SmallTraining.Request(teacher) with { Epochs = 6 });
        TrainRequest request = SmallTraining.Request(student) with { Epochs = 8, Teacher = teacher, Loss = new SoftTargets(2), Unlabelled = SmallTraining.Data(64, false), Rate = 0.01 };
        Trainer.Run(request with { Data = SmallTraining.Data() });
        Assert.True(FloatAccuracy.Of(student, SmallTraining.Data(), 1) > 0.8);
        Assert.Contains("teacher", Refusal(request with { Teacher = null }));

        // The teacher may want pictures in another scale.
        ModelGraph same = SmallTraining.Network("lenet-300-100", 2), scaled = GraphCopy.Of(teacher);
        Node first = scaled.Nodes[0];
        first.Inputs[1] = Value.Of("halves", TensorData.Of(first.Inputs[1]!.Shape, [.. first.Inputs[1]!.Constant!.Floats.Select(w => w / 2)]));
        Trainer.Run(request with { Graph = same, Teacher = scaled, TeacherInput = SmallTraining.Input with { Scale = 2f / 255 }, Optimiser = new Sgd() });
        Assert.Equal(SmallTraining.Values(student), SmallTraining.Values(same));
        Assert.Contains("must see the same pictures", Refusal(request with { TeacherInput = SmallTraining.Input with { Height = 8 } }));
    }

    [Fact]
    public void ImpossibleRequestsAreOneSentence()
    {
        TrainRequest request = SmallTraining.Request(SmallTraining.Network());
        Assert.Contains("epochs", Refusal(request with { Epochs = 0 }));
        Assert.Contains("batch", Refusal(request with { Batch = 0 }));
        Assert.Contains("learning rate", Refusal(request with { Rate = double.NaN }));
        Assert.Contains("held out", Refusal(request with { Validation = 256 }));
        ModelGraph two = new();
        two.Inputs.Add(new Value("x", [1, SmallTraining.Side, SmallTraining.Side, 1]));
        two.Outputs.Add(two.Inputs[0]);
        Assert.Contains("nothing to train", Refusal(request with { Graph = two }));
    }

    private static string Refusal(TrainRequest request) => Assert.Throws<ConversionException>(() => Trainer.Run(request with { Optimiser = new Sgd() })).Message;

    private static Optimiser Made(string name) => name switch { "sgd" => new Sgd(), "nesterov" => new Sgd(nesterov: true), _ => new Adam() };

    private sealed class Stop(CancellationTokenSource source, int after) : IParameterConstraint
    {
        private int left = after;

        public void Attach(IReadOnlyList<Parameter> parameters)
        {
        }

        public void Gradients(IReadOnlyList<Parameter> parameters, long step)
        {
        }

        public void Values(IReadOnlyList<Parameter> parameters, long step)
        {
            if (--left == 0) source.Cancel();
        }
    }

    private sealed class EveryOther : IParameterConstraint
    {
        public void Attach(IReadOnlyList<Parameter> parameters) => Values(parameters, 0);

        public void Gradients(IReadOnlyList<Parameter> parameters, long step)
        {
        }

        public void Values(IReadOnlyList<Parameter> parameters, long step)
        {
            Span<float> values = parameters.First(p => p.Name == "fc1.weights").Values;
            for (int i = 1; i < values.Length; i += 2) values[i] = 0;
        }
    }
}

using System;
using EdgeRuntime.Converter.Graph;
using EdgeRuntime.Converter.Training;
using EdgeRuntime.Converter.Training.Optimisers;
using EdgeRuntime.Converter.Training.Tensors;
using Xunit;

namespace EdgeRuntime.Converter.Tests.Training;

public sealed class OptimiserTests
{
    // Minimises w^2 / 2 from w = 1 at rate 0.1; the values are the recurrences worked out by hand.
    [Theory]
    [InlineData("sgd", 0.9, 0.72, 0.486)]
    [InlineData("nesterov", 0.81, 0.5751, 0.327321)]
    [InlineData("adam", 0.9, 0.800412, 0.701586)]
    public void FirstUpdatesAreTheFormulas(string name, double first, double second, double third)
    {
        ModelGraph graph = new();
        Node node = new(Op.Dense, "dense");
        float[] ones = new float[19];
        Array.Fill(ones, 1f);
        node.Inputs.AddRange([new Value("x", [1, 19]), Value.Of("w", TensorData.Of([1, 19], ones))]);
        node.Outputs.Add(new Value("y", [1, 1]));
        graph.Inputs.Add(node.Inputs[0]!);
        graph.Nodes.Add(node);
        graph.Outputs.Add(node.Outputs[0]);
        using WorkerPool pool = new(1);
        TrainingNetwork network = new(graph, 1, pool);
        Optimiser optimiser = name switch { "sgd" => new Sgd(0.9), "nesterov" => new Sgd(0.9, true), _ => new Adam() };
        optimiser.Attach(network.Parameters);
        foreach (double expected in (double[])[first, second, third])
        {
            Parameter w = network.Parameters[0];
            w.Values.CopyTo(w.Gradient);
            optimiser.Step(network.Parameters, 0.1, pool);
            foreach (float value in w.Values) Assert.Equal(expected, value, 1e-5);
        }
    }

    [Fact]
    public void SchedulesStartAtOneAndFall()
    {
        Assert.Equal(1, Schedule.Constant.At(99, 100));
        Assert.Equal([1, 0.1, 0.01], new[] { Schedule.Step.At(49, 100), Schedule.Step.At(50, 100), Schedule.Step.At(75, 100) });
        Assert.Equal(0.5, Schedule.Cosine.At(50, 100), 12);
        Schedule warm = Schedule.Cosine with { WarmUp = 0.1 };
        Assert.True(warm.At(0, 1000) is > 0 and < 0.02);
        Assert.Equal(1, warm.At(100, 1000), 12);
        Assert.True(warm.At(999, 1000) < 1e-5);
    }
}

using System;
using System.Collections.Generic;
using System.Linq;
using EdgeRuntime.Converter.Graph;
using EdgeRuntime.Converter.Graph.Reference;
using EdgeRuntime.Converter.Training;
using EdgeRuntime.Converter.Training.Tensors;
using Xunit;

namespace EdgeRuntime.Converter.Tests.Training;

public sealed unsafe class GradientTests
{
    // Central differences of fp32 sums.
    private const double Tolerance = 5e-3;

    private static readonly string[] StraightThrough = [Op.Sign, Op.Binarise, Op.Quantize, TrainingOp.FakeQuantise, TrainingOp.BinariseWeights];

    public static TheoryData<int> Cases => [.. Enumerable.Range(0, GradientCase.All.Length)];

    [Theory]
    [MemberData(nameof(Cases))]
    public void GradientsAreCentralDifferences(int index)
    {
        GradientCase one = GradientCase.All[index];
        (double worst, string where) = GradientCheck.Run(one.Build(), one.Reach);
        Assert.True(worst < Tolerance, $"{one}: {where}");
    }

    [Theory]
    [MemberData(nameof(Cases))]
    public void ForwardIsWhatTheOperatorMeans(int index)
    {
        GradientCase one = GradientCase.All[index];
        ModelGraph graph = one.Build();
        if (graph.Nodes.Any(n => n.Op is TrainingOp.BatchNorm or TrainingOp.Dropout or Op.Dequantize)) return;
        using WorkerPool pool = new(1);
        TrainingNetwork network = new(graph, 2, pool, false);
        CounterRandom random = CounterRandom.Derive(4);
        Span<float> x = network.Input.Span(2);
        for (int i = 0; i < x.Length; i++) x[i] = 2 * random.Normal();
        network.Forward(2);
        for (int sample = 0; sample < 2; sample++)
        {
            float[] picture = [.. x.Slice(sample * network.Input.Length, network.Input.Length)];
            float[] expected = ReferenceExecutor.Run(graph, TensorData.Of(graph.Inputs[0].Shape, picture))[0].Floats;
            ReadOnlySpan<float> actual = network.Output.Span(2).Slice(sample * expected.Length, expected.Length);
            for (int i = 0; i < expected.Length; i++)
                Assert.True(MathF.Abs(expected[i] - actual[i]) <= 2e-5f * (1 + MathF.Abs(expected[i])), $"{one}, value {i}: {actual[i]} instead of {expected[i]}");
        }
    }

    [Fact]
    public void EveryOperatorOfTheEngineIsTestedAndDifferentiable()
    {
        HashSet<string> tested = [.. GradientCase.All.Select(c => c.Op), .. StraightThrough];
        Assert.Equal(Differentiable.Operators.Order(), tested.Order());
        Assert.Empty(EdgeRuntime.Converter.Graph.Rules.OpRules.All.Select(r => r.Name).Except(Differentiable.Operators));
    }

    [Fact]
    public void DropConnectKeepsItsMaskBackwards()
    {
        GradientCase dense = GradientCase.All.First(c => c.Op == Op.Dense);
        (double worst, string where) = GradientCheck.Run(dense.Build(), dropConnect: 0.4);
        Assert.True(worst < Tolerance, where);
    }

    [Fact]
    public void DropConnectGivesEverySampleMasksOfItsOwn()
    {
        const int batch = 400, inner = 50;
        ModelGraph graph = SmallTraining.Network("lenet-300-100");
        using WorkerPool pool = new(2);
        TrainingNetwork network = new(graph, batch, pool, false) { DropConnect = 0.25 };
        for (int i = 0; i < batch; i++) network.Input.Span(batch).Slice(i * network.Input.Length, inner).Fill(1);
        network.Forward(1);
        float[] whole = network.Output.Span(1).ToArray();
        network.Forward(batch, true, 9);
        float[][] thinned = [.. Enumerable.Range(0, batch).Select(i => network.Output.Span(batch).Slice(i * whole.Length, whole.Length).ToArray())];
        Assert.Equal(batch, thinned.Select(t => t[0]).Distinct().Count());
        for (int c = 0; c < whole.Length; c++)
        {
            double spread = Math.Sqrt(thinned.Average(t => (double)(t[c] - thinned.Average(u => u[c])) * (t[c] - thinned.Average(u => u[c]))));
            Assert.True(Math.Abs(thinned.Average(t => t[c]) - whole[c]) < spread, $"{c}: mean {thinned.Average(t => t[c])}, whole {whole[c]}, spread {spread}");
        }
    }

    [Theory]
    [InlineData(Op.Sign, new float[] { -2, -1, -0.5f, 0, 0.5f, 1, 2 }, new float[] { -1, -1, -1, 0, 1, 1, 1 }, new float[] { 0, 1, 1, 1, 1, 1, 0 })]
    [InlineData(Op.Binarise, new float[] { -2, -1, -0.5f, 0, 0.5f, 1, 2 }, new float[] { -1, -1, -1, 1, 1, 1, 1 }, new float[] { 0, 1, 1, 1, 1, 1, 0 })]
    [InlineData(Op.Quantize, new float[] { -90, -63.5f, -0.25f, 0.25f, 0.75f, 63, 90 }, new float[] { -128, -126, 1, 1, 3, 127, 127 }, new float[] { 0, 2, 2, 2, 2, 2, 0 })]
    [InlineData(TrainingOp.FakeQuantise, new float[] { -9, -4.5f, -0.2f, 0.2f, 0.75f, 3, 9 }, new float[] { -4.5f, -4.5f, 0, 0, 1, 3, 3 }, new float[] { 0, 1, 1, 1, 1, 1, 0 })]
    public void StepsLetTheGradientThroughWhereNothingIsCutOff(string op, float[] x, float[] y, float[] dx)
    {
        ModelGraph graph = new();
        Node node = new(op, "node");
        node.Inputs.Add(new Value("x", [1, x.Length]));
        node.Outputs.Add(new Value("y", [1, x.Length]));
        node.Attributes.Set("scale", 0.5f);
        node.Attributes.Set("zeroPoint", 1);
        node.Attributes.Set("bits", 4);
        graph.Inputs.Add(node.Inputs[0]!);
        graph.Nodes.Add(node);
        graph.Outputs.Add(node.Outputs[0]);
        using WorkerPool pool = new(1);
        TrainingNetwork network = new(graph, 1, pool, inputGradient: true);
        x.CopyTo(network.Input.Span(1));
        network.Forward(1, true);
        Assert.Equal(y, network.Output.Span(1).ToArray());
        network.OutputGradient!.Span(1).Fill(1);
        network.Backward();
        Assert.Equal(dx, network.InputGradient!.Span(1).ToArray());
    }

    [Fact]
    public void BinaryWeightsMoveWhereTheyAreAtMostOne()
    {
        float[] weights = [-2, -1, -0.5f, 0, 0.5f, 1, 2], x = [1, 2, 3, 4, 5, 6, 7];
        ModelGraph graph = new();
        Node signs = new(TrainingOp.BinariseWeights, "signs"), dense = new(Op.Dense, "dense");
        signs.Inputs.Add(Value.Of("w", TensorData.Of([1, weights.Length], weights)));
        signs.Outputs.Add(new Value("signs", [1, weights.Length]));
        dense.Inputs.AddRange([new Value("x", [1, x.Length]), signs.Outputs[0]]);
        dense.Outputs.Add(new Value("y", [1, 1]));
        graph.Inputs.Add(dense.Inputs[0]!);
        graph.Nodes.AddRange([signs, dense]);
        graph.Outputs.Add(dense.Outputs[0]);
        using WorkerPool pool = new(1);
        TrainingNetwork network = new(graph, 1, pool);
        x.CopyTo(network.Input.Span(1));
        network.Forward(1, true);
        Assert.Equal(-1 - 2 - 3 + 4 + 5 + 6 + 7, network.Output.Span(1)[0]);
        network.OutputGradient!.Span(1).Fill(1);
        network.Backward();
        Assert.Equal([0, 2, 3, 4, 5, 6, 0], network.Parameters.Single().Gradient.ToArray());
        Assert.Equal([-1, -1, -1, 1, 1, 1, 1], TrainedGraph.Fold(graph).Nodes.Single().Inputs[1]!.Constant!.Floats);
    }
}

using System;
using System.Collections.Generic;
using System.Linq;
using EdgeRuntime.Converter.Compression;
using EdgeRuntime.Converter.Graph;
using EdgeRuntime.Converter.Training;
using EdgeRuntime.Converter.Training.Constraints;
using Xunit;

namespace EdgeRuntime.Converter.Tests.Training;

public sealed class ConstraintTests
{
    [Fact]
    public void PrunedWeightsStayZeroAndTheRestLearns()
    {
        ModelGraph graph = SmallTraining.Network();
        Node layer = graph.Nodes.First(n => n.Name == "fc1");
        float[] before = layer.Inputs[1]!.Constant!.Floats;
        float median = before.Select(MathF.Abs).Order().ElementAt(before.Length * 3 / 4);
        bool[] mask = [.. before.Select(w => MathF.Abs(w) > median)];
        TrainResult result = Trainer.Run(SmallTraining.Request(graph) with
        {
            Epochs = 5,
            WeightDecay = 0.01,
            L2 = 1e-4,
            Constraints = [new MaskConstraint(new Dictionary<Node, bool[]> { [layer] = mask })],
        });
        float[] after = layer.Inputs[1]!.Constant!.Floats;
        Assert.All(Enumerable.Range(0, mask.Length), i => Assert.Equal(mask[i], after[i] != 0));
        Assert.NotEqual(before.Where((_, i) => mask[i]), after.Where((_, i) => mask[i]));
        Assert.True(result.ValidationAccuracy > 0.8, $"{result.ValidationAccuracy}");
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void WeightsOfOneIndexStayEqualAndTheTableMoves(bool pruned)
    {
        ModelGraph graph = SmallTraining.Network();
        Node layer = graph.Nodes.First(n => n.Name == "fc1");
        float[] values = layer.Inputs[1]!.Constant!.Floats;
        float[] table = [-0.2f, -0.05f, 0.05f, 0.2f];
        byte[] indices = [.. values.Select(v => (byte)Array.IndexOf(table, table.MinBy(t => MathF.Abs(t - v))))];
        bool[]? mask = pruned ? [.. values.Select(v => MathF.Abs(v) > 0.05f)] : null;
        float[] shared = [.. indices.Select((index, i) => mask is null || mask[i] ? table[index] : 0)];
        layer.Weights = new LayerWeights(layer.Inputs[1]!.Shape[0], layer.Inputs[1]!.Shape[1], shared)
        {
            Form = WeightForm.Codebook, Bits = 2, Table = [.. table], Indices = indices, Mask = mask,
        };
        CodebookConstraint constraint = new(graph);
        TrainResult result = Trainer.Run(SmallTraining.Request(graph) with { Epochs = 4, Rate = 0.002, WeightDecay = 0.01, L1 = 1e-6, Constraints = [constraint] });
        constraint.Store();
        Assert.NotEqual(table, layer.Weights.Table);
        Assert.All(Enumerable.Range(0, indices.Length), i =>
            Assert.Equal(mask is null || mask[i] ? layer.Weights.Table[indices[i]] : 0, layer.Weights.Values[i]));
        Assert.True(result.Epochs[^1].Loss < result.Epochs[0].Loss);
    }
}

using System;
using System.Linq;
using EdgeRuntime.Converter.Compression;
using EdgeRuntime.Converter.Export.Erm;
using EdgeRuntime.Converter.Graph;
using EdgeRuntime.Converter.Graph.Reference;
using EdgeRuntime.Converter.Tests.Training;
using Xunit;

namespace EdgeRuntime.Converter.Tests.Compression;

public class RemoveNeuronsTests
{
    [Fact]
    public void NeuronsWithoutInputsOrOutputsGo()
    {
        // ip1: neuron 1 is not read, neuron 2 reads nothing and has the bias 0.5. ip2: row 0 then becomes a constant only through neuron 2.
        ModelGraph graph = Networks.Chain((4, [1, 2, 3, 4, 0, 0, 5, 6]), (2, [0, 0, 3, 0, 1, 0, 2, 1]));
        Set(graph.Nodes[0], 2, [0.1f, 0.2f, 0.5f, 0.3f]);
        TensorData x = TensorData.Of([1, 2], [0.7f, -0.4f]);
        float[] before = ReferenceExecutor.Run(graph, x)[0].Floats;
        Networks.ApplyTo(graph, """{ "method": "remove-neurons" }""");
        Assert.Equal([2, 2], graph.Nodes[0].Inputs[1]!.Shape);
        Assert.Equal([1f, 2, 5, 6], graph.Nodes[0].Weights!.Values);
        Assert.Equal([0.1f, 0.3f], graph.Nodes[0].Inputs[2]!.Constant!.Floats);
        Assert.Equal([1.5f, 1], graph.Nodes[1].Inputs[2]!.Constant!.Floats);
        Assert.Equal([0f, 0, 1, 1], graph.Nodes[1].Weights!.Values);
        Close(before, ReferenceExecutor.Run(graph, x)[0].Floats);
    }

    [Fact]
    public void OneNeuronStaysWhenNoneIsNeeded()
    {
        ModelGraph graph = Networks.Chain((3, new float[6]), (2, [1, 2, 3, 4, 5, 6]));
        Set(graph.Nodes[0], 2, [1, 2, 3]);
        TensorData x = TensorData.Of([1, 2], [1f, 1]);
        float[] before = ReferenceExecutor.Run(graph, x)[0].Floats;
        Networks.ApplyTo(graph, """{ "method": "remove-neurons" }""");
        Assert.Equal([1, 2], graph.Nodes[0].Inputs[1]!.Shape);
        Close(before, ReferenceExecutor.Run(graph, x)[0].Floats);
    }

    [Theory]
    [InlineData("""{ "method": "codebook", "bits": 3 }""", 0.6)]
    [InlineData("""{ "method": "int8" }""", 0.6)]
    [InlineData("""{ "method": "codebook", "bits": 2, "table": "float16" }, { "method": "bias" }""", 0.7)]
    public void ConvolutionsPoolsAndFlatteningKeepTheirResults(string form, double rest)
    {
        ModelGraph graph = SmallTraining.Network();
        Random random = new(4);
        foreach (Node node in graph.Nodes.Where(n => n.Op is Op.Conv or Op.Dense))
        {
            float[] weights = [.. node.Inputs[1]!.Constant!.Floats], bias = [.. node.Inputs[2]!.Constant!.Floats.Select(_ => (float)random.NextDouble() - 0.5f)];
            int length = weights.Length / bias.Length;
            for (int row = 0; row < bias.Length; row++)
            {
                if (node.Name != "fc2" && random.Next(3) == 0) weights.AsSpan(row * length, length).Clear();
            }

            // Some channels that the next layer does not read: those that leave 1 when divided by 5, in every layer.
            int channels = node.Name is "conv2" ? 20 : node.Name is "fc1" ? 50 : node.Name is "fc2" ? 500 : 1;
            for (int i = 0; i < weights.Length; i++)
            {
                if (channels > 1 && i % channels % 5 == 1) weights[i] = 0;
            }

            Set(node, 1, weights);
            Set(node, 2, bias);
        }

        int parameters = Parameters(graph);
        Compressor.Apply(graph, Recipe.Parse($$"""{ "stages": [ {{form}} ] }""", "test"), new());
        TensorData x = TensorData.Of(graph.Inputs[0].Shape, Networks.Normal(256, 8));
        float[] before = ReferenceExecutor.Run(graph, x)[0].Floats;
        int bytes = ErmExporter.Export(graph).Bytes.Length;
        Compressor.Apply(graph, Recipe.Parse("""{ "stages": [ { "method": "remove-neurons" } ] }""", "test"), new());
        Assert.All(graph.Nodes.Select(n => n.Weights).OfType<LayerWeights>(), w => Networks.CheckInvariants(w, form));
        Close(before, ReferenceExecutor.Run(graph, x)[0].Floats);
        Assert.True(Parameters(graph) < rest * parameters, $"{Parameters(graph)} of {parameters}");
        Assert.True(ErmExporter.Export(graph).Bytes.Length < bytes);
    }

    private static int Parameters(ModelGraph graph) => graph.Nodes.SelectMany(n => n.Inputs).Sum(v => v?.Constant?.Count ?? 0);

    private static void Set(Node node, int operand, float[] values)
        => node.Inputs[operand] = Value.Of(node.Inputs[operand]!.Name, TensorData.Of(node.Inputs[operand]!.Shape, values));

    private static void Close(float[] expected, float[] actual)
    {
        Assert.Equal(expected.Length, actual.Length);
        for (int i = 0; i < expected.Length; i++) Assert.True(MathF.Abs(expected[i] - actual[i]) < 1e-4f * (1 + MathF.Abs(expected[i])), $"{i}: {actual[i]} instead of {expected[i]}");
    }
}

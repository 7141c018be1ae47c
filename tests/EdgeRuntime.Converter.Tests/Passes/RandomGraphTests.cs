using System;
using System.Linq;
using EdgeRuntime.Converter.Compression;
using EdgeRuntime.Converter.Graph;
using EdgeRuntime.Converter.Graph.Reference;
using EdgeRuntime.Converter.Passes;
using EdgeRuntime.Converter.Evaluation;
using EdgeRuntime.Converter.Tests.Import;
using Xunit;

namespace EdgeRuntime.Converter.Tests.Passes;

public class RandomGraphTests
{
    private const int Graphs = 400;

    [Fact]
    public void EveryPassKeepsWhatARandomGraphComputes()
    {
        int transposes = 0;
        int left = 0;
        for (int seed = 0; seed < Graphs; seed++)
        {
            ModelGraph before = RandomGraph.Of(seed);
            GraphChecker.Check(before);
            TensorData[] inputs = [.. before.Inputs.Select((v, i) => TestTensors.Random(new Random(seed + i), v.Shape))];
            TensorData[] expected = ReferenceExecutor.Run(before, inputs);
            ModelGraph graph = GraphCopy.Of(before);
            foreach (Pass pass in PassList.All)
            {
                graph = pass.Run(graph, new LowerOptions());
                GraphChecker.Check(graph, pass.Name);
                TensorData[] actual = ReferenceExecutor.Run(graph, [.. inputs.Select((x, i) => TestTensors.Permuted(x, graph.Inputs[i]))]);
                for (int i = 0; i < expected.Length; i++)
                    if (TestTensors.Difference(expected[i], actual[i], 1e-4, 1e-4) is { } difference) Assert.Fail($"seed {seed}, after {pass.Name}: {difference}");
            }

            transposes += before.Nodes.Count(n => n.Op == Op.Transpose);
            left += graph.Nodes.Count(n => n.Op == Op.Transpose);
        }

        Assert.True(left < transposes * 2 / 3, $"{left} of {transposes} transposes are left");
    }

    [Fact]
    public void TheEngineComputesWhatARandomGraphDoes()
    {
        for (int seed = 0; seed < Graphs; seed++)
        {
            ModelGraph before = RandomGraph.Of(seed);
            ModelGraph graph = Lowering.Prepare(before);
            TensorData[] inputs = [.. before.Inputs.Select((v, i) => TestTensors.Random(new Random(seed + i), v.Shape))];
            TensorData[] expected = ReferenceExecutor.Run(before, inputs);
            TensorData[] actual;
            try
            {
                actual = GraphRun.Run(graph, [.. inputs.Select((x, i) => TestTensors.Permuted(x, graph.Inputs[i]))]);
            }
            catch (ConversionException e)
            {
                Assert.Fail($"seed {seed}: {e.Message}");
                return;
            }

            for (int i = 0; i < expected.Length; i++)
                if (TestTensors.Difference(expected[i], actual[i], 1e-3, 1e-3) is { } difference) Assert.Fail($"seed {seed}: {difference}");
        }
    }
}

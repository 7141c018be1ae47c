using System;
using System.Collections.Generic;
using System.IO;
using System.Linq;
using EdgeRuntime.Converter.Graph;
using EdgeRuntime.Converter.Graph.Reference;
using EdgeRuntime.Converter.Import.Onnx;
using Xunit;

namespace EdgeRuntime.Converter.Tests.Import;

/// <summary>The ONNX backend node tests, run by the reference executor.</summary>
public class OnnxNodeSuite
{
    [Fact]
    public void EveryCaseInScopeGivesTheExpectedOutputs()
    {
        IReadOnlyList<NodeTest> tests = NodeTests.Read(TestData.Path("onnx-node-tests.tar.gz"));
        Assert.Equal(1765, tests.Count);
        SortedDictionary<string, int> reasons = new(StringComparer.Ordinal);
        List<string> failures = [];
        List<string> log = [];
        int passed = 0;
        foreach (NodeTest test in tests)
        {
            NodeTestGraph graph = test.Import();
            string? failure = graph.Reason is null ? Run(graph) : null;
            if (graph.Reason is not null) reasons[graph.Reason.StartsWith("operator ", StringComparison.Ordinal) ? "operator" : "form"] = reasons.GetValueOrDefault(graph.Reason.StartsWith("operator ", StringComparison.Ordinal) ? "operator" : "form") + 1;
            else if (failure is null) passed++;
            else failures.Add($"{test.Name}: {failure}");
            log.Add($"{(graph.Reason is not null ? "out" : failure is null ? "pass" : "FAIL")} {test.Name} {graph.Reason}{failure}");
        }

        string? file = Environment.GetEnvironmentVariable("EDGE_NODE_LOG");
        if (file is not null) File.WriteAllLines(file, log);
        Assert.Empty(failures);
        Assert.Equal(253, passed);
    }

    private static string? Run(NodeTestGraph graph)
    {
        if (graph.Graph is null) return null;
        TensorData[] outputs = ReferenceExecutor.Run(graph.Graph, [.. graph.Inputs]);
        return outputs.Select((y, i) => Tensors.Difference(graph.Expected[i], y, 1e-5, 1e-3)).FirstOrDefault(d => d is not null);
    }
}

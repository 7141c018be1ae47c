using System;
using System.Collections.Generic;
using System.IO;
using System.Linq;
using EdgeRuntime.Converter.Graph;
using EdgeRuntime.Converter.Graph.Reference;
using EdgeRuntime.Converter.Import.Onnx;
using EdgeRuntime.Converter.Tests.Export;
using Xunit;

namespace EdgeRuntime.Converter.Tests.Import;

/// <summary>The ONNX backend node tests, run by the reference executor and by the engine.</summary>
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
            string? failure = graph.Reason is null ? Attempt(graph) : null;
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

    private static string? Attempt(NodeTestGraph graph)
    {
        try
        {
            return Run(graph);
        }
        catch (Exception e)
        {
            return e.Message;
        }
    }

    private static string? Run(NodeTestGraph graph)
    {
        if (graph.Graph is null) return null;
        return Compare(graph, "reference", ReferenceExecutor.Run(graph.Graph, [.. graph.Inputs]))
            ?? Compare(graph, "engine, portable", EngineRunner.Run(graph.Graph, graph.Inputs, false))
            ?? Compare(graph, "engine, prepared", EngineRunner.Run(graph.Graph, graph.Inputs, true));
    }

    private static string? Compare(NodeTestGraph graph, string executor, TensorData[] outputs)
    {
        string? difference = outputs.Select((y, i) => TestTensors.Difference(graph.Expected[i], y, 1e-5, 1e-3)).FirstOrDefault(d => d is not null);
        return difference is null ? null : $"{executor}: {difference}";
    }
}

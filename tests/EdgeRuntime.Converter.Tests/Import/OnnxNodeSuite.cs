using System;
using System.Collections.Generic;
using System.IO;
using System.Linq;
using EdgeRuntime.Converter.Report;
using Xunit;

namespace EdgeRuntime.Converter.Tests.Import;

/// <summary>The ONNX backend node tests: by the reference executor, and by the engine with portable and with prepared kernels.</summary>
public class OnnxNodeSuite
{
    [Fact]
    public void EveryCaseInScopeGivesTheExpectedOutputs()
    {
        IReadOnlyList<NodeSuiteCase> cases = NodeSuite.Run(TestData.Path("onnx-node-tests.tar.gz"));
        Assert.Equal(1765, cases.Count);
        Assert.Empty(cases.Where(c => c.Failure is not null).Select(c => $"{c.Name}: {c.Failure}"));
        Assert.Equal(299, cases.Count(c => c.Passed));
    }

    [Fact]
    public void TheReadmeShowsTheTableThatTheCommandWrites()
    {
        string table = OperatorTable.Markdown(NodeSuite.Run(TestData.Path("onnx-node-tests.tar.gz")));
        DirectoryInfo? root = new(AppContext.BaseDirectory);
        while (root is not null && !File.Exists(Path.Combine(root.FullName, "EdgeRuntime.sln"))) root = root.Parent;
        Assert.Contains(table.TrimEnd(), File.ReadAllText(Path.Combine(root!.FullName, "README.md")), StringComparison.Ordinal);
    }
}

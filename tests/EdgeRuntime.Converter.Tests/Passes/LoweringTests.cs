using System;
using System.Collections.Generic;
using System.Linq;
using EdgeRuntime.Converter.Graph;
using EdgeRuntime.Converter.Graph.Reference;
using EdgeRuntime.Converter.Import;
using EdgeRuntime.Converter.Import.Onnx;
using EdgeRuntime.Converter.Passes;
using EdgeRuntime.Converter.Evaluation;
using EdgeRuntime.Converter.Tests.Import;
using Xunit;

namespace EdgeRuntime.Converter.Tests.Passes;

public class LoweringTests
{
    [Theory, MemberData(nameof(ModelFiles.Names), MemberType = typeof(ModelFiles))]
    public void ModelsComputeTheSameAfterThePasses(string name)
    {
        ModelGraph before = Importers.Load(TestData.Path("models", name));
        ModelGraph after = Lowering.Prepare(before);
        TensorData x = TestTensors.Random(new Random(1), before.Inputs[0].Shape);
        if (name.StartsWith("gtsrb", StringComparison.Ordinal)) x = TensorData.Of(x.Shape, Array.ConvertAll(x.Floats, v => MathF.Round(127 + (127 * v))));
        TensorData expected = ReferenceExecutor.Run(before, x)[0];
        TensorData given = TestTensors.Permuted(x, after.Inputs[0]);
        TestTensors.Equal(expected, GraphRun.Run(after, [given])[0], 1e-4, 1e-3);
        if (name.StartsWith("squeezenet", StringComparison.Ordinal)) return; // Half a minute of plain loops for the same statement.
        TestTensors.Equal(expected, ReferenceExecutor.Run(after, given)[0], 1e-5, 1e-4);
    }

    [Theory]
    [InlineData("lenet5_dns_sparse108x.onnx", "Conv MaxPool Conv MaxPool Reshape Dense Dense Softmax")]
    [InlineData("lenet300100_dns_sparse.onnx", "Reshape Dense Dense Dense Softmax")]
    [InlineData("mnist-8.onnx", "Conv MaxPool Conv MaxPool Reshape Dense")]
    public void NothingIsLeftOfLayoutAndActivations(string name, string operators)
    {
        ModelGraph graph = Lowering.Prepare(Importers.Load(TestData.Path("models", name)));
        Assert.Equal(operators, string.Join(' ', graph.Nodes.Select(n => n.Op)));
        Assert.Equal([1, 28, 28, 1], graph.Inputs[0].Shape);
        Assert.Equal([0, 2, 3, 1], graph.Inputs[0].Permutation ?? []);
    }

    [Theory]
    [InlineData("resnet20_cifar10.onnx")]
    [InlineData("squeezenet_v1.0_deepcompressed.onnx")]
    [InlineData("gtsrb_bnn_48x48.onnx")]
    public void NoTransposeIsLeft(string name)
    {
        ModelGraph graph = Lowering.Prepare(Importers.Load(TestData.Path("models", name)));
        Assert.DoesNotContain(graph.Nodes, n => n.Op is Op.Transpose or Op.Sign);
    }

    [Fact]
    public void PassesKeepTheNodeTestsOfTheOnnxProject()
    {
        LowerOptions options = new() { Layout = new LayoutOptions { AbsorbInput = false } };
        List<string> failures = [];
        int run = 0;
        foreach (NodeTest test in NodeTests.Read(TestData.Path("onnx-node-tests.tar.gz")))
        {
            NodeTestGraph graph = test.Import();
            if (graph.Graph is null) continue;
            run++;
            ModelGraph lowered = Lowering.Prepare(graph.Graph, options);
            Compare("reference", ReferenceExecutor.Run(lowered, [.. graph.Inputs]));
            Compare("engine", GraphRun.Run(lowered, graph.Inputs));

            void Compare(string executor, TensorData[] outputs) => failures.AddRange(outputs
                .Select((y, i) => TestTensors.Difference(graph.Expected[i], y, 1e-5, 1e-3)).Where(d => d is not null).Select(d => $"{test.Name}, {executor}: {d}"));
        }

        Assert.Empty(failures);
        Assert.True(run > 200);
    }

    [Fact]
    public void TheImportedGraphIsLeftAsItWas()
    {
        ModelGraph before = Importers.Load(TestData.Path("models", "mnist-8.onnx"));
        string text = GraphText.Of(before);
        Lowering.Prepare(before);
        Assert.Equal(text, GraphText.Of(before));
    }
}

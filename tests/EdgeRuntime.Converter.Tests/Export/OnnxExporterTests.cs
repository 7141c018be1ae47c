using System;
using System.Collections.Generic;
using System.IO;
using System.Linq;
using EdgeRuntime.Converter.Compression;
using EdgeRuntime.Converter.Export.Onnx;
using EdgeRuntime.Converter.Graph;
using EdgeRuntime.Converter.Graph.Reference;
using EdgeRuntime.Converter.Import;
using EdgeRuntime.Converter.Import.Onnx;
using EdgeRuntime.Converter.Passes;
using EdgeRuntime.Converter.Tests.Import;
using EdgeRuntime.Converter.Tests.Passes;
using Xunit;

namespace EdgeRuntime.Converter.Tests.Export;

public class OnnxExporterTests
{
    private const int Graphs = 200;

    [Theory]
    [InlineData("lenet5_dns_sparse108x.onnx")]
    [InlineData("lenet300100_dns_sparse.onnx")]
    [InlineData("mnist-8.onnx")]
    [InlineData("resnet20_cifar10.onnx")]
    [InlineData("gtsrb_bnn_48x48.onnx")]
    public void ModelsComputeTheSameAfterARoundTrip(string name)
    {
        ModelGraph original = Importers.Load(TestData.Path("models", name));
        ModelGraph lowered = Lowering.Prepare(original);
        ModelGraph again = OnnxImporter.Load(OnnxExporter.Write(lowered));
        Assert.Equal(original.Inputs[0].Shape, again.Inputs[0].Shape);
        TensorData x = TestTensors.Random(new Random(3), original.Inputs[0].Shape);
        TestTensors.Equal(ReferenceExecutor.Run(lowered, TestTensors.Permuted(x, lowered.Inputs[0]))[0], ReferenceExecutor.Run(again, x)[0], 1e-5, 1e-4);
        Assert.Equal(lowered.Nodes.Select(n => n.Op), Lowering.Prepare(again).Nodes.Select(n => n.Op));
    }

    [Fact]
    public void NoTransposeStandsBetweenTheLayersOfAConvolutionalNetwork()
    {
        ModelGraph lowered = Lowering.Prepare(Importers.Load(TestData.Path("models", "lenet5_dns_original.onnx")));
        NodeTest file = new("", OnnxExporter.Write(lowered), [], []);
        Assert.Equal(["Conv", "Gemm", "MaxPool", "Relu", "Reshape", "Softmax"], file.Operators());
    }

    [Fact]
    public void RandomGraphsComputeTheSameAfterARoundTrip()
    {
        for (int seed = 0; seed < Graphs; seed++)
        {
            ModelGraph before = RandomGraph.Of(seed);
            ModelGraph lowered = Lowering.Prepare(before);
            ModelGraph again = OnnxImporter.Load(OnnxExporter.Write(lowered));
            TensorData[] inputs = [.. before.Inputs.Select((v, i) => TestTensors.Random(new Random(seed + i), v.Shape))];
            TensorData[] expected = ReferenceExecutor.Run(before, inputs);
            TensorData[] actual = ReferenceExecutor.Run(again, inputs);
            for (int i = 0; i < expected.Length; i++)
                if (TestTensors.Difference(expected[i], actual[i], 1e-4, 1e-4) is { } difference) Assert.Fail($"seed {seed}: {difference}");
        }
    }

    [Fact]
    public void AnOpenBatchTakesSeveralInputsAtOnce()
    {
        ModelGraph lowered = Lowering.Prepare(Network().Load());
        byte[] file = OnnxExporter.Write(lowered, new OnnxExportOptions { DynamicBatch = true });
        ModelGraph two = OnnxImporter.Load(file, new OnnxImportOptions { InputShapes = new Dictionary<string, int[]> { ["x"] = [2, 2, 4, 4] } });
        TensorData a = TestTensors.Random(new Random(1), 1, 2, 4, 4);
        TensorData b = TestTensors.Random(new Random(2), 1, 2, 4, 4);
        float[] One(TensorData x) => ReferenceExecutor.Run(lowered, TestTensors.Permuted(x, lowered.Inputs[0]))[0].Floats;
        TensorData both = ReferenceExecutor.Run(two, TensorData.Of([2, 2, 4, 4], [.. a.Floats, .. b.Floats]))[0];
        TestTensors.Equal(TensorData.Of([2, 3], [.. One(a), .. One(b)]), both);
        Assert.Equal([1, 2, 4, 4], OnnxImporter.Load(file).Inputs[0].Shape);
    }

    [Fact]
    public void CompressedWeightsAreWrittenAsTheNetworkComputesWithThem()
    {
        ModelGraph lowered = Lowering.Prepare(Network().Load());
        Node dense = lowered.Nodes.Single(n => n.Op == Op.Dense);
        int[] shape = dense.Inputs[1]!.Shape;
        dense.Weights = new LayerWeights(shape[0], shape[1], new float[shape[0] * shape[1]]);
        TensorData x = TestTensors.Random(new Random(1), 1, 2, 4, 4);
        Assert.Equal([0f, 0, 0], ReferenceExecutor.Run(OnnxImporter.Load(OnnxExporter.Write(lowered)), x)[0].Floats);
        Assert.NotNull(dense.Weights);
    }

    [Fact]
    public void AFileIsReplacedAsAWhole()
    {
        string folder = Directory.CreateTempSubdirectory("edge-export").FullName;
        try
        {
            ModelGraph lowered = Lowering.Prepare(Network().Load());
            string path = Path.Combine(folder, "m.onnx");
            File.WriteAllText(path, "old");
            OnnxExporter.Save(lowered, path);
            Assert.Equal(OnnxExporter.Write(lowered), File.ReadAllBytes(path));
            Assert.Single(Directory.GetFiles(folder));
            Assert.Throws<ConversionException>(() => OnnxExporter.Save(lowered, Path.Combine(folder, "missing", "m.onnx")));
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }

    private static OnnxModel Network() => new OnnxModel().Input("x", 1, 2, 4, 4)
        .Init("w", [3, 2, 3, 3], [.. Enumerable.Range(0, 54).Select(i => MathF.Sin(i))]).Init("d", [48, 3], [.. Enumerable.Range(0, 144).Select(i => MathF.Cos(i))])
        .Node("Conv", ["x", "w"], ["c"], ("pads", new[] { 1, 1, 1, 1 })).Node("HardSigmoid", ["c"], ["h"]).Node("Flatten", ["h"], ["f"]).Node("MatMul", ["f", "d"], ["y"]).Output("y");
}

using System;
using System.Linq;
using EdgeRuntime.Converter.Graph;
using EdgeRuntime.Converter.Passes;
using Xunit;
using static EdgeRuntime.Converter.Import.Onnx.Schema.TensorProto.Types;

namespace EdgeRuntime.Converter.Tests.Import;

/// <summary>Operator forms that the node tests of the ONNX project do not cover.</summary>
public class OnnxOperatorTests
{
    private static string Refusal(OnnxModel model) => Assert.Throws<ConversionException>(() => model.Load()).Message;

    [Theory]
    [InlineData("SAME_UPPER", 7, 2, 3, 4, 0, 1)]
    [InlineData("SAME_LOWER", 8, 2, 3, 4, 1, 0)]
    [InlineData("SAME_UPPER", 8, 2, 3, 4, 0, 1)]
    [InlineData("VALID", 8, 2, 3, 3, 0, 0)]
    public void AutoPadBecomesExplicit(string mode, int size, int stride, int kernel, int expected, int before, int after)
    {
        OnnxModel model = new OnnxModel().Input("x", 1, 1, size).Init("w", [1, 1, kernel], new float[kernel])
            .Node("Conv", ["x", "w"], ["y"], ("auto_pad", mode), ("strides", new[] { stride })).Output("y");
        ModelGraph graph = model.Load();
        Assert.Equal([1, 1, expected], graph.Outputs[0].Shape);
        int[] pads = graph.Nodes.Single(n => n.Op == Op.Conv).Attributes.Ints("pads");
        if (size == 7) (before, after) = (1, 1);
        Assert.Equal([0, before, 0, after], pads);
    }

    [Fact]
    public void SoftmaxBeforeOpset13FlattensFromItsAxis()
    {
        float[] old = new OnnxModel(11).Input("x", 1, 2, 2).Node("Softmax", ["x"], ["y"], ("axis", 1)).Output("y").Run([1, 2, 2], 0, 0, 0, 0);
        float[] now = new OnnxModel(13).Input("x", 1, 2, 2).Node("Softmax", ["x"], ["y"], ("axis", 1)).Output("y").Run([1, 2, 2], 0, 0, 0, 0);
        Assert.Equal([0.25f, 0.25f, 0.25f, 0.25f], old);
        Assert.Equal([0.5f, 0.5f, 0.5f, 0.5f], now);
    }

    [Theory]
    [InlineData("edge", new float[] { 1, 1, 1, 2, 3, 3 })]
    [InlineData("reflect", new float[] { 3, 2, 1, 2, 3, 2 })]
    [InlineData("wrap", new float[] { 2, 3, 1, 2, 3, 1 })]
    [InlineData("constant", new float[] { 9, 9, 1, 2, 3, 9 })]
    public void PadsInEveryMode(string mode, float[] expected)
    {
        OnnxModel model = new OnnxModel(19).Input("x", 1, 3).Integers("p", 0, 2, 0, 1).Init("v", [], 9).Node("Pad", ["x", "p", "v"], ["y"], ("mode", mode)).Output("y");
        Assert.Equal(expected, model.Run([1, 3], 1, 2, 3));
    }

    [Fact]
    public void NegativePadsCut()
        => Assert.Equal([2f, 3, 0], new OnnxModel(2 + 8).Input("x", 1, 3).Node("Pad", ["x"], ["y"], ("pads", new[] { 0, -1, 0, 1 })).Output("y").Run([1, 3], 1, 2, 3));

    [Theory]
    [InlineData(0, 0)]
    [InlineData(0, 1)]
    [InlineData(1, 0)]
    [InlineData(1, 1)]
    public void GemmInEveryForm(int transA, int transB)
    {
        float[] a = [1, 2, 3, 4, 5, 6];
        float[] b = [1, -1, 2, 0.5f, 3, -2];
        float[] c = [10, 20];
        int[] shapeA = transA == 0 ? [2, 3] : [3, 2];
        int[] shapeB = transB == 0 ? [3, 2] : [2, 3];
        float[] y = new OnnxModel(9).Input("a", shapeA).Init("b", shapeB, b).Init("c", [2], c)
            .Node("Gemm", ["a", "b", "c"], ["y"], ("alpha", 2f), ("beta", 0.5f), ("transA", transA), ("transB", transB)).Output("y").Run(shapeA, a);
        for (int m = 0; m < 2; m++)
            for (int n = 0; n < 2; n++)
            {
                float sum = 0;
                for (int k = 0; k < 3; k++) sum += (transA == 0 ? a[(m * 3) + k] : a[(k * 2) + m]) * (transB == 0 ? b[(k * 2) + n] : b[(n * 3) + k]);
                Assert.Equal((2 * sum) + (0.5f * c[n]), y[(m * 2) + n], 5);
            }
    }

    [Fact]
    public void ArithmeticOnShapesFoldsToConstants()
    {
        ModelGraph graph = new OnnxModel().Input("x", -1, 2, 3, 4).Node("Shape", ["x"], ["s"]).Integers("zero", 0).Integers("minus", -1)
            .Node("Gather", ["s", "zero"], ["n"], ("axis", 0)).Node("Concat", ["n", "minus"], ["t"], ("axis", 0)).Node("Reshape", ["x", "t"], ["y"]).Output("y").Load();
        Assert.Equal([1, 24], graph.Outputs[0].Shape);
        Assert.Equal(Op.Reshape, graph.Nodes.Single().Op);
    }

    [Fact]
    public void QuantisedWeightsBecomeFloats()
    {
        OnnxModel model = new OnnxModel().Input("x", 1, 2);
        var w = new Converter.Import.Onnx.Schema.TensorProto { Name = "w", DataType = (int)DataType.Int8 };
        w.Dims.AddRange([2, 2]);
        w.Int32Data.AddRange([1, -2, 3, 4]);
        float[] y = model.Init(w).Init("s", [2], 0.5f, 2).Node("DequantizeLinear", ["w", "s"], ["f"], ("axis", 1)).Node("MatMul", ["x", "f"], ["y"]).Output("y").Run([1, 2], 1, 1);
        Assert.Equal([2f, 4f], y);
    }

    [Fact]
    public void UnsignedActivationsAreCarriedAsSigned()
    {
        var zero = new Converter.Import.Onnx.Schema.TensorProto { Name = "z", DataType = (int)DataType.Uint8 };
        zero.Int32Data.Add(3);
        float[] y = new OnnxModel().Input("x", 1, 3).Init("s", [], 0.5f).Init(zero).Node("QuantizeLinear", ["x", "s", "z"], ["q"]).Node("DequantizeLinear", ["q", "s", "z"], ["y"]).Output("y").Run([1, 3], 1.3f, -9, 999);
        Assert.Equal([1.5f, -1.5f, 126f], y);
    }

    [Fact]
    public void TransposesOfNhwcExportersDisappear()
    {
        ModelGraph graph = Lowering.Prepare(new OnnxModel().Input("x", -1, 6, 6, 2).Init("w", [3, 2, 3, 3], [.. Enumerable.Range(0, 54).Select(i => i * 0.01f)])
            .Node("Transpose", ["x"], ["a"], ("perm", new[] { 0, 3, 1, 2 })).Node("Conv", ["a", "w"], ["b"], ("pads", new[] { 1, 1, 1, 1 }))
            .Node("Transpose", ["b"], ["c"], ("perm", new[] { 0, 2, 3, 1 })).Node("Relu", ["c"], ["d"]).Node("ReduceMean", ["d"], ["y"], ("axes", new[] { 1, 2 }), ("keepdims", 0)).Output("y").Load());
        Assert.Equal("Conv AveragePool Reshape", string.Join(' ', graph.Nodes.Select(n => n.Op)));
        Assert.Null(graph.Inputs[0].Permutation);
        Assert.Equal("relu", graph.Nodes[0].Attributes.Text("activation"));
    }

    [Fact]
    public void IndicesOfMaxPoolMayBeDeclaredButNotUsed()
    {
        (string, object)[] kernel = [("kernel_shape", new[] { 2, 2 })];
        Assert.Single(new OnnxModel().Input("x", 1, 1, 4, 4).Node("MaxPool", ["x"], ["y", "i"], kernel).Output("y").Load().Outputs);
        Assert.Contains("output 1", Refusal(new OnnxModel().Input("x", 1, 1, 4, 4).Node("MaxPool", ["x"], ["y", "i"], kernel).Output("y").Output("i")), StringComparison.Ordinal);
    }

    [Fact]
    public void TrainingFormsAreRefused()
    {
        OnnxModel Norm(int opset, string attribute, int value) => new OnnxModel(opset).Input("x", 1, 2, 3).Init("a", [2], 1, 1)
            .Node("BatchNormalization", ["x", "a", "a", "a", "a"], ["y"], (attribute, value)).Output("y");
        Assert.Contains("training", Refusal(Norm(15, "training_mode", 1)), StringComparison.Ordinal);
        Assert.Contains("spatial", Refusal(Norm(8, "spatial", 0)), StringComparison.Ordinal);
        Assert.Equal([1, 2, 3], Norm(8, "spatial", 1).Load().Outputs[0].Shape);
    }

    [Fact]
    public void UnequalIndicesGatherPiecewise()
        => Assert.Equal([5f, 1, 3], new OnnxModel().Input("x", 1, 5).Integers("i", 4, 0, 2).Node("Gather", ["x", "i"], ["y"], ("axis", 1)).Output("y").Run([1, 5], 1, 2, 3, 4, 5));
}

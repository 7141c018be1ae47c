using System;
using System.Collections.Generic;
using System.IO;
using System.Linq;
using EdgeRuntime.Converter.Graph;
using EdgeRuntime.Converter.Import;
using EdgeRuntime.Converter.Import.Onnx;
using EdgeRuntime.Converter.Import.Onnx.Schema;
using Google.Protobuf;
using Xunit;
using static EdgeRuntime.Converter.Import.Onnx.Schema.TensorProto.Types;

namespace EdgeRuntime.Converter.Tests.Import;

public class OnnxImporterTests
{
    private static OnnxModel Relu(int opset = 13) => new OnnxModel(opset).Input("x", 1, 2).Node("Relu", ["x"], ["y"]).Output("y");

    private static string Refusal(OnnxModel model, OnnxImportOptions? options = null) => Assert.Throws<ConversionException>(() => model.Load(options)).Message;

    [Fact]
    public void AnOpenBatchBecomesOne() => Assert.Equal([1, 3], new OnnxModel().Input("x", -1, 3).Node("Relu", ["x"], ["y"]).Output("y").Load().Inputs[0].Shape);

    [Fact]
    public void OtherOpenDimensionsMustBeGiven()
    {
        OnnxModel model = new OnnxModel().Input("image", 1, 3, -1, -1).Node("Relu", ["image"], ["y"]).Output("y");
        string message = Refusal(model);
        Assert.Contains("'image'", message, StringComparison.Ordinal);
        Assert.Contains("input-shape", message, StringComparison.Ordinal);
        Dictionary<string, int[]> shapes = new() { ["image"] = [1, 3, 5, 7] };
        Assert.Equal([1, 3, 5, 7], model.Load(new OnnxImportOptions { InputShapes = shapes }).Outputs[0].Shape);
        shapes["image"] = [1, 4, 5, 7];
        Assert.Contains("dimension 1", Refusal(model, new OnnxImportOptions { InputShapes = shapes }), StringComparison.Ordinal);
        shapes = new() { ["image"] = [1, 3, 5, 7], ["other"] = [1] };
        Assert.Contains("'other'", Refusal(model, new OnnxImportOptions { InputShapes = shapes }), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(6, "oldest")]
    [InlineData(99, "newest")]
    public void OpsetsOutsideTheRangeAreRefused(int opset, string word) => Assert.Contains(word, Refusal(Relu(opset)), StringComparison.Ordinal);

    [Fact]
    public void AnUnknownOperatorIsNamedWithItsNode()
    {
        string message = Refusal(new OnnxModel(15).Input("x", 1, 2).Node("Erf", ["x"], ["y"]).Output("y"));
        Assert.StartsWith("Erf 'erf_0' (opset 15): ", message, StringComparison.Ordinal);
    }

    [Fact]
    public void AnAttributeNobodyReadsIsRefused()
        => Assert.Contains("'sharpness'", Refusal(new OnnxModel().Input("x", 1, 2).Node("Relu", ["x"], ["y"], ("sharpness", 3)).Output("y")), StringComparison.Ordinal);

    [Fact]
    public void AnAttributeOfTheWrongKindIsRefused()
        => Assert.Contains("'axis'", Refusal(new OnnxModel().Input("x", 1, 2).Node("Softmax", ["x"], ["y"], ("axis", 1f)).Output("y")), StringComparison.Ordinal);

    [Fact]
    public void NodesThatNoOutputNeedsAreLeftOut()
        => Assert.Single(new OnnxModel().Input("x", 1, 2).Node("Erf", ["x"], ["z"]).Node("Relu", ["x"], ["y"]).Output("y").Load().Nodes);

    [Fact]
    public void NodesInWrongOrderAreSorted()
        => Assert.Equal([3f, 1f], new OnnxModel().Input("x", 1, 2).Node("Add", ["a", "x"], ["y"]).Node("Relu", ["x"], ["a"]).Output("y").Run([1, 2], 1.5f, 0.5f));

    [Fact]
    public void CyclesDuplicatesAndMissingValuesAreRefused()
    {
        Assert.Contains("cycle", Refusal(new OnnxModel().Input("x", 1, 2).Node("Add", ["x", "b"], ["a"]).Node("Relu", ["a"], ["b"]).Output("b")), StringComparison.Ordinal);
        Assert.Contains("'y' twice", Refusal(new OnnxModel().Input("x", 1, 2).Node("Relu", ["x"], ["y"]).Node("Tanh", ["x"], ["y"]).Output("y")), StringComparison.Ordinal);
        Assert.Contains("'w'", Refusal(new OnnxModel().Input("x", 1, 2).Node("Add", ["x", "w"], ["y"]).Output("y")), StringComparison.Ordinal);
        Assert.Contains("computed by no node", Refusal(new OnnxModel().Input("x", 1, 2).Output("y")), StringComparison.Ordinal);
    }

    [Fact]
    public void AnInitializerMayAlsoBeAnInput()
        => Assert.Equal([3f, 4f], new OnnxModel().Input("x", 1, 2).Input("w", 2).Init("w", [2], 2, 2).Node("Add", ["x", "w"], ["y"]).Output("y").Run([1, 2], 1, 2));

    [Fact]
    public void BoundInputsBecomeConstants()
    {
        OnnxModel model = new OnnxModel().Input("x", 1, 2).Input("w", 2, 3).Node("MatMul", ["x", "w"], ["y"]).Output("y");
        Assert.Contains("constant", Refusal(model), StringComparison.Ordinal);
        ModelGraph graph = model.Load(new OnnxImportOptions { Bind = new Dictionary<string, TensorData> { ["w"] = TensorData.Of([2, 3], [1f, 2, 3, 4, 5, 6]) } });
        Assert.Single(graph.Inputs);
        Assert.Equal([3, 2], graph.Nodes.Single().Inputs[1]!.Shape);
    }

    [Theory]
    [InlineData(DataType.Float16, 0x3E00, 1.5f)]
    [InlineData(DataType.Bfloat16, 0x3FC0, 1.5f)]
    [InlineData(DataType.Int8, -3, -3f)]
    [InlineData(DataType.Uint8, 200, 200f)]
    [InlineData(DataType.Int32, 70000, 70000f)]
    [InlineData(DataType.Bool, 1, 1f)]
    public void TypedDataOfEveryKindIsRead(DataType type, int stored, float expected)
    {
        TensorProto t = new() { Name = "w", DataType = (int)type };
        t.Dims.Add(1);
        t.Int32Data.Add(stored);
        OnnxModel model = new OnnxModel().Input("x", 1).Init(t).Node("Cast", ["w"], ["c"], ("to", 1)).Node("Add", ["x", "c"], ["y"]).Output("y");
        Assert.Equal([expected], model.Run([1], 0));
    }

    [Fact]
    public void RawDoublesAreRead()
    {
        TensorProto t = new() { Name = "w", DataType = (int)DataType.Double, RawData = ByteString.CopyFrom(BitConverter.GetBytes(0.25)) };
        Assert.Equal([1.25f], new OnnxModel().Input("x", 1).Init(t).Node("Add", ["x", "w"], ["y"]).Output("y").Run([1], 1));
    }

    [Fact]
    public void SparseInitializersAreRead()
    {
        OnnxModel model = new OnnxModel().Input("x", 2, 2).Node("Add", ["x", "w"], ["y"]).Output("y");
        TensorProto indices = new() { DataType = (int)DataType.Int64 };
        indices.Dims.Add(1);
        indices.Int64Data.Add(2);
        SparseTensorProto sparse = new() { Values = OnnxModel.Tensor("w", [1], [7]), Indices = indices };
        sparse.Dims.AddRange([2, 2]);
        model.Proto.Graph.SparseInitializer.Add(sparse);
        Assert.Equal([0f, 0, 7, 0], model.Run([2, 2], 0, 0, 0, 0));
        indices.Int64Data[0] = 4;
        Assert.Contains("index 4", Refusal(model), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("w.bin", 4, null)]
    [InlineData("w.bin", 12, "has 16 bytes")]
    [InlineData("missing.bin", 0, "cannot be read")]
    [InlineData("../w.bin", 0, "outside")]
    [InlineData("/etc/hostname", 0, "outside")]
    public void ExternalDataMustLieBesideTheModel(string location, int offset, string? refusal)
    {
        string folder = Directory.CreateTempSubdirectory("edge-onnx").FullName;
        try
        {
            File.WriteAllBytes(Path.Combine(folder, "w.bin"), [0, 0, 0, 0, .. BitConverter.GetBytes(3f), .. BitConverter.GetBytes(5f), 0, 0, 0, 0]);
            TensorProto t = new() { Name = "w", DataType = (int)DataType.Float, DataLocation = DataLocation.External };
            t.Dims.Add(2);
            t.ExternalData.Add(new StringStringEntryProto { Key = "location", Value = location });
            t.ExternalData.Add(new StringStringEntryProto { Key = "offset", Value = offset.ToString(System.Globalization.CultureInfo.InvariantCulture) });
            string path = Path.Combine(folder, "m.onnx");
            File.WriteAllBytes(path, new OnnxModel().Input("x", 1, 2).Init(t).Node("Add", ["x", "w"], ["y"]).Output("y").Proto.ToByteArray());
            if (refusal is null) Assert.Equal([3f, 5f], Importers.Load(path).Nodes.Single().Inputs[1]!.Constant!.Floats);
            else Assert.Contains(refusal, Assert.Throws<ConversionException>(() => Importers.Load(path)).Message, StringComparison.Ordinal);
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }

    [Fact]
    public void DeclaredSizesAreCheckedBeforeAnythingIsAllocated()
    {
        TensorProto t = OnnxModel.Tensor("w", [16384, 16384], [1]);
        Assert.Contains("found 1", Refusal(new OnnxModel().Input("x", 1).Init(t).Node("Add", ["x", "w"], ["y"]).Output("y")), StringComparison.Ordinal);
        TensorProto shape = new() { Name = "s", DataType = (int)DataType.Int64 };
        shape.Dims.Add(2);
        shape.Int64Data.AddRange([16384L, 16384L]);
        Assert.Contains("limit", Refusal(new OnnxModel().Input("x", 1).Init(shape).Node("ConstantOfShape", ["s"], ["w"]).Node("Add", ["x", "w"], ["y"]).Output("y")), StringComparison.Ordinal);
    }

    [Fact]
    public void FilesThatAreNoModelsAreRefused()
    {
        Assert.Throws<ConversionException>(() => OnnxImporter.Load([]));
        Assert.Throws<ConversionException>(() => OnnxImporter.Load([1, 2, 3]));
        Assert.Throws<ConversionException>(() => OnnxImporter.Load("/nowhere/at/all.onnx"));
        Assert.Contains(".onnx", Assert.Throws<ConversionException>(() => Importers.Load("model.pickle")).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void InputsThatAreReturnedUnchangedStayDistinct()
    {
        ModelGraph graph = new OnnxModel().Input("x", 1, 2).Node("Identity", ["x"], ["y"]).Node("Identity", ["y"], ["z"]).Output("y").Output("z").Load();
        Assert.Equal(["y", "z"], graph.Outputs.Select(o => o.Name));
    }
}

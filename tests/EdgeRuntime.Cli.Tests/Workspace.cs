using System;
using System.IO;
using System.Text.Json.Nodes;
using EdgeRuntime.Converter.Imaging;
using EdgeRuntime.Format;
using Google.Protobuf;
using Schema = EdgeRuntime.Converter.Import.Onnx.Schema;

namespace EdgeRuntime.Cli.Tests;

/// <summary>A temporary folder, and the program run in it.</summary>
internal sealed class Workspace : IDisposable
{
    private readonly string folder = Directory.CreateTempSubdirectory("edge-cli-").FullName;

    public void Dispose() => Directory.Delete(folder, true);

    /// <summary>Path of <paramref name="name"/> in the folder.</summary>
    public string At(string name) => Path.Combine(folder, name);

    /// <summary>Names of all files in the folder.</summary>
    public string[] Files() => Directory.GetFiles(folder);

    /// <summary>Writes a file.</summary>
    public string Write(string name, byte[] content)
    {
        Directory.CreateDirectory(Path.GetDirectoryName(At(name))!);
        File.WriteAllBytes(At(name), content);
        return At(name);
    }

    /// <summary>Runs a command line in process.</summary>
    public static (int Code, string Out, string Error) Run(params string[] args)
    {
        StringWriter output = new(), error = new();
        int code = EdgeCommand.Run(args, new Terminal(output, error, interactive: false));
        return (code, output.ToString(), error.ToString());
    }

    /// <summary>Runs a command line that must succeed, and parses its JSON.</summary>
    public static JsonObject Json(params string[] args)
    {
        (int code, string output, string error) = Run([.. args, "--json"]);
        Xunit.Assert.True(code == 0, error);
        return JsonNode.Parse(output)!.AsObject();
    }

    /// <summary>A model of one dense layer: 2 x 2 gray pixels to three scores, each the value of one pixel.</summary>
    public string Model(string name = "tiny.erm", bool describesInput = true)
    {
        ByteWriter record = new();
        record.U8(Opcode.Dense);
        record.U8(0);
        record.U8(1);
        record.Varint(4);
        record.U8(0);
        record.Varint(3);
        record.Varint(4);
        record.U8(EncodingId.Float32);
        for (int i = 0; i < 12; i++) record.F32(i / 4 == i % 4 ? 1 : 0);
        ModelRecord model = new() { FloatArena = 7 + 4096, Registers = 2, WordArena = 256 };
        model.Inputs.Add(new PortRecord(Kind.Float32, [1, 4], 0, 0, 0, 0));
        model.Outputs.Add(new PortRecord(Kind.Float32, [], 0, 1, 0, 0));
        model.Operations.Add(new OperationRecord("scores", record.ToArray()));
        model.Metadata = new ModelMetadata
        {
            Names = ["scores"],
            Input = describesInput ? new InputSpecification(2, 2, 1, "gray", "NHWC", 1, [0], [1], ["first", "second", "third"]) : null,
        };
        return Write(name, ModelWriter.Write(model));
    }

    /// <summary>The same network as an ONNX file, with its input specification beside it.</summary>
    /// <param name="name">File name.</param>
    /// <param name="change">Last changes to the graph, for example a fault.</param>
    public string Network(string name = "tiny.onnx", Action<Schema.GraphProto>? change = null)
    {
        Schema.GraphProto graph = new() { Name = "tiny" };
        graph.Input.Add(Port("pixels", 1, 1, 2, 2));
        graph.Output.Add(Port("scores", 1, 3));
        Schema.TensorProto weights = new() { Name = "w", DataType = (int)Schema.TensorProto.Types.DataType.Float };
        weights.Dims.AddRange([4, 3]);
        for (int i = 0; i < 12; i++) weights.FloatData.Add(i / 3 == i % 3 ? 1 : 0);
        graph.Initializer.Add(weights);
        graph.Node.Add(new Schema.NodeProto { OpType = "Flatten", Name = "flat", Input = { "pixels" }, Output = { "row" } });
        graph.Node.Add(new Schema.NodeProto { OpType = "Gemm", Name = "dense", Input = { "row", "w" }, Output = { "scores" } });
        change?.Invoke(graph);
        Schema.ModelProto model = new() { IrVersion = 8, Graph = graph };
        model.OpsetImport.Add(new Schema.OperatorSetIdProto { Domain = "", Version = 13 });
        Write(name + ".input.json", """{"size": [2, 2], "channels": 1, "channelOrder": "gray", "layout": "NCHW", "scale": 1, "mean": [0], "std": [1]}"""u8.ToArray());
        return Write(name, model.ToByteArray());
    }

    private static Schema.ValueInfoProto Port(string name, params long[] shape)
    {
        Schema.TensorShapeProto dims = new();
        foreach (long d in shape) dims.Dim.Add(new Schema.TensorShapeProto.Types.Dimension { DimValue = d });
        Schema.TypeProto.Types.Tensor tensor = new() { ElemType = (int)Schema.TensorProto.Types.DataType.Float, Shape = dims };
        return new Schema.ValueInfoProto { Name = name, Type = new Schema.TypeProto { TensorType = tensor } };
    }

    /// <summary>A 2 x 2 gray PNG.</summary>
    public string Picture(string name, params byte[] pixels) => Write(name, PngWriter.Encode(new Image(2, 2, 1, pixels)));
}

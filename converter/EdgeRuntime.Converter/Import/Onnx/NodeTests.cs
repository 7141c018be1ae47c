using System;
using System.Collections.Generic;
using System.Formats.Tar;
using System.Globalization;
using System.IO;
using System.IO.Compression;
using System.Linq;
using EdgeRuntime.Converter.Graph;
using EdgeRuntime.Converter.Import.Onnx.Schema;

namespace EdgeRuntime.Converter.Import.Onnx;

/// <summary>One case of the ONNX backend node tests: a tiny model, its inputs and the outputs that are right.</summary>
/// <param name="Name">Folder name, for example test_conv_with_strides_padding.</param>
/// <param name="Model">Bytes of model.onnx.</param>
/// <param name="Inputs">Bytes of input_*.pb in order.</param>
/// <param name="Outputs">Bytes of output_*.pb in order.</param>
public sealed record NodeTest(string Name, byte[] Model, IReadOnlyList<byte[]> Inputs, IReadOnlyList<byte[]> Outputs)
{
    /// <summary>ONNX operator types of the model's nodes.</summary>
    public IReadOnlyList<string> Operators() => [.. OnnxImporter.Parse(Model).Graph.Node.Select(n => n.OpType).Distinct().Order(StringComparer.Ordinal)];

    /// <summary>Imports the model; parameters that must be constants are bound to the case's values.</summary>
    public NodeTestGraph Import()
    {
        ModelProto model = OnnxImporter.Parse(Model);
        string? foreign = model.Graph.Node.Select(n => n.OpType).FirstOrDefault(t => OnnxOperators.Find(t) is null);
        if (foreign is not null) return new NodeTestGraph($"operator {foreign}");
        try
        {
            (TensorData[] inputs, TensorData[] outputs) = (Decode(model.Graph.Input, Inputs), Decode(model.Graph.Output, Outputs));
            try
            {
                return Bound(model, inputs, outputs, bound: 0);
            }
            catch (ConversionException) when (inputs.Length > 1)
            {
                return Bound(model, inputs, outputs, bound: inputs.Length - 1);
            }
        }
        catch (ConversionException e)
        {
            return new NodeTestGraph(e.Message);
        }
    }

    private static NodeTestGraph Bound(ModelProto model, TensorData[] inputs, TensorData[] outputs, int bound)
    {
        int free = inputs.Length - bound;
        Dictionary<string, TensorData> bind = Enumerable.Range(free, bound).ToDictionary(i => model.Graph.Input[i].Name, i => inputs[i]);
        Dictionary<string, int[]> shapes = Enumerable.Range(0, free).ToDictionary(i => model.Graph.Input[i].Name, i => inputs[i].Shape);
        ModelGraph graph = OnnxImporter.Read(model, 1 << 20, new OnnxImportOptions { Bind = bind, InputShapes = shapes });
        return new NodeTestGraph(graph, [.. inputs.Take(free).Select((t, i) => Stored(t, graph.Inputs[i]))], [.. outputs.Select((t, i) => Stored(t, graph.Outputs[i]))]);
    }

    /// <summary>uint8 values as a graph stores them.</summary>
    private static TensorData Stored(TensorData t, Value border)
    {
        if (t.IsFloat != (border.Type == ElementType.Float32)) throw new ConversionException($"'{border.Name}' has the element type {t.Type}");
        return t.Type == ElementType.UInt8 ? TensorData.Of(t.Shape, Array.ConvertAll(t.Integers, v => v - 128), ElementType.Int8) : t;
    }

    private static TensorData[] Decode(IReadOnlyList<ValueInfoProto> declared, IReadOnlyList<byte[]> files)
    {
        if (declared.FirstOrDefault(v => v.Type?.TensorType is null) is { } other) throw new ConversionException($"'{other.Name}' is not a tensor");
        OnnxTensorReader reader = new(null, 0);
        return [.. files.Select((b, i) => reader.Read(TensorProto.Parser.ParseFrom(b), $"data of '{declared[i].Name}'"))];
    }
}

/// <summary>A node test ready to run, or the reason why it is out of scope.</summary>
public sealed class NodeTestGraph
{
    internal NodeTestGraph(string reason) => Reason = reason;

    internal NodeTestGraph(ModelGraph graph, TensorData[] inputs, TensorData[] expected) => (Graph, Inputs, Expected) = (graph, inputs, expected);

    /// <summary>Why the case is out of scope, else null.</summary>
    public string? Reason { get; }

    /// <summary>The imported graph, not yet lowered by the passes.</summary>
    public ModelGraph? Graph { get; }

    /// <summary>Values of the graph's inputs.</summary>
    public IReadOnlyList<TensorData> Inputs { get; } = [];

    /// <summary>The right values of the graph's outputs.</summary>
    public IReadOnlyList<TensorData> Expected { get; } = [];
}

/// <summary>Reader of the node test archive (a gzip-compressed tar with node/test_*/).</summary>
public static class NodeTests
{
    /// <summary>All cases of the archive in the order of their names.</summary>
    /// <exception cref="ConversionException">The archive cannot be read.</exception>
    public static IReadOnlyList<NodeTest> Read(string archive)
    {
        SortedDictionary<string, SortedDictionary<string, byte[]>> folders = new(StringComparer.Ordinal);
        try
        {
            using FileStream file = File.OpenRead(archive);
            using GZipStream gzip = new(file, CompressionMode.Decompress);
            using TarReader tar = new(gzip);
            while (tar.GetNextEntry() is { } entry) Add(folders, entry);
        }
        catch (Exception e) when (e is IOException or InvalidDataException or UnauthorizedAccessException or FormatException)
        {
            throw new ConversionException($"the node tests '{archive}' cannot be read: {e.Message}", e);
        }

        return [.. folders.Where(f => f.Value.ContainsKey("model.onnx")).Select(f => new NodeTest(f.Key, f.Value["model.onnx"], Numbered(f.Value, "input"), Numbered(f.Value, "output")))];
    }

    private static void Add(SortedDictionary<string, SortedDictionary<string, byte[]>> folders, TarEntry entry)
    {
        string[] parts = entry.Name.Split('/');
        int at = Array.IndexOf(parts, "node");
        if (entry.DataStream is null || at < 0 || parts.Length < at + 3) return;
        using MemoryStream bytes = new();
        entry.DataStream.CopyTo(bytes);
        if (!folders.TryGetValue(parts[at + 1], out SortedDictionary<string, byte[]>? files)) folders[parts[at + 1]] = files = new(StringComparer.Ordinal);
        files[string.Join('/', parts[(at + 2)..])] = bytes.ToArray();
    }

    private static List<byte[]> Numbered(SortedDictionary<string, byte[]> files, string kind)
    {
        List<byte[]> list = [];
        while (files.TryGetValue(string.Create(CultureInfo.InvariantCulture, $"test_data_set_0/{kind}_{list.Count}.pb"), out byte[]? bytes)) list.Add(bytes);
        return list;
    }
}

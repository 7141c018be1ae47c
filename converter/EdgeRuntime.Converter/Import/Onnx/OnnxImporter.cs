using System;
using System.Collections.Generic;
using System.IO;
using System.Linq;
using EdgeRuntime.Converter.Graph;
using EdgeRuntime.Converter.Import.Onnx.Schema;
using Google.Protobuf;

namespace EdgeRuntime.Converter.Import.Onnx;

/// <summary>Reads ONNX models of opset 7 and newer into a graph of the operators of <see cref="Op"/>.</summary>
/// <remarks>
/// Every shape is static afterwards: an open batch dimension becomes 1, other open dimensions must be given by
/// <see cref="OnnxImportOptions.InputShapes"/>. Spatial operators are already on [N, H, W, C], between transposes that the layout pass removes.
/// </remarks>
public static class OnnxImporter
{
    private const int MaxNesting = 64;

    /// <summary>The operators that are read, with the opsets whose form of them is supported.</summary>
    public static IReadOnlyList<(string Name, int Since, int Until)> Supported => [.. OnnxOperators.All.Select(o => (o.Name, o.Since, o.Until))];

    /// <summary>Reads the model file at <paramref name="path"/>; weights in external files must lie in the same folder or below it.</summary>
    /// <exception cref="ConversionException">The file is missing, is no ONNX model, or holds something that cannot be converted.</exception>
    public static ModelGraph Load(string path, OnnxImportOptions? options = null)
    {
        byte[] bytes;
        try
        {
            bytes = File.ReadAllBytes(path);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException or NotSupportedException or ArgumentException)
        {
            throw new ConversionException($"the model file '{path}' cannot be read: {e.Message}", e);
        }

        return Load(bytes, options, Path.GetDirectoryName(Path.GetFullPath(path)), Path.GetFileNameWithoutExtension(path));
    }

    /// <summary>Reads a model from memory.</summary>
    /// <param name="bytes">The file's bytes.</param>
    /// <param name="options">What the caller fixes.</param>
    /// <param name="folder">Folder that external weights may lie in; null refuses them.</param>
    /// <param name="name">Name of the network when the file gives none.</param>
    /// <exception cref="ConversionException">The bytes are no ONNX model, or hold something that cannot be converted.</exception>
    public static ModelGraph Load(byte[] bytes, OnnxImportOptions? options = null, string? folder = null, string name = "model")
        => Read(Parse(bytes), bytes.Length, options ?? new OnnxImportOptions(), folder, name);

    /// <summary>Imports an already parsed model.</summary>
    internal static ModelGraph Read(ModelProto model, long length, OnnxImportOptions options, string? folder = null, string name = "model")
    {
        if (model.Graph is null) throw new ConversionException("the file holds no ONNX graph; expected a model written by an ONNX exporter");
        int opset = Opset(model);
        OnnxTensorReader tensors = new(folder, length);
        OnnxGraphReader reader = new(model.Graph, opset, options, tensors, model.Graph.Name.Length > 0 ? model.Graph.Name : name);
        return reader.Read();
    }

    internal static ModelProto Parse(byte[] bytes)
    {
        ParsingCost.Check(bytes, ModelProto.Descriptor, MaxNesting);
        try
        {
            using MemoryStream stream = new(bytes, writable: false);
            using CodedInputStream input = CodedInputStream.CreateWithLimits(stream, int.MaxValue, MaxNesting);
            ModelProto model = ModelProto.Parser.WithDiscardUnknownFields(true).ParseFrom(input);
            if (!input.IsAtEnd) throw new ConversionException("the file is no ONNX model: its protobuf encoding ends before the file does");
            return model;
        }
        catch (Exception e) when (e is InvalidProtocolBufferException or ArgumentException or InvalidOperationException or OverflowException or IOException)
        {
            throw new ConversionException($"the file is no ONNX model: its protobuf encoding is damaged ({e.Message.TrimEnd('.')}); export or download it again", e);
        }
    }

    private static int Opset(ModelProto model)
    {
        OperatorSetIdProto[] standard = [.. model.OpsetImport.Where(o => o.Domain is "" or "ai.onnx")];
        if (standard.Select(o => o.Version).Distinct().Count() > 1) throw new ConversionException("the model names several versions of the ONNX operator set; expected one");
        long opset = standard.Length > 0 ? standard[0].Version : 1;
        if (opset < OnnxOperators.OldestOpset)
            throw new ConversionException($"the model uses ONNX opset {opset}, but {OnnxOperators.OldestOpset} is the oldest supported; export it again with opset 13 or newer");
        if (opset > OnnxOperators.NewestOpset)
            throw new ConversionException($"the model uses ONNX opset {opset}, but {OnnxOperators.NewestOpset} is the newest known; export it again with opset {OnnxOperators.NewestOpset} or older");
        return (int)opset;
    }
}

using System;
using System.IO;
using System.Linq;
using EdgeRuntime.Converter.Compression;
using EdgeRuntime.Converter.Graph;
using EdgeRuntime.Converter.Passes;
using Google.Protobuf;

namespace EdgeRuntime.Converter.Export.Onnx;

/// <summary>Choices of <see cref="OnnxExporter"/>.</summary>
public sealed record OnnxExportOptions
{
    /// <summary>Leaves the first dimension of inputs and outputs open, named N.</summary>
    public bool DynamicBatch { get; init; }
}

/// <summary>Writes a lowered graph as an ONNX model that computes the same in float: images as [N, C, H, W] where the original had them so.</summary>
/// <remarks>Weights are the real values the network computes with, compressed or not. Opset 13, or 19 when an operator needs it.</remarks>
public static class OnnxExporter
{
    /// <summary>Writes the model file; an existing file is replaced only once the new one is complete.</summary>
    /// <exception cref="ConversionException">The graph is not valid, or the file cannot be written.</exception>
    public static void Save(ModelGraph graph, string path, OnnxExportOptions? options = null)
    {
        byte[] bytes = Write(graph, options);
        string temporary = path + ".tmp";
        try
        {
            File.WriteAllBytes(temporary, bytes);
            File.Move(temporary, path, overwrite: true);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException or NotSupportedException or ArgumentException)
        {
            if (File.Exists(temporary)) File.Delete(temporary);
            throw new ConversionException($"the model file '{path}' cannot be written: {e.Message}", e);
        }
    }

    /// <summary>The bytes of the model file.</summary>
    /// <exception cref="ConversionException">The graph is not valid, or cannot be written with an open batch.</exception>
    public static byte[] Write(ModelGraph graph, OnnxExportOptions? options = null)
    {
        GraphChecker.Check(graph, "its last change");
        ModelGraph ordered = LayoutPass.ToChannelsFirst(WithRealWeights(graph));
        OnnxWriter writer = new(ordered, options?.DynamicBatch ?? false);
        foreach (Node node in ordered.Nodes) OnnxNodeWriters.Write(writer, node);
        return writer.Finish().ToByteArray();
    }

    private static ModelGraph WithRealWeights(ModelGraph graph)
    {
        ModelGraph copy = GraphCopy.Of(graph);
        foreach (Node node in copy.Nodes.Where(n => n.Weights is not null))
        {
            node.Inputs[1] = Value.Of(node.Inputs[1]!.Name, TensorData.Of(node.Inputs[1]!.Shape, node.Weights!.Values));
            node.Weights = null;
        }

        return copy;
    }
}

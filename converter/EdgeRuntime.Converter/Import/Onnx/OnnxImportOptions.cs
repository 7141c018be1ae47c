using System.Collections.Generic;
using EdgeRuntime.Converter.Graph;

namespace EdgeRuntime.Converter.Import.Onnx;

/// <summary>What the caller may fix about an ONNX model before it is imported.</summary>
public sealed record OnnxImportOptions
{
    /// <summary>Graph inputs by name that are to be constants of the network.</summary>
    public IReadOnlyDictionary<string, TensorData>? Bind { get; init; }

    /// <summary>Shapes of graph inputs by name, as the model declares them (for example NCHW), for dimensions the file leaves open.</summary>
    public IReadOnlyDictionary<string, int[]>? InputShapes { get; init; }
}

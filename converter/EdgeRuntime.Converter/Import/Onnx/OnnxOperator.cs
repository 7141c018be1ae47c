using System;

namespace EdgeRuntime.Converter.Import.Onnx;

/// <summary>One supported ONNX operator.</summary>
/// <param name="Name">ONNX operator type.</param>
/// <param name="Lower">Turns a node into operations of the lowered graph, or refuses it with a reason.</param>
internal sealed record OnnxOperator(string Name, Action<OnnxNode> Lower)
{
    /// <summary>First opset whose form of the operator is supported.</summary>
    public int Since { get; init; } = OnnxOperators.OldestOpset;

    /// <summary>Last opset whose form of the operator is supported.</summary>
    public int Until { get; init; } = OnnxOperators.NewestOpset;

    /// <summary>Most inputs a node may have.</summary>
    public int MaxInputs { get; init; } = 1;
}

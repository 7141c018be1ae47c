using System;

using EdgeRuntime.Converter.Compression;
using EdgeRuntime.Converter.Graph;
using EdgeRuntime.Format;

namespace EdgeRuntime.Converter.Export.Erm;

/// <summary>A convolution or dense layer: what records of floats, of int8 and of bits need of the node.</summary>
internal sealed class LayerRecord
{
    private const int BiasFlag = 32;

    private readonly int groups;

    /// <param name="node">The node.</param>
    /// <param name="kernel">Height and width; null for a dense layer.</param>
    /// <param name="groups">Groups.</param>
    public LayerRecord(Node node, int[]? kernel, int groups)
    {
        Node = node;
        Kernel = kernel;
        this.groups = groups;
        Weights = node.Weights ?? Plain(node);
        Bias = node.Inputs.Count > 2 ? node.Inputs[2]?.Constant?.Floats : null;
        Activation = node.Attributes.Text("activation");
        if (Bias is not null && Array.TrueForAll(Bias, b => b == 0)) Bias = null;
    }

    public Node Node { get; }

    /// <summary>Null for a dense layer.</summary>
    public int[]? Kernel { get; }

    public Value Input => Node.Inputs[0]!;

    public Value Output => Node.Outputs[0];

    public LayerWeights Weights { get; }

    public float[]? Bias { get; }

    public string Activation { get; }

    /// <summary>Upper flag bits of the float record: groups, bias, activation.</summary>
    public int Upper => (groups > 1 ? 16 : 0) | (Bias is null ? 0 : BiasFlag) | (ActivationCode << 6);

    /// <summary>One of <see cref="Format.Activation"/>.</summary>
    public int ActivationCode => Activation switch
    {
        "" => Format.Activation.None,
        "relu" => Format.Activation.Relu,
        "relu6" => Format.Activation.Relu6,
        _ => throw new ConversionException($"node '{Node.Name}' has the fused activation '{Activation}'; relu and relu6 can be fused"),
    };

    public void WriteFlags(ByteWriter w, int upper)
    {
        if (Kernel is null)
        {
            w.U8(upper);
            return;
        }

        WindowRecord.Write(w, Node, Kernel, upper);
        if (groups > 1) w.Varint(groups);
    }

    private static LayerWeights Plain(Node node)
    {
        TensorData data = node.Inputs[1]?.Constant
            ?? throw new ConversionException($"node '{node.Name}' has weights that are computed at run time; the device needs them constant");
        return new LayerWeights(data.Shape[0], data.Count / data.Shape[0], data.Floats);
    }
}

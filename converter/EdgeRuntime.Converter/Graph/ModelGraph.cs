using System.Collections.Generic;

namespace EdgeRuntime.Converter.Graph;

/// <summary>The converter's one intermediate representation, used by import, passes, training, compression and export.</summary>
/// <remarks>Nodes are kept in execution order. Operator names and semantics are those of ONNX unless <see cref="Op"/> says otherwise.</remarks>
public sealed class ModelGraph
{
    /// <summary>Name of the network.</summary>
    public string Name { get; set; } = "";

    /// <summary>Values the caller supplies, in order.</summary>
    public List<Value> Inputs { get; } = [];

    /// <summary>Values the caller receives, in order.</summary>
    public List<Value> Outputs { get; } = [];

    /// <summary>Nodes, each after the nodes whose outputs it reads.</summary>
    public List<Node> Nodes { get; } = [];
}

/// <summary>A tensor that flows along an edge: a constant, a graph input or a node's output.</summary>
public sealed class Value(string name, int[] shape)
{
    /// <summary>Unique name.</summary>
    public string Name { get; set; } = name;

    /// <summary>Dimensions; the batch is 1 unless the model fixes another.</summary>
    public int[] Shape { get; set; } = shape;

    /// <summary>Element type. Lowered graphs hold quantised values as Int8; UInt8 at a border means that the int8 value is the model's uint8 value less 128.</summary>
    public ElementType Type { get; set; } = ElementType.Float32;

    /// <summary>The values, when they are known at conversion time.</summary>
    public TensorData? Constant { get; set; }

    /// <summary>Border values only: how this value's dimensions follow from those the model declares (this[i] = declared[Permutation[i]]); null means unchanged.</summary>
    /// <remarks>[0, 2, 3, 1] on an image input says that the model declares NCHW and the lowered graph takes NHWC.</remarks>
    public int[]? Permutation { get; set; }

    /// <summary>How the value is represented as int8, once calibration has said so; null means it stays float.</summary>
    public Quantization? Quantization { get; set; }

    /// <summary>A constant.</summary>
    public static Value Of(string name, TensorData data) => new(name, data.Shape) { Constant = data, Type = data.Type };
}

/// <summary>Affine int8 quantisation of an activation: real = Scale * (q - ZeroPoint), q in -128..127.</summary>
public sealed record Quantization(float Scale, int ZeroPoint);

/// <summary>One operation.</summary>
public sealed class Node(string op, string name)
{
    /// <summary>Operator: one of <see cref="Op"/> after import has lowered it, before that the ONNX operator type.</summary>
    public string Op { get; set; } = op;

    /// <summary>Unique name, for messages and per-layer settings.</summary>
    public string Name { get; set; } = name;

    /// <summary>Operands; null stands for an optional one that is absent.</summary>
    public List<Value?> Inputs { get; } = [];

    /// <summary>Results.</summary>
    public List<Value> Outputs { get; } = [];

    /// <summary>Static parameters.</summary>
    public Attributes Attributes { get; } = new();

    /// <summary>How the weights (input 1 of Conv and Dense) are to be stored; null means as they are.</summary>
    public Compression.LayerWeights? Weights { get; set; }
}

using System.Collections.Generic;
using System.Linq;
using EdgeRuntime.Converter.Graph;

namespace EdgeRuntime.Converter.Compression;

/// <summary>What the int8 forms of the operators demand of their operands' quantisation.</summary>
public static class Int8Operators
{
    private static readonly HashSet<string> SameQuantization =
        [Op.MaxPool, Op.AveragePool, Op.Reshape, Op.Transpose, Op.Pad, Op.Slice, Op.Upsample];

    private static readonly HashSet<string> OwnQuantization =
    [
        Op.Conv, Op.Dense, Op.Add, Op.Mul, Op.Concat,
        Op.Relu, Op.Clip, Op.LeakyRelu, Op.Sigmoid, Op.Tanh, Op.HardSwish, Op.HardSigmoid,
    ];

    /// <summary>True when the node can read int8 and write int8, given weights that allow it.</summary>
    public static bool CanRun(Node node) => node.Op switch
    {
        Op.Conv or Op.Dense => HasIntegerWeights(node.Weights),
        Op.Upsample => node.Attributes.Text("mode", "nearest") == "nearest",
        Op.AveragePool => node.Attributes.Int("includePad") == 0,
        Op.Pad => node.Attributes.Text("mode", "constant") == "constant" && DataInputs(node).Any(),
        Op.Add or Op.Mul => node.Inputs.Count == 2 && DataInputs(node).Count() == 2,
        Op.Softmax => true,
        _ => (SameQuantization.Contains(node.Op) || OwnQuantization.Contains(node.Op)) && DataInputs(node).Any(),
    };

    /// <summary>True when output and data input must have the same scale and zero point.</summary>
    public static bool KeepsQuantization(Node node) => SameQuantization.Contains(node.Op);

    /// <summary>True when the output stays floating-point although the input is int8.</summary>
    public static bool WritesFloat(Node node) => node.Op == Op.Softmax;

    /// <summary>The operands that are activations: not constants, not absent.</summary>
    public static IEnumerable<Value> DataInputs(Node node) => node.Inputs.OfType<Value>().Where(v => v.Constant is null);

    private static bool HasIntegerWeights(LayerWeights? weights)
        => weights is { Form: WeightForm.Integer or WeightForm.Binary or WeightForm.Ternary };
}

using System;
using System.Collections.Generic;

namespace EdgeRuntime.Converter.Graph.Reference;

/// <summary>The plain definition of every operator of a lowered graph: slow, obvious, float in and out, sums kept in double.</summary>
public static class ReferenceOps
{
    /// <summary>One operator: node, operands in its order, result.</summary>
    internal delegate TensorData Evaluator(Node node, TensorData?[] inputs);

    private static readonly Dictionary<string, Evaluator> ByName = new(StringComparer.Ordinal)
    {
        [Op.Conv] = ReferenceConv.Run,
        [Op.Dense] = ReferenceDense.Run,
        [Op.MaxPool] = ReferencePool.Max,
        [Op.AveragePool] = ReferencePool.Average,
        [Op.BatchNorm] = ReferenceElementwise.BatchNorm,
        [Op.Add] = ReferenceElementwise.Binary((a, b) => a + b),
        [Op.Sub] = ReferenceElementwise.Binary((a, b) => a - b),
        [Op.Mul] = ReferenceElementwise.Binary((a, b) => a * b),
        [Op.Div] = ReferenceElementwise.Binary((a, b) => a / b),
        [Op.Max] = ReferenceElementwise.Binary(MathF.Max),
        [Op.Min] = ReferenceElementwise.Binary(MathF.Min),
        [Op.PRelu] = ReferenceElementwise.Binary((x, slope) => x < 0 ? x * slope : x),
        [Op.Concat] = ReferenceMovement.Concat,
        [Op.Softmax] = ReferenceNormalization.Softmax,
        [Op.Relu] = ReferenceElementwise.Unary((_, x) => x < 0 ? 0 : x),
        [Op.LeakyRelu] = ReferenceElementwise.Unary((n, x) => x < 0 ? x * n.Attributes.Float("alpha") : x),
        [Op.Sigmoid] = ReferenceElementwise.Unary((_, x) => (float)(1 / (1 + Math.Exp(-x)))),
        [Op.Tanh] = ReferenceElementwise.Unary((_, x) => (float)Math.Tanh(x)),
        [Op.HardSwish] = ReferenceElementwise.Unary((_, x) => x * Math.Clamp((x / 6) + 0.5f, 0, 1)),
        [Op.HardSigmoid] = ReferenceElementwise.Unary((n, x) => Math.Clamp((n.Attributes.Float("alpha") * x) + n.Attributes.Float("beta"), 0, 1)),
        [Op.Clip] = ReferenceElementwise.Unary((n, x) => MathF.Min(MathF.Max(x, n.Attributes.Float("min")), n.Attributes.Float("max"))),
        [Op.Sign] = ReferenceElementwise.Unary((_, x) => x > 0 ? 1 : x < 0 ? -1 : 0),
        [Op.Binarise] = ReferenceElementwise.Unary((_, x) => x < 0 ? -1 : 1),
        [Op.Lrn] = ReferenceNormalization.Lrn,
        [Op.Pad] = ReferencePad.Run,
        [Op.Reshape] = ReferenceMovement.Reshape,
        [Op.Transpose] = ReferenceMovement.Transpose,
        [Op.Upsample] = ReferenceUpsample.Run,
        [Op.Slice] = ReferenceMovement.Slice,
        [Op.Quantize] = ReferenceQuantization.Quantize,
        [Op.Dequantize] = ReferenceQuantization.Dequantize,
    };

    /// <summary>Evaluates <paramref name="node"/> on <paramref name="inputs"/>.</summary>
    public static TensorData Evaluate(Node node, TensorData?[] inputs)
        => ByName.TryGetValue(node.Op, out Evaluator? run)
            ? run(node, inputs)
            : throw new ConversionException($"'{node.Op}' of node '{node.Name}' is no operator of a lowered graph");
}

using System;
using System.Collections.Generic;

using EdgeRuntime.Converter.Graph;

namespace EdgeRuntime.Converter.Export.Erm;

/// <summary>How each graph operator becomes instructions: one line an operator.</summary>
internal static class Emitters
{
    public static IReadOnlyDictionary<string, Action<Emission, Node>> All { get; } = new Dictionary<string, Action<Emission, Node>>(StringComparer.Ordinal)
    {
        [Op.Conv] = ConvolutionEmitter.Conv,
        [Op.Dense] = ConvolutionEmitter.Dense,
        [Op.MaxPool] = PoolEmitter.Max,
        [Op.AveragePool] = PoolEmitter.Average,
        [Op.BatchNorm] = BatchNormEmitter.Emit,
        [Op.Binarise] = BinariseEmitter.Emit,
        [Op.Add] = ElementwiseEmitter.Add,
        [Op.Sub] = ElementwiseEmitter.Sub,
        [Op.Mul] = ElementwiseEmitter.Mul,
        [Op.Div] = ElementwiseEmitter.Div,
        [Op.Max] = ElementwiseEmitter.Max,
        [Op.Min] = ElementwiseEmitter.Min,
        [Op.PRelu] = ElementwiseEmitter.PRelu,
        [Op.Concat] = ConcatEmitter.Emit,
        [Op.Softmax] = ActivationEmitter.Softmax,
        [Op.Relu] = ActivationEmitter.Relu,
        [Op.LeakyRelu] = ActivationEmitter.LeakyRelu,
        [Op.Sigmoid] = ActivationEmitter.Sigmoid,
        [Op.Tanh] = ActivationEmitter.Tanh,
        [Op.HardSwish] = ActivationEmitter.HardSwish,
        [Op.HardSigmoid] = ActivationEmitter.HardSigmoid,
        [Op.Clip] = ActivationEmitter.Clip,
        [Op.Sign] = ActivationEmitter.Sign,
        [Op.Lrn] = ActivationEmitter.Lrn,
        [Op.Pad] = MovementEmitter.Pad,
        [Op.Reshape] = MovementEmitter.Reshape,
        [Op.Transpose] = MovementEmitter.Transpose,
        [Op.Upsample] = MovementEmitter.Upsample,
        [Op.Slice] = MovementEmitter.Slice,
        [Op.Quantize] = QuantizeEmitter.Quantize,
        [Op.Dequantize] = QuantizeEmitter.Dequantize,
    };
}

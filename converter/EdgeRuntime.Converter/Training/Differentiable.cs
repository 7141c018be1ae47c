using System;
using System.Collections.Generic;
using System.Linq;
using EdgeRuntime.Converter.Graph;
using EdgeRuntime.Converter.Training.Layers;

namespace EdgeRuntime.Converter.Training;

/// <summary>An operator that can be trained through.</summary>
/// <param name="Op">Operator of the graph.</param>
/// <param name="Create">Makes its layer.</param>
/// <param name="Parameters">What its constant operands are to the trainer: the role of operand i, None where it stays as it is.</param>
internal sealed record LayerKind(string Op, Func<LayerPlan, Layer> Create, params ParameterRole[] Parameters);

/// <summary>The operators that training knows.</summary>
public static class Differentiable
{
    /// <summary>Every operator, one line each.</summary>
    internal static readonly LayerKind[] All =
    [
        new(Op.Conv, Convolution, ParameterRole.None, ParameterRole.Weights, ParameterRole.Bias),
        new(Op.Dense, p => new DenseLayer(p), ParameterRole.None, ParameterRole.Weights, ParameterRole.Bias),
        new(Op.MaxPool, p => new MaxPoolLayer(p)),
        new(Op.AveragePool, p => new AveragePoolLayer(p)),
        new(Op.BatchNorm, p => new BatchNormLayer(p), ParameterRole.None, ParameterRole.Scale, ParameterRole.Shift),
        new(TrainingOp.BatchNorm, p => new BatchNormTrainingLayer(p),
            ParameterRole.None, ParameterRole.Scale, ParameterRole.Shift, ParameterRole.Statistics, ParameterRole.Statistics),
        new(Op.Add, p => new BinaryLayer<AddFunction>(p)),
        new(Op.Sub, p => new BinaryLayer<SubFunction>(p)),
        new(Op.Mul, p => new BinaryLayer<MulFunction>(p)),
        new(Op.Div, p => new BinaryLayer<DivFunction>(p)),
        new(Op.Max, p => new BinaryLayer<MaxFunction>(p)),
        new(Op.Min, p => new BinaryLayer<MinFunction>(p)),
        new(Op.PRelu, p => new BinaryLayer<PReluFunction>(p), ParameterRole.None, ParameterRole.Slope),
        new(Op.Concat, p => new ConcatLayer(p)),
        new(Op.Softmax, p => new SoftmaxLayer(p)),
        new(Op.Relu, p => new ReluLayer(p)),
        new(Op.LeakyRelu, p => new LeakyReluLayer(p)),
        new(Op.Sigmoid, p => new SigmoidLayer(p)),
        new(Op.Tanh, p => new TanhLayer(p)),
        new(Op.HardSwish, p => new HardSwishLayer(p)),
        new(Op.HardSigmoid, p => new HardSigmoidLayer(p)),
        new(Op.Clip, p => new ClipLayer(p)),
        new(Op.Sign, p => new SignLayer(p)),
        new(Op.Binarise, p => new BinariseLayer(p)),
        new(Op.Lrn, p => new LrnLayer(p)),
        new(Op.Pad, p => new PadLayer(p)),
        new(Op.Reshape, p => new ReshapeLayer(p)),
        new(Op.Transpose, p => new TransposeLayer(p)),
        new(Op.Upsample, p => new UpsampleLayer(p)),
        new(Op.Slice, p => new SliceLayer(p)),
        new(Op.Quantize, p => new QuantizeLayer(p)),
        new(Op.Dequantize, p => new DequantizeLayer(p)),
        new(TrainingOp.FakeQuantise, p => new FakeQuantiseLayer(p)),
        new(TrainingOp.Dropout, p => new DropoutLayer(p)),
        new(TrainingOp.BinariseWeights, p => new BinariseWeightsLayer(p), ParameterRole.Weights),
    ];

    /// <summary>Names of the operators.</summary>
    public static IReadOnlyList<string> Operators { get; } = [.. All.Select(k => k.Op)];

    internal static LayerKind For(Node node) => Array.Find(All, k => k.Op == node.Op)
        ?? throw new ConversionException($"the operator {node.Op} of \"{node.Name}\" cannot be trained; there are {string.Join(", ", Operators)}");

    private static Layer Convolution(LayerPlan plan)
    {
        int groups = plan.Node.Attributes.Int("group", 1);
        return groups > 1 && groups == plan.Inputs[0]!.Shape[^1] && groups == plan.Output.Shape[^1] ? new DepthwiseConvLayer(plan) : new ConvLayer(plan);
    }
}

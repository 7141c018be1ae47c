using System;
using System.Collections.Generic;
using System.Linq;
using EdgeRuntime.Converter.Graph;
using EdgeRuntime.Converter.Import.Onnx.Operators;

namespace EdgeRuntime.Converter.Import.Onnx;

/// <summary>The ONNX operators that can be imported.</summary>
internal static class OnnxOperators
{
    /// <summary>Oldest operator set that is read.</summary>
    public const int OldestOpset = 7;

    /// <summary>Newest operator set whose meaning is known.</summary>
    public const int NewestOpset = 27;

    private const int Many = int.MaxValue;

    /// <summary>All operators, ordered by family; one line adds one.</summary>
    public static IReadOnlyList<OnnxOperator> All { get; } =
    [
        new("Conv", Convolution.Conv) { MaxInputs = 3 },
        new("Gemm", MatrixProducts.Gemm) { MaxInputs = 3 },
        new("MatMul", MatrixProducts.MatMul) { MaxInputs = 2 },
        new("MaxPool", Pooling.MaxPool),
        new("AveragePool", Pooling.AveragePool),
        new("GlobalAveragePool", n => Pooling.Global(n, Op.AveragePool)),
        new("GlobalMaxPool", n => Pooling.Global(n, Op.MaxPool)),
        new("ReduceMean", n => Reduction.Mean(n, sum: false)) { MaxInputs = 2 },
        new("ReduceSum", n => Reduction.Mean(n, sum: true)) { MaxInputs = 2 },
        new("BatchNormalization", Normalization.BatchNormalization) { MaxInputs = 5 },
        new("LRN", Normalization.LocalResponse),
        new("Softmax", n => Normalization.Softmax(n, log: 0)),
        new("LogSoftmax", n => Normalization.Softmax(n, log: 1)),
        new("Add", n => Arithmetic.Binary(n, Op.Add)) { MaxInputs = 2 },
        new("Sub", n => Arithmetic.Binary(n, Op.Sub)) { MaxInputs = 2 },
        new("Mul", n => Arithmetic.Binary(n, Op.Mul)) { MaxInputs = 2 },
        new("Div", n => Arithmetic.Binary(n, Op.Div)) { MaxInputs = 2 },
        new("Max", n => Arithmetic.Chain(n, Op.Max)) { MaxInputs = Many },
        new("Min", n => Arithmetic.Chain(n, Op.Min)) { MaxInputs = Many },
        new("Sum", n => Arithmetic.Chain(n, Op.Add)) { MaxInputs = Many },
        new("Mean", Arithmetic.Mean) { MaxInputs = Many },
        new("Pow", Arithmetic.Pow) { MaxInputs = 2 },
        new("Neg", Arithmetic.Neg),
        new("Abs", Arithmetic.Abs),
        new("Reciprocal", Arithmetic.Reciprocal),
        new("Relu", n => Activation.Plain(n, Op.Relu)),
        new("Sigmoid", n => Activation.Plain(n, Op.Sigmoid)),
        new("Tanh", n => Activation.Plain(n, Op.Tanh)),
        new("Sign", n => Activation.Plain(n, Op.Sign)),
        new("HardSwish", n => Activation.Plain(n, Op.HardSwish)) { Since = 14 },
        new("HardSigmoid", Activation.HardSigmoid),
        new("LeakyRelu", Activation.LeakyRelu),
        new("PRelu", Activation.PRelu) { MaxInputs = 2 },
        new("Clip", Activation.Clip) { MaxInputs = 3 },
        new("Identity", Passing.Identity),
        new("Dropout", Passing.Dropout) { MaxInputs = 3 },
        new("Cast", Passing.Cast),
        new("Flatten", Shaping.Flatten),
        new("Reshape", Shaping.Reshape) { MaxInputs = 2 },
        new("Squeeze", Shaping.Squeeze) { MaxInputs = 2 },
        new("Unsqueeze", Shaping.Unsqueeze) { MaxInputs = 2 },
        new("Transpose", Shaping.Transpose),
        new("DepthToSpace", BlockShaping.DepthToSpace),
        new("SpaceToDepth", BlockShaping.SpaceToDepth),
        new("Concat", Splitting.Concat) { MaxInputs = Many },
        new("Slice", Splitting.Slice) { MaxInputs = 5 },
        new("Split", Splitting.Split) { MaxInputs = 2 },
        new("Gather", Splitting.Gather) { MaxInputs = 2 },
        new("Pad", Padding.Pad) { MaxInputs = 4 },
        new("Upsample", Resizing.Upsample) { MaxInputs = 2, Until = 9 },
        new("Resize", Resizing.Resize) { MaxInputs = 4, Since = 10 },
        new("QuantizeLinear", Quantizing.Quantize) { MaxInputs = 3, Since = 10 },
        new("DequantizeLinear", Quantizing.Dequantize) { MaxInputs = 3, Since = 10 },
        new("Constant", Constants.Constant) { MaxInputs = 0 },
        new("ConstantOfShape", Constants.OfShape) { Since = 9 },
        new("Shape", Constants.Shape),
        new("Size", Constants.Size),
        new("Range", Constants.Range) { MaxInputs = 3, Since = 11 },
        new("Expand", Constants.Expand) { MaxInputs = 2, Since = 8 },
        new("Equal", Constants.Equal) { MaxInputs = 2 },
        new("Where", Constants.Where) { MaxInputs = 3, Since = 9 },
        new("Floor", n => Constants.Rounded(n, MathF.Floor)),
        new("Ceil", n => Constants.Rounded(n, MathF.Ceiling)),
        new("ReduceProd", Constants.ReduceProd) { MaxInputs = 2 },
    ];

    private static readonly Dictionary<string, OnnxOperator> ByName = All.ToDictionary(o => o.Name, StringComparer.Ordinal);

    public static OnnxOperator? Find(string type) => ByName.GetValueOrDefault(type);
}

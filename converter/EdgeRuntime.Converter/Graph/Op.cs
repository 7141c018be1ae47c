namespace EdgeRuntime.Converter.Graph;

/// <summary>Operators of a lowered graph: what the passes leave and what the exporters and the trainer understand.</summary>
/// <remarks>
/// Spatial operators work on [N, H, W, C] once the layout pass has run. Parameters are constants:
/// Conv weights [O, kh, kw, I/group], Dense weights [O, I], bias [O].
/// </remarks>
public static class Op
{
    /// <summary>x, weights, bias?; strides[2], dilations[2], pads[top, left, bottom, right], group, activation ("", "relu", "relu6").</summary>
    public const string Conv = "Conv";

    /// <summary>x [..., I], weights [O, I], bias?; activation.</summary>
    public const string Dense = "Dense";

    /// <summary>x; kernel[2], strides[2], pads[4], dilations[2].</summary>
    public const string MaxPool = "MaxPool";

    /// <summary>x; kernel[2], strides[2], pads[4], dilations[2], includePad (0/1: whether padding counts in the divisor).</summary>
    public const string AveragePool = "AveragePool";

    /// <summary>x, scale [C], shift [C] over the last dimension: y = x * scale + shift (batch norm with its statistics folded in).</summary>
    public const string BatchNorm = "BatchNorm";

    /// <summary>Two operands with numpy broadcasting.</summary>
    public const string Add = "Add";
    public const string Sub = "Sub";
    public const string Mul = "Mul";
    public const string Div = "Div";
    public const string Max = "Max";
    public const string Min = "Min";

    /// <summary>x, slope (broadcast): x below 0 is multiplied by slope.</summary>
    public const string PRelu = "PRelu";

    /// <summary>One operand or more; axis.</summary>
    public const string Concat = "Concat";

    /// <summary>x; axis, log (1: the logarithm of the result).</summary>
    public const string Softmax = "Softmax";
    public const string Relu = "Relu";

    /// <summary>x; alpha.</summary>
    public const string LeakyRelu = "LeakyRelu";
    public const string Sigmoid = "Sigmoid";
    public const string Tanh = "Tanh";

    /// <summary>x * clip(x/6 + 1/2, 0, 1).</summary>
    public const string HardSwish = "HardSwish";

    /// <summary>x; alpha, beta: clip(alpha * x + beta, 0, 1).</summary>
    public const string HardSigmoid = "HardSigmoid";

    /// <summary>x; min, max (ReLU6 is min 0, max 6).</summary>
    public const string Clip = "Clip";

    /// <summary>-1, 0 or 1.</summary>
    public const string Sign = "Sign";

    /// <summary>x to +1 (x >= 0) or -1 (x below 0): the activation of binarised networks.</summary>
    public const string Binarise = "Binarise";

    /// <summary>x; size, alpha, beta, bias: local response normalisation across the last dimension.</summary>
    public const string Lrn = "Lrn";

    /// <summary>x; pads [begin of each dimension, then end of each], mode ("constant", "edge", "reflect", "wrap"), value. Pads may be negative only in mode constant.</summary>
    public const string Pad = "Pad";

    /// <summary>x; the output's shape says how. Also Flatten, Squeeze, Unsqueeze.</summary>
    public const string Reshape = "Reshape";

    /// <summary>x; perm.</summary>
    public const string Transpose = "Transpose";

    /// <summary>x [N, H, W, C]; mode ("nearest", "linear"), coordinates ("asymmetric", "half_pixel", "align_corners", "pytorch_half_pixel"), nearestMode ("floor", "ceil", "round_prefer_floor", "round_prefer_ceil"), scales[2] (height, width).</summary>
    public const string Upsample = "Upsample";

    /// <summary>x; starts, steps: one per dimension; the output's shape says how many.</summary>
    public const string Slice = "Slice";

    /// <summary>x; scale, zeroPoint: float to int8, rounding half to even.</summary>
    public const string Quantize = "Quantize";

    /// <summary>x; scale, zeroPoint: int8 to float.</summary>
    public const string Dequantize = "Dequantize";
}

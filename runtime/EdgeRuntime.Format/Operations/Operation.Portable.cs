using System.Runtime.CompilerServices;

namespace EdgeRuntime.Format;

/// <summary>Element kinds of a tensor in the arena.</summary>
public static class Kind
{
    /// <summary>IEEE 754 single, in the float arena.</summary>
    public const int Float32 = 0;

    /// <summary>Signed 8-bit integer, in the int8 arena.</summary>
    public const int Int8 = 1;

    /// <summary>One bit an element (1 = -1, 0 = +1), the last dimension padded to whole 32-bit words, in the word arena.</summary>
    public const int Bits = 2;
    public const int Count = 3;
}

/// <summary>Activations that convolution and dense apply to their result.</summary>
public static class Activation
{
    public const int None = 0;
    public const int Relu = 1;
    public const int Relu6 = 2;
    public const int Count = 3;
}

/// <summary>One record of the operation list, parsed: registers, attributes and constants. Fields an operation does not have are zero.</summary>
public struct Operation
{
    /// <summary>One of <see cref="Opcode"/>, and the record's first byte.</summary>
    public int Code;
    public int RecordAt;

    /// <summary>Registers read and written. Concat: <see cref="InputCount"/> ids from byte <see cref="InputsAt"/>.</summary>
    public int Input0;
    public int Input1;
    public int InputCount;
    public int InputsAt;
    public int Output;

    /// <summary>First element of the output in the arena of its kind.</summary>
    public int OutputOffset;

    /// <summary>Window of convolution and pooling, in elements.</summary>
    public int KernelH;
    public int KernelW;
    public int StrideH;
    public int StrideW;
    public int DilationH;
    public int DilationW;
    public int PadTop;
    public int PadLeft;
    public int PadBottom;
    public int PadRight;
    public int Groups;

    /// <summary>Max pooling fused into a convolution, and the height and width before it, which the operation's check works out. 0: none.</summary>
    public int PoolH;
    public int PoolW;
    public int PoolStrideH;
    public int PoolStrideW;
    public int UnpooledH;
    public int UnpooledW;

    /// <summary>One of <see cref="Format.Activation"/>.</summary>
    public int Activation;

    /// <summary>Average pooling: padding counts in the divisor. Binary convolution: padding contributes +1 instead of 0.</summary>
    public int PadFlag;

    /// <summary>Axis of concat and softmax; size of LRN; mode of pad and upsample.</summary>
    public int Axis;

    /// <summary>Softmax: 1 for the logarithm of the result.</summary>
    public int Logarithm;

    /// <summary>Upsample: coordinate rule and rounding of nearest.</summary>
    public int Coordinates;
    public int Rounding;

    /// <summary>Real-valued attributes, in record order (clip limits, slopes, LRN constants, scales).</summary>
    public float Alpha;
    public float Beta;
    public float Gamma;

    /// <summary>Number of dimensions described by the lists below.</summary>
    public int Rank;

    /// <summary>Lists of up to six integers: shape, permutation, pads or starts; ends or steps; sizes.</summary>
    public Six ListA;
    public Six ListB;
    public Six ListC;

    /// <summary>Int8 arithmetic: zero points, fixed-point multipliers and shifts, clamp.</summary>
    public int ZeroPoint0;
    public int ZeroPoint1;
    public int ZeroPointOut;
    public int Multiplier0;
    public int Shift0;
    public int Multiplier1;
    public int Shift1;
    public int MultiplierOut;
    public int ShiftOut;
    public int ClampMin;
    public int ClampMax;

    /// <summary>Position of the 256 result bytes of LookupInt8, or of the mask of MaxPoolBits (0: none), which has <see cref="MaskChannels"/> bits.</summary>
    public int TableAt;
    public int MaskChannels;

    /// <summary>Largest magnitude of what thresholds are compared with, which the operation's check works out. 0: no thresholds.</summary>
    public int ThresholdRange;

    /// <summary>Weight matrix (or the constant itself), and vectors over its rows. A length of 0 means absent. Operations that write bits by comparing have their thresholds in place of a bias.</summary>
    public Constant Weights;
    public int BiasLength;
    public Constant Bias;
    public int ScaleLength;
    public Constant Multipliers;
    public Constant Shifts;
}

/// <summary>Six integers, because the dialect has no arrays of its own.</summary>
public struct Six
{
    public int V0;
    public int V1;
    public int V2;
    public int V3;
    public int V4;
    public int V5;
}

/// <summary>Indexed access to <see cref="Six"/>.</summary>
public static class Sixes
{
    [MethodImpl(MethodImplOptions.NoInlining)]
    public static int Get(ref Six s, int i)
    {
        switch (i)
        {
            case 0: return s.V0;
            case 1: return s.V1;
            case 2: return s.V2;
            case 3: return s.V3;
            case 4: return s.V4;
            default: return s.V5;
        }
    }

    [MethodImpl(MethodImplOptions.NoInlining)]
    public static void Set(ref Six s, int i, int value)
    {
        switch (i)
        {
            case 0: s.V0 = value; break;
            case 1: s.V1 = value; break;
            case 2: s.V2 = value; break;
            case 3: s.V3 = value; break;
            case 4: s.V4 = value; break;
            default: s.V5 = value; break;
        }
    }
}

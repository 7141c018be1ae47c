using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.X86;

namespace EdgeRuntime.Kernels;

/// <summary>An int8 operand or result under a scale and zero point.</summary>
public struct Rescaling
{
    public int ZeroPoint;
    public int Multiplier;

    /// <summary>-30 to 30.</summary>
    public int Shift;
}

/// <summary>Elementwise int8 arithmetic, 16 elements at a time: clamp(rescale(a) + rescale(b)), or of one operand.</summary>
public static unsafe class RescaledInt8Avx2
{
    /// <summary>Names of the kernels.</summary>
    public const string AddName = "int8_add_1x16__avx2", RequantiseName = "int8_rescale_1x16__avx2";

    /// <summary>Elements of a step.</summary>
    public const int Lanes = 16;

    /// <summary>Whether this machine has the instructions.</summary>
    public static bool IsSupported => Avx2.IsSupported;

    /// <summary>Whether sums under these scales stay within what the vectors compute exactly: operands that shrink, as those of the TensorFlow Lite kernels do.</summary>
    public static bool Takes(Rescaling a, Rescaling b, Rescaling o) => a.Shift is <= 0 and >= -30 && b.Shift is <= 0 and >= -30 && o.Shift is <= 0 and >= -30;

    /// <summary>Whether one operand, of nine bits, stays within what the vectors compute exactly.</summary>
    public static bool Takes(Rescaling o) => o.Shift is <= 20 and >= -30;

    /// <summary>Sums of elements <paramref name="from"/> to <paramref name="end"/> - 1, which stop at a whole step; gives where they stopped.</summary>
    public static int Add(sbyte* x, sbyte* y, sbyte* to, Rescaling a, Rescaling b, Rescaling o, int low, int high, int from, int end)
    {
        Operand left = new(a), right = new(b);
        Result result = new(o);
        Vector128<sbyte> least = Vector128.Create((sbyte)low), most = Vector128.Create((sbyte)high);
        for (; from + Lanes <= end; from += Lanes)
        {
            Vector256<int> first = result.Rescale(Avx2.Add(left.Rescale(x + from), right.Rescale(y + from)));
            Vector256<int> second = result.Rescale(Avx2.Add(left.Rescale(x + from + 8), right.Rescale(y + from + 8)));
            FixedPointAvx2.Pack(first, second, result.Zero, least, most).Store(to + from);
        }

        return from;
    }

    /// <summary>One operand under another scale; <paramref name="zero"/> is its own zero point.</summary>
    public static int Requantise(sbyte* x, sbyte* to, int zero, Rescaling o, int low, int high, int from, int end)
    {
        Result result = new(o);
        Vector128<sbyte> least = Vector128.Create((sbyte)low), most = Vector128.Create((sbyte)high);
        Vector256<int> own = Vector256.Create(zero);
        for (; from + Lanes <= end; from += Lanes)
        {
            Vector256<int> first = result.Rescale(Avx2.Subtract(Avx2.ConvertToVector256Int32(x + from), own));
            Vector256<int> second = result.Rescale(Avx2.Subtract(Avx2.ConvertToVector256Int32(x + from + 8), own));
            FixedPointAvx2.Pack(first, second, result.Zero, least, most).Store(to + from);
        }

        return from;
    }

    // rescale((x - zero point) * 2^20): the product with the multiplier in two parts of 20 and 11 bits, so that 32-bit lanes hold it.
    private readonly struct Operand
    {
        private const int LowBits = 11;

        private readonly Vector256<int> zero, high, low, half;
        private readonly Vector256<uint> sign, exponent;

        public Operand(Rescaling r)
        {
            (int rounding, uint signs) = FixedPointAvx2.Rounding(-r.Shift);
            zero = Vector256.Create(r.ZeroPoint);
            high = Vector256.Create(r.Multiplier >> LowBits);
            low = Vector256.Create(r.Multiplier & ((1 << LowBits) - 1));
            half = Vector256.Create(rounding);
            sign = Vector256.Create(signs);
            exponent = Vector256.Create((uint)-r.Shift);
        }

        public Vector256<int> Rescale(sbyte* x)
        {
            Vector256<int> v = Avx2.Subtract(Avx2.ConvertToVector256Int32(x), zero);
            Vector256<int> rest = Avx2.ShiftRightArithmetic(Avx2.Add(Avx2.MultiplyLow(v, low), Vector256.Create(1 << (LowBits - 1))), LowBits);
            return FixedPointAvx2.Divide(Avx2.Add(Avx2.MultiplyLow(v, high), rest), half, sign, exponent);
        }
    }

    private readonly struct Result
    {
        private readonly Vector256<int> multiplier, half;
        private readonly Vector256<uint> left, sign, exponent;

        public Result(Rescaling r)
        {
            (int rounding, uint signs) = FixedPointAvx2.Rounding(int.Max(0, -r.Shift));
            multiplier = Vector256.Create(r.Multiplier);
            half = Vector256.Create(rounding);
            left = Vector256.Create((uint)int.Max(0, r.Shift) + 1);
            sign = Vector256.Create(signs);
            exponent = Vector256.Create((uint)int.Max(0, -r.Shift));
            Zero = Vector256.Create((short)r.ZeroPoint);
        }

        public Vector256<short> Zero { get; }

        public Vector256<int> Rescale(Vector256<int> v)
            => FixedPointAvx2.Divide(FixedPointAvx2.Multiply(Avx2.ShiftLeftLogicalVariable(v, left), multiplier, multiplier), half, sign, exponent);
    }
}

using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.X86;

namespace EdgeRuntime.Kernels;

/// <summary><see cref="FixedPoint"/> on eight lanes.</summary>
public static unsafe class FixedPointAvx2
{
    /// <summary>Largest magnitude of a value, shifted left, that <see cref="Multiply"/> takes.</summary>
    public const long Most = (1 << 30) - 1;

    /// <summary>Whether this machine has the instructions.</summary>
    public static bool IsSupported => Avx2.IsSupported;

    /// <summary><see cref="FixedPoint.DoublingHighMultiply"/> of values that are doubled already: (v * multiplier + 2^31) / 2^32, rounded down.</summary>
    /// <param name="v">Twice the values, at most twice <see cref="Most"/>.</param>
    /// <param name="even">Multipliers; those of lanes 0, 2, 4 and 6 are used.</param>
    /// <param name="odd">Multipliers of lanes 1, 3, 5 and 7, in the lanes before them.</param>
    public static Vector256<int> Multiply(Vector256<int> v, Vector256<int> even, Vector256<int> odd)
    {
        Vector256<long> half = Vector256.Create(1L << 31);
        Vector256<long> low = Avx2.Add(Avx2.Multiply(v, even), half);
        Vector256<long> high = Avx2.Add(Avx2.Multiply(Avx2.ShiftRightLogical(v.AsInt64(), 32).AsInt32(), odd), half);
        return Avx2.Blend(Avx2.ShiftRightLogical(low, 32).AsInt32(), high.AsInt32(), 0b10101010);
    }

    /// <summary><see cref="FixedPoint.DivideByPowerOfTwo"/> for exponents 0 to 30 and values of at most <see cref="Most"/>.</summary>
    /// <param name="v">Values.</param>
    /// <param name="half">2^(exponent - 1), 0 for exponent 0.</param>
    /// <param name="sign">31: ties away from zero need 1 less for a negative value; 32 for exponent 0.</param>
    /// <param name="exponent">Exponents.</param>
    public static Vector256<int> Divide(Vector256<int> v, Vector256<int> half, Vector256<uint> sign, Vector256<uint> exponent)
        => Avx2.ShiftRightArithmeticVariable(Avx2.Subtract(Avx2.Add(v, half), Avx2.ShiftRightLogicalVariable(v, sign)), exponent);

    /// <summary>The operands of <see cref="Divide"/> for an exponent.</summary>
    public static (int Half, uint Sign) Rounding(int exponent) => exponent > 0 ? (1 << (exponent - 1), 31u) : (0, 32u);

    /// <summary>Sixteen values plus a zero point, clamped to int8 limits.</summary>
    public static Vector128<sbyte> Pack(Vector256<int> first, Vector256<int> second, Vector256<short> zero, Vector128<sbyte> low, Vector128<sbyte> high)
    {
        // Values beyond 16 bits saturate, and are beyond the limits still. Packing works on halves: first 0-3, second 0-3, first 4-7, second 4-7.
        Vector256<short> words = Avx2.AddSaturate(Avx2.PackSignedSaturate(first, second), zero);
        Vector128<sbyte> bytes = Sse2.Shuffle(Sse2.PackSignedSaturate(words.GetLower(), words.GetUpper()).AsInt32(), 0b11011000).AsSByte();
        return Sse41.Max(low, Sse41.Min(high, bytes));
    }
}

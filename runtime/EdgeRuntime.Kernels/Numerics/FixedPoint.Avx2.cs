using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.X86;

namespace EdgeRuntime.Kernels;

/// <summary><see cref="FixedPoint"/> on eight lanes.</summary>
public static unsafe class FixedPointAvx2
{
    private const int Lanes = 8;

    /// <summary>Whether this machine has the instructions.</summary>
    public static bool IsSupported => Avx2.IsSupported;

    /// <summary><see cref="FixedPoint.Rescale"/>, its shift split into a left shift of 0 or more and a right shift of 0 to 30.</summary>
    public static Vector256<int> Rescale(Vector256<int> v, Vector256<int> multiplier, Vector256<uint> left, Vector256<uint> right)
    {
        v = Avx2.ShiftLeftLogicalVariable(v, left);
        Vector256<long> half = Vector256.Create(1L << 30);
        // Even lanes: bits 31 to 62 of the product, moved down; odd lanes: the same bits, moved up.
        Vector256<long> even = Avx2.Add(Avx2.Multiply(v, multiplier), half);
        Vector256<long> odd = Avx2.Add(Avx2.Multiply(Avx2.ShiftRightLogical(v.AsInt64(), 32).AsInt32(), Avx2.ShiftRightLogical(multiplier.AsInt64(), 32).AsInt32()), half);
        v = Avx2.Blend(Avx2.ShiftRightLogical(even, 31).AsInt32(), Avx2.ShiftLeftLogical(odd, 1).AsInt32(), 0b10101010);
        Vector256<int> mask = Avx2.Subtract(Avx2.ShiftLeftLogicalVariable(Vector256.Create(1), right), Vector256.Create(1));
        Vector256<int> threshold = Avx2.Subtract(Avx2.ShiftRightLogical(mask, 1), Avx2.ShiftRightArithmetic(v, 31));
        return Avx2.Subtract(Avx2.ShiftRightArithmeticVariable(v, right), Avx2.CompareGreaterThan(Avx2.And(v, mask), threshold));
    }

    /// <summary>Writes the first <paramref name="count"/> lanes, which fit into int8.</summary>
    public static void Store(Vector256<int> v, sbyte* y, int count)
    {
        Vector128<short> words = Sse2.PackSignedSaturate(v.GetLower(), v.GetUpper());
        ulong bytes = Sse2.PackSignedSaturate(words, words).AsUInt64().ToScalar();
        if (count == Lanes) *(ulong*)y = bytes;
        else
            for (int i = 0; i < count; i++) y[i] = (sbyte)(bytes >> (8 * i));
    }
}

using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.X86;

namespace EdgeRuntime.Kernels;

/// <summary><see cref="CodebookInt8"/>: a byte shuffle looks 32 weights up; they take the signs of the inputs and multiply their magnitudes, so that pairs fit 16 bits.</summary>
public static unsafe class CodebookInt8Avx2
{
    /// <summary>Whether this machine has the instructions.</summary>
    public static bool IsSupported => Avx2.IsSupported;

    /// <summary>The same sums as <see cref="CodebookInt8.Multiply"/>.</summary>
    public static void Multiply(byte* indices, nint stride, int blocks, sbyte* table, sbyte* x, int* sums)
    {
        Vector256<sbyte> t = Avx2.BroadcastVector128ToVector256(table);
        Vector256<int> s0 = default, s1 = default, s2 = default, s3 = default;
        for (; blocks > 0; blocks--, indices += CodebookInt8.BlockBytes, x += CodebookInt8.Block)
        {
            Vector256<sbyte> low = Avx.LoadVector256(x), high = Avx.LoadVector256(x + 32);
            Vector256<byte> lowSize = Avx2.Abs(low), highSize = Avx2.Abs(high);
            s0 = Avx2.Add(s0, Products(t, Avx.LoadVector256(indices), low, high, lowSize, highSize));
            s1 = Avx2.Add(s1, Products(t, Avx.LoadVector256(indices + stride), low, high, lowSize, highSize));
            s2 = Avx2.Add(s2, Products(t, Avx.LoadVector256(indices + (2 * stride)), low, high, lowSize, highSize));
            s3 = Avx2.Add(s3, Products(t, Avx.LoadVector256(indices + (3 * stride)), low, high, lowSize, highSize));
        }

        Vector256<int> all = Avx2.HorizontalAdd(Avx2.HorizontalAdd(s0, s1), Avx2.HorizontalAdd(s2, s3));
        (all.GetLower() + all.GetUpper()).Store(sums);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector256<int> Products(
        Vector256<sbyte> t, Vector256<byte> both, Vector256<sbyte> low, Vector256<sbyte> high, Vector256<byte> lowSize, Vector256<byte> highSize)
    {
        Vector256<byte> nibble = Vector256.Create((byte)15);
        Vector256<sbyte> w = Avx2.Shuffle(t, Avx2.And(both, nibble).AsSByte());
        Vector256<sbyte> v = Avx2.Shuffle(t, Avx2.And(Avx2.ShiftRightLogical(both.AsUInt16(), 4).AsByte(), nibble).AsSByte());
        Vector256<short> a = Avx2.MultiplyAddAdjacent(lowSize, Avx2.Sign(w, low)), b = Avx2.MultiplyAddAdjacent(highSize, Avx2.Sign(v, high));
        Vector256<short> ones = Vector256.Create((short)1);
        return Avx2.Add(Avx2.MultiplyAddAdjacent(a, ones), Avx2.MultiplyAddAdjacent(b, ones));
    }
}

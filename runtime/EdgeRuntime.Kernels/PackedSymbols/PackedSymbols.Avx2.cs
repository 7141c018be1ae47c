using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.X86;

namespace EdgeRuntime.Kernels;

/// <summary><see cref="PackedSymbols"/>: a block becomes 32 bytes, a byte shuffle looks them up; of floats each byte is a look-up of its own, then they are interleaved.</summary>
public static unsafe class PackedSymbolsAvx2
{
    /// <summary>Whether this machine has the instructions.</summary>
    public static bool IsSupported => Avx2.IsSupported;

    /// <summary>The same values as <see cref="PackedSymbols.Floats"/>.</summary>
    public static void Floats(byte* blocks, int count, int bits, float* table, float* scales, float* values)
    {
        if (bits == 8)
        {
            Bytes(blocks, count, table, scales, values);
            return;
        }

        byte* planes = stackalloc byte[4 * PackedSymbols.Entries];
        CodebookDense.Planes(table, planes);
        Vector256<byte> t0 = Avx2.BroadcastVector128ToVector256(planes), t1 = Avx2.BroadcastVector128ToVector256(planes + 16);
        Vector256<byte> t2 = Avx2.BroadcastVector128ToVector256(planes + 32), t3 = Avx2.BroadcastVector128ToVector256(planes + 48);
        int bytes = PackedSymbols.BlockBytes(bits);
        for (; count > 0; count--, blocks += bytes, values += PackedSymbols.Block)
        {
            Vector256<byte> i = Symbols(blocks, bits), b0 = Avx2.Shuffle(t0, i), b1 = Avx2.Shuffle(t1, i), b2 = Avx2.Shuffle(t2, i), b3 = Avx2.Shuffle(t3, i);
            Vector256<ushort> low = Avx2.UnpackLow(b0, b1).AsUInt16(), high = Avx2.UnpackLow(b2, b3).AsUInt16();
            Vector256<ushort> low2 = Avx2.UnpackHigh(b0, b1).AsUInt16(), high2 = Avx2.UnpackHigh(b2, b3).AsUInt16();
            // The halves of a vector are four symbols of the first sixteen and the four sixteen further on.
            Store(Avx2.UnpackLow(low, high).AsSingle(), scales, values, 0);
            Store(Avx2.UnpackHigh(low, high).AsSingle(), scales, values, 4);
            Store(Avx2.UnpackLow(low2, high2).AsSingle(), scales, values, 8);
            Store(Avx2.UnpackHigh(low2, high2).AsSingle(), scales, values, 12);
        }
    }

    /// <summary>The same values as <see cref="PackedSymbols.Integers"/>.</summary>
    public static void Integers(byte* blocks, int count, int bits, sbyte* table, sbyte* values)
    {
        int bytes = PackedSymbols.BlockBytes(bits);
        Vector256<byte> t = bits == 8 ? default : Avx2.BroadcastVector128ToVector256((byte*)table);
        for (; count > 0; count--, blocks += bytes, values += PackedSymbols.Block)
            Avx.Store((byte*)values, bits == 8 ? Avx.LoadVector256(blocks) : Avx2.Shuffle(t, Symbols(blocks, bits)));
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector256<byte> Symbols(byte* block, int bits)
    {
        if (bits == 4)
        {
            Vector128<byte> both = Sse2.LoadVector128(block);
            return Avx2.And(Vector256.Create(both, Sse2.ShiftRightLogical(both.AsUInt16(), 4).AsByte()), Vector256.Create((byte)15));
        }

        if (bits == 2)
        {
            Vector256<ulong> eight = Vector256.Create(*(ulong*)block);
            return Avx2.And(Avx2.ShiftRightLogicalVariable(eight, Vector256.Create(0UL, 2, 4, 6)).AsByte(), Vector256.Create((byte)3));
        }

        Vector256<uint> four = Vector256.Create(*(uint*)block);
        return Avx2.And(Avx2.ShiftRightLogicalVariable(four, Vector256.Create(0u, 1, 2, 3, 4, 5, 6, 7)).AsByte(), Vector256.Create((byte)1));
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void Store(Vector256<float> v, float* scales, float* values, int at)
    {
        if (scales != null) v = Avx.Multiply(v, Avx.BroadcastVector128ToVector256(scales + at));
        v.GetLower().Store(values + at);
        v.GetUpper().Store(values + at + PackedSymbols.Lanes);
    }

    private static void Bytes(byte* blocks, int count, float* table, float* scales, float* values)
    {
        for (int i = 0; i < count * PackedSymbols.Block; i += 8)
        {
            // Four symbols with one load: the table takes loads enough.
            uint a = *(uint*)(blocks + i), b = *(uint*)(blocks + i + 4);
            Vector256<float> v = Vector256.Create(
                Vector128.Create(table[(byte)a], table[(byte)(a >> 8)], table[(byte)(a >> 16)], table[a >> 24]),
                Vector128.Create(table[(byte)b], table[(byte)(b >> 8)], table[(byte)(b >> 16)], table[b >> 24]));
            if (scales != null) v = Avx.Multiply(v, Avx.LoadVector256(scales + (i & 8)));
            Avx.Store(values + i, v);
        }
    }
}

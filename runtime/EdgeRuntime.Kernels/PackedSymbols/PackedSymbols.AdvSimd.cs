using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.Arm;

namespace EdgeRuntime.Kernels;

/// <summary><see cref="PackedSymbols"/>: half a block becomes 16 bytes, a table look-up (TBL) finds them; of floats each byte is a look-up of its own, then they are interleaved (ZIP).</summary>
public static unsafe class PackedSymbolsAdvSimd
{
    private const int Half = PackedSymbols.Block / 2;

    /// <summary>Whether this machine has the instructions.</summary>
    public static bool IsSupported => AdvSimd.Arm64.IsSupported;

    /// <summary>The same values as <see cref="PackedSymbols.Floats"/>.</summary>
    public static void Floats(byte* blocks, int count, int bits, float* table, float* scales, float* values)
    {
        if (bits == 8)
        {
            PackedSymbols.Floats(blocks, count, bits, table, scales, values);
            return;
        }

        byte* planes = stackalloc byte[4 * PackedSymbols.Entries];
        CodebookDense.Planes(table, planes);
        Vector128<byte> t0 = AdvSimd.LoadVector128(planes), t1 = AdvSimd.LoadVector128(planes + 16);
        Vector128<byte> t2 = AdvSimd.LoadVector128(planes + 32), t3 = AdvSimd.LoadVector128(planes + 48);
        int bytes = PackedSymbols.BlockBytes(bits);
        ulong* shifted = stackalloc ulong[2];
        for (; count > 0; count--, blocks += bytes)
        {
            for (int half = 0; half < 2; half++, values += Half)
            {
                Vector128<byte> i = Symbols(blocks, bits, half, shifted);
                Vector128<byte> b0 = AdvSimd.Arm64.VectorTableLookup(t0, i), b1 = AdvSimd.Arm64.VectorTableLookup(t1, i);
                Vector128<byte> b2 = AdvSimd.Arm64.VectorTableLookup(t2, i), b3 = AdvSimd.Arm64.VectorTableLookup(t3, i);
                Vector128<ushort> low = AdvSimd.Arm64.ZipLow(b0, b1).AsUInt16(), high = AdvSimd.Arm64.ZipLow(b2, b3).AsUInt16();
                Vector128<ushort> low2 = AdvSimd.Arm64.ZipHigh(b0, b1).AsUInt16(), high2 = AdvSimd.Arm64.ZipHigh(b2, b3).AsUInt16();
                Store(AdvSimd.Arm64.ZipLow(low, high).AsSingle(), scales, values, 0);
                Store(AdvSimd.Arm64.ZipHigh(low, high).AsSingle(), scales, values, 4);
                Store(AdvSimd.Arm64.ZipLow(low2, high2).AsSingle(), scales, values, 8);
                Store(AdvSimd.Arm64.ZipHigh(low2, high2).AsSingle(), scales, values, 12);
            }
        }
    }

    /// <summary>The same values as <see cref="PackedSymbols.Integers"/>.</summary>
    public static void Integers(byte* blocks, int count, int bits, sbyte* table, sbyte* values)
    {
        int bytes = PackedSymbols.BlockBytes(bits);
        ulong* shifted = stackalloc ulong[2];
        for (; count > 0; count--, blocks += bytes)
        {
            for (int half = 0; half < 2; half++, values += Half)
            {
                if (bits == 8) AdvSimd.Store((byte*)values, AdvSimd.LoadVector128(blocks + (half * Half)));
                else AdvSimd.Store((byte*)values, AdvSimd.Arm64.VectorTableLookup(AdvSimd.LoadVector128((byte*)table), Symbols(blocks, bits, half, shifted)));
            }
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector128<byte> Symbols(byte* block, int bits, int half, ulong* shifted)
    {
        if (bits == 4)
        {
            Vector128<byte> both = AdvSimd.LoadVector128(block);
            return half == 0 ? AdvSimd.And(both, AdvSimd.DuplicateToVector128((byte)15)) : AdvSimd.ShiftRightLogical(both, 4);
        }

        // 8 bytes shifted by 0 and 2 bits, or 4 bytes by 0 to 3; the second half of the block 4 bits further on.
        if (bits == 2)
        {
            ulong eight = *(ulong*)block >> (half * 4);
            shifted[0] = eight;
            shifted[1] = eight >> 2;
            return AdvSimd.And(AdvSimd.LoadVector128((byte*)shifted), AdvSimd.DuplicateToVector128((byte)3));
        }

        uint four = *(uint*)block >> (half * 4);
        shifted[0] = four | ((ulong)(four >> 1) << 32);
        shifted[1] = (four >> 2) | ((ulong)(four >> 3) << 32);
        return AdvSimd.And(AdvSimd.LoadVector128((byte*)shifted), AdvSimd.DuplicateToVector128((byte)1));
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void Store(Vector128<float> v, float* scales, float* values, int at)
    {
        if (scales != null) v = AdvSimd.Multiply(v, AdvSimd.LoadVector128(scales + at));
        AdvSimd.Store(values + at, v);
    }
}

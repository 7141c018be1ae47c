using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.Arm;

namespace EdgeRuntime.Kernels;

/// <summary><see cref="TableSums"/>: a table look-up (TBL) gives a part of 16 values; parts are added as bytes over a block, then as 16 bits.</summary>
public static unsafe class TableSumsAdvSimd
{
    /// <summary>Whether this machine has the instructions.</summary>
    public static bool IsSupported => AdvSimd.Arm64.IsSupported;

    /// <summary>The same tables as <see cref="TableSums.Tables"/>.</summary>
    public static void Tables(byte* u, int groups, int bits, byte* tables)
    {
        int inputs = TableSums.Inputs(bits);
        byte* digits = stackalloc byte[4 * 16];
        for (int i = 0; i < 4 * 16; i++) digits[i] = (byte)(i % 16 >> (i / 16 * bits) & ((1 << bits) - 1));
        Vector128<ushort> low = AdvSimd.DuplicateToVector128((ushort)((1 << TableSums.LowBits) - 1));
        for (; groups > 0; groups--, u += inputs, tables += TableSums.TableBytes)
        {
            Vector64<byte> x = AdvSimd.LoadAndReplicateToVector64(u);
            Vector128<ushort> v = AdvSimd.MultiplyWideningLower(x, AdvSimd.LoadVector64(digits)), w = AdvSimd.MultiplyWideningLower(x, AdvSimd.LoadVector64(digits + 8));
            for (int i = 1; i < inputs; i++)
            {
                x = AdvSimd.LoadAndReplicateToVector64(u + i);
                v = AdvSimd.MultiplyWideningLowerAndAdd(v, x, AdvSimd.LoadVector64(digits + 16 * i));
                w = AdvSimd.MultiplyWideningLowerAndAdd(w, x, AdvSimd.LoadVector64(digits + 16 * i + 8));
            }

            AdvSimd.Store(tables, AdvSimd.ExtractNarrowingLower(AdvSimd.And(v, low)));
            AdvSimd.Store(tables + 8, AdvSimd.ExtractNarrowingLower(AdvSimd.And(w, low)));
            AdvSimd.Store(tables + 16, AdvSimd.ShiftRightLogicalNarrowingLower(v, TableSums.LowBits));
            AdvSimd.Store(tables + 24, AdvSimd.ShiftRightLogicalNarrowingLower(w, TableSums.LowBits));
        }
    }

    /// <summary>The same sums as <see cref="TableSums.Multiply"/>.</summary>
    public static void Multiply(byte* indices, byte* tables, int blocks, int* sums)
    {
        for (; blocks > 0; blocks -= TableSums.BlocksPerSum)
        {
            int n = blocks < TableSums.BlocksPerSum ? blocks : TableSums.BlocksPerSum;
            for (int row = 0; row < TableSums.Rows; row += 16) Rows16(indices + row, tables, n, sums + row);
            indices += n * TableSums.BlockBytes;
            tables += n * TableSums.BlockTables;
        }
    }

    private static void Rows16(byte* indices, byte* tables, int n, int* sums)
    {
        byte* tables1 = tables + 64, tables2 = tables1 + 64, tables3 = tables2 + 64;
        Vector128<byte> nibble = AdvSimd.DuplicateToVector128((byte)15);
        // Low and high parts of the first groups of pairs, then of the second ones; and what was looked up of a pair.
        Vector128<byte> a = default, b = default, c = default, d = default;
        Vector128<byte> x0, x1, x2, x3, z0 = default, z1 = default, z2 = default, z3 = default;
        // Sums of lanes of 16 bits: two rows each, modulo 2^16, and the upper row.
        Vector128<ushort> low = default, lowOdd = default, high = default, highOdd = default, p, q;
        Vector128<byte> y0, y1, y2, y3, i, j, k, l, t0, t1, t2, t3, u0, u1, u2, u3;
        // The order is the schedule of in-order cores: a result is used six vector instructions later, and the last pair of a block is added in the next one.
        do
        {
            y0 = AdvSimd.LoadVector128(indices); y1 = AdvSimd.LoadVector128(indices + 32); y2 = AdvSimd.LoadVector128(indices + 64); y3 = AdvSimd.LoadVector128(indices + 96);
            (t0, t1, t2, t3) = AdvSimd.Arm64.Load4xVector128(tables);
            a = AdvSimd.Add(a, z0); b = AdvSimd.Add(b, z1); c = AdvSimd.Add(c, z2); d = AdvSimd.Add(d, z3);
            (u0, u1, u2, u3) = AdvSimd.Arm64.Load4xVector128(tables1);
            i = AdvSimd.And(y0, nibble); j = AdvSimd.ShiftRightLogical(y0, 4); k = AdvSimd.And(y1, nibble); l = AdvSimd.ShiftRightLogical(y1, 4);
            a = AdvSimd.Add(a, c); b = AdvSimd.Add(b, d);
            x0 = AdvSimd.Arm64.VectorTableLookup(t0, i); x1 = AdvSimd.Arm64.VectorTableLookup(t1, i);
            x2 = AdvSimd.Arm64.VectorTableLookup(t2, j); x3 = AdvSimd.Arm64.VectorTableLookup(t3, j);
            (t0, t1, t2, t3) = AdvSimd.Arm64.Load4xVector128(tables2);
            p = AdvSimd.ShiftRightLogical(a.AsUInt16(), 8); q = AdvSimd.ShiftRightLogical(b.AsUInt16(), 8);
            i = AdvSimd.And(y2, nibble); j = AdvSimd.ShiftRightLogical(y2, 4);
            low = AdvSimd.Add(low, a.AsUInt16()); high = AdvSimd.Add(high, b.AsUInt16());
            z0 = AdvSimd.Arm64.VectorTableLookup(u0, k); z1 = AdvSimd.Arm64.VectorTableLookup(u1, k);
            z2 = AdvSimd.Arm64.VectorTableLookup(u2, l); z3 = AdvSimd.Arm64.VectorTableLookup(u3, l);
            (u0, u1, u2, u3) = AdvSimd.Arm64.Load4xVector128(tables3);
            lowOdd = AdvSimd.Add(lowOdd, p); highOdd = AdvSimd.Add(highOdd, q);
            k = AdvSimd.And(y3, nibble); l = AdvSimd.ShiftRightLogical(y3, 4);
            a = AdvSimd.Add(x0, z0); b = AdvSimd.Add(x1, z1); c = AdvSimd.Add(x2, z2); d = AdvSimd.Add(x3, z3);
            x0 = AdvSimd.Arm64.VectorTableLookup(t0, i); x1 = AdvSimd.Arm64.VectorTableLookup(t1, i);
            x2 = AdvSimd.Arm64.VectorTableLookup(t2, j); x3 = AdvSimd.Arm64.VectorTableLookup(t3, j);
            z0 = AdvSimd.Arm64.VectorTableLookup(u0, k); z1 = AdvSimd.Arm64.VectorTableLookup(u1, k);
            z2 = AdvSimd.Arm64.VectorTableLookup(u2, l); z3 = AdvSimd.Arm64.VectorTableLookup(u3, l);
            a = AdvSimd.Add(a, x0); b = AdvSimd.Add(b, x1); c = AdvSimd.Add(c, x2); d = AdvSimd.Add(d, x3);
            indices += TableSums.BlockBytes;
            tables += TableSums.BlockTables;
            tables1 += TableSums.BlockTables;
            tables2 += TableSums.BlockTables;
            tables3 += TableSums.BlockTables;
            n--;
        }
        while (n != 0);
        a = AdvSimd.Add(AdvSimd.Add(a, z0), AdvSimd.Add(c, z2));
        b = AdvSimd.Add(AdvSimd.Add(b, z1), AdvSimd.Add(d, z3));
        low = AdvSimd.Add(low, a.AsUInt16());
        high = AdvSimd.Add(high, b.AsUInt16());
        lowOdd = AdvSimd.Add(lowOdd, AdvSimd.ShiftRightLogical(a.AsUInt16(), 8));
        highOdd = AdvSimd.Add(highOdd, AdvSimd.ShiftRightLogical(b.AsUInt16(), 8));
        low = AdvSimd.Subtract(low, AdvSimd.ShiftLeftLogical(lowOdd, 8));
        high = AdvSimd.Subtract(high, AdvSimd.ShiftLeftLogical(highOdd, 8));
        Store(AdvSimd.Arm64.ZipLow(low, lowOdd), AdvSimd.Arm64.ZipLow(high, highOdd), sums);
        Store(AdvSimd.Arm64.ZipHigh(low, lowOdd), AdvSimd.Arm64.ZipHigh(high, highOdd), sums + 8);
    }

    // Adds eight rows.
    private static void Store(Vector128<ushort> low, Vector128<ushort> high, int* sums)
    {
        Vector128<ushort> place = AdvSimd.DuplicateToVector128((ushort)(1 << TableSums.LowBits));
        Vector128<uint> first = AdvSimd.AddWideningLower(AdvSimd.LoadVector128((uint*)sums), low.GetLower());
        Vector128<uint> last = AdvSimd.AddWideningUpper(AdvSimd.LoadVector128((uint*)sums + 4), low);
        AdvSimd.Store((uint*)sums, AdvSimd.MultiplyWideningLowerAndAdd(first, high.GetLower(), place.GetLower()));
        AdvSimd.Store((uint*)sums + 4, AdvSimd.MultiplyWideningUpperAndAdd(last, high, place));
    }
}

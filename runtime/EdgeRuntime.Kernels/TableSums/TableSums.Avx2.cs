using System;
using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.X86;

namespace EdgeRuntime.Kernels;

/// <summary><see cref="TableSums"/>: a byte shuffle looks a part of 32 values up; parts are added as bytes over a block, then as 16 bits.</summary>
public static unsafe class TableSumsAvx2
{
    /// <summary>Whether this machine has the instructions.</summary>
    public static bool IsSupported => Avx2.IsSupported;

    /// <summary>The same tables as <see cref="TableSums.Tables"/>.</summary>
    public static void Tables(byte* u, int groups, int bits, byte* tables)
    {
        // The digits of entry 0, 1, 2 and so on: of the first two inputs of a group, and of the other two.
        Vector256<sbyte> first = bits == 1
            ? Vector256.Create(0, 0, 1, 0, 0, 1, 1, 1, 0, 0, 1, 0, 0, 1, 1, 1, 0, 0, 1, 0, 0, 1, 1, 1, 0, 0, 1, 0, 0, 1, 1, 1)
            : Vector256.Create(0, 0, 1, 0, 2, 0, 3, 0, 0, 1, 1, 1, 2, 1, 3, 1, 0, 2, 1, 2, 2, 2, 3, 2, 0, 3, 1, 3, 2, 3, 3, 3);
        Vector256<sbyte> last = Vector256.Create(0, 0, 0, 0, 0, 0, 0, 0, 1, 0, 1, 0, 1, 0, 1, 0, 0, 1, 0, 1, 0, 1, 0, 1, 1, 1, 1, 1, 1, 1, 1, 1);
        Vector256<short> low = Vector256.Create((short)((1 << TableSums.LowBits) - 1));
        for (; groups > 0; groups--, u += TableSums.Inputs(bits), tables += TableSums.TableBytes)
        {
            Vector256<short> v = Avx2.MultiplyAddAdjacent(Pair(u), first);
            if (bits == 1) v = Avx2.Add(v, Avx2.MultiplyAddAdjacent(Pair(u + 2), last));
            Vector256<byte> parts = Avx2.PackUnsignedSaturate(Avx2.And(v, low), Avx2.ShiftRightLogical(v, TableSums.LowBits));
            Avx2.Permute4x64(parts.AsUInt64(), 0b11_01_10_00).AsByte().Store(tables);
        }
    }

    /// <summary>The same sums as <see cref="TableSums.Multiply"/>.</summary>
    public static void Multiply(byte* indices, byte* tables, int blocks, int* sums)
    {
        for (; blocks > 0; blocks -= TableSums.BlocksPerSum)
        {
            Vector256<ushort> lowEven = default, lowOdd = default, highEven = default, highOdd = default, bytes = Vector256.Create((ushort)byte.MaxValue);
            for (int n = Math.Min(blocks, TableSums.BlocksPerSum); n > 0; n--, indices += TableSums.BlockBytes, tables += TableSums.BlockTables)
            {
                Vector256<byte> low = default, high = default;
                Add(indices, tables, ref low, ref high);
                Add(indices + TableSums.Rows, tables + (2 * TableSums.TableBytes), ref low, ref high);
                Add(indices + (2 * TableSums.Rows), tables + (4 * TableSums.TableBytes), ref low, ref high);
                Add(indices + (3 * TableSums.Rows), tables + (6 * TableSums.TableBytes), ref low, ref high);
                lowEven = Avx2.Add(lowEven, Avx2.And(low.AsUInt16(), bytes));
                lowOdd = Avx2.Add(lowOdd, Avx2.ShiftRightLogical(low.AsUInt16(), 8));
                highEven = Avx2.Add(highEven, Avx2.And(high.AsUInt16(), bytes));
                highOdd = Avx2.Add(highOdd, Avx2.ShiftRightLogical(high.AsUInt16(), 8));
            }

            Store(lowEven.GetLower(), lowOdd.GetLower(), highEven.GetLower(), highOdd.GetLower(), sums);
            Store(lowEven.GetUpper(), lowOdd.GetUpper(), highEven.GetUpper(), highOdd.GetUpper(), sums + 16);
        }
    }

    private static Vector256<byte> Pair(byte* u) => Avx2.BroadcastScalarToVector256((ushort*)u).AsByte();

    // A pair of groups.
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void Add(byte* indices, byte* tables, ref Vector256<byte> low, ref Vector256<byte> high)
    {
        Vector256<byte> both = Avx.LoadVector256(indices), nibble = Vector256.Create((byte)15);
        Vector256<byte> i = Avx2.And(both, nibble), j = Avx2.And(Avx2.ShiftRightLogical(both.AsUInt16(), 4).AsByte(), nibble);
        low = Avx2.Add(low, Avx2.Shuffle(Avx2.BroadcastVector128ToVector256(tables), i));
        high = Avx2.Add(high, Avx2.Shuffle(Avx2.BroadcastVector128ToVector256(tables + 16), i));
        low = Avx2.Add(low, Avx2.Shuffle(Avx2.BroadcastVector128ToVector256(tables + 32), j));
        high = Avx2.Add(high, Avx2.Shuffle(Avx2.BroadcastVector128ToVector256(tables + 48), j));
    }

    // Adds sixteen rows, of which the even and odd ones are in vectors of their own.
    private static void Store(Vector128<ushort> lowEven, Vector128<ushort> lowOdd, Vector128<ushort> highEven, Vector128<ushort> highOdd, int* sums)
    {
        Vector256<int> even = Sum(lowEven, highEven), odd = Sum(lowOdd, highOdd);
        Vector256<int> a = Avx2.UnpackLow(even, odd), b = Avx2.UnpackHigh(even, odd);
        Avx2.Add(Avx.LoadVector256(sums), Avx2.Permute2x128(a, b, 0x20)).Store(sums);
        Avx2.Add(Avx.LoadVector256(sums + 8), Avx2.Permute2x128(a, b, 0x31)).Store(sums + 8);
    }

    private static Vector256<int> Sum(Vector128<ushort> low, Vector128<ushort> high)
        => Avx2.Add(Avx2.ConvertToVector256Int32(low), Avx2.ShiftLeftLogical(Avx2.ConvertToVector256Int32(high), TableSums.LowBits));
}

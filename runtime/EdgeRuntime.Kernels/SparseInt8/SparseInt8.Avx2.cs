using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.X86;

namespace EdgeRuntime.Kernels;

/// <summary><see cref="SparseInt8"/>: the inputs of two non-zeros are interleaved, so that one instruction multiplies both and adds.</summary>
public static unsafe class SparseInt8Avx2
{
    /// <summary>Whether this machine has the instructions.</summary>
    public static bool IsSupported => Avx2.IsSupported;

    /// <summary>The same sums as <see cref="SparseInt8.Rows"/>.</summary>
    public static void Rows(int* starts, int rows, int* offsets, short* values, short* x, int positions, int* y)
    {
        for (int row = 0; row < rows; row++, y += SparseInt8.MostPositions)
        {
            int i = starts[row], end = starts[row + 1], p = 0;
            if (positions == SparseInt8.MostPositions)
            {
                Positions64(i, end, offsets, values, x, y);
                continue;
            }

            for (; p < positions; p += SparseInt8.Group) Positions16(i, end, offsets, values, x + p, y + p);
        }
    }

    /// <summary>The same sums as <see cref="SparseInt8.Dots"/>.</summary>
    public static void Dots(int* starts, int rows, ushort* columns, short* values, short* x, int* y)
    {
        for (int row = 0; row < rows; row++)
        {
            Vector128<int> sum = default;
            for (int i = starts[row]; i < starts[row + 1]; i += SparseInt8.Block)
            {
                ushort* c = columns + i;
                Vector128<short> gathered = Vector128.Create(x[c[0]], x[c[1]], x[c[2]], x[c[3]], x[c[4]], x[c[5]], x[c[6]], x[c[7]]);
                sum = Sse2.Add(sum, Sse2.MultiplyAddAdjacent(gathered, Sse2.LoadVector128(values + i)));
            }

            y[row] = Vector128.Sum(sum);
        }
    }

    private static void Positions64(int i, int end, int* offsets, short* values, short* x, int* y)
    {
        Load(y, out Vector256<int> a0, out Vector256<int> a1);
        Load(y + 16, out Vector256<int> b0, out Vector256<int> b1);
        Load(y + 32, out Vector256<int> c0, out Vector256<int> c1);
        Load(y + 48, out Vector256<int> d0, out Vector256<int> d1);
        for (; i < end; i += 2)
        {
            Vector256<short> w = Pair(i, end, values);
            short* first = x + offsets[i], second = i + 1 < end ? x + offsets[i + 1] : first;
            Add(first, second, w, ref a0, ref a1);
            Add(first + 16, second + 16, w, ref b0, ref b1);
            Add(first + 32, second + 32, w, ref c0, ref c1);
            Add(first + 48, second + 48, w, ref d0, ref d1);
        }

        Store(a0, a1, y);
        Store(b0, b1, y + 16);
        Store(c0, c1, y + 32);
        Store(d0, d1, y + 48);
    }

    private static void Positions16(int i, int end, int* offsets, short* values, short* x, int* y)
    {
        Load(y, out Vector256<int> low, out Vector256<int> high);
        for (; i < end; i += 2)
        {
            Vector256<short> w = Pair(i, end, values);
            short* first = x + offsets[i], second = i + 1 < end ? x + offsets[i + 1] : first;
            Add(first, second, w, ref low, ref high);
        }

        Store(low, high, y);
    }

    // Non-zeros i and i + 1 in all lanes; behind the last one stands a zero.
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector256<short> Pair(int i, int end, short* values)
        => Vector256.Create(i + 1 < end ? *(int*)(values + i) : (ushort)values[i]).AsInt16();

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void Add(short* first, short* second, Vector256<short> w, ref Vector256<int> low, ref Vector256<int> high)
    {
        Vector256<short> a = Avx.LoadVector256(first), b = Avx.LoadVector256(second);
        low = Avx2.Add(low, Avx2.MultiplyAddAdjacent(Avx2.UnpackLow(a, b), w));
        high = Avx2.Add(high, Avx2.MultiplyAddAdjacent(Avx2.UnpackHigh(a, b), w));
    }

    // Unpacking works on halves: positions 0-3 and 8-11, then 4-7 and 12-15.
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void Load(int* y, out Vector256<int> low, out Vector256<int> high)
    {
        Vector256<int> a = Avx.LoadVector256(y), b = Avx.LoadVector256(y + 8);
        low = Avx2.Permute2x128(a, b, 0x20);
        high = Avx2.Permute2x128(a, b, 0x31);
    }

    private static void Store(Vector256<int> low, Vector256<int> high, int* y)
    {
        Avx.Store(y, Avx2.Permute2x128(low, high, 0x20));
        Avx.Store(y + 8, Avx2.Permute2x128(low, high, 0x31));
    }
}

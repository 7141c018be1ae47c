using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.Arm;

namespace EdgeRuntime.Kernels;

/// <summary><see cref="SparseInt8"/> with eight positions a vector, or eight non-zeros of a row: 16-bit products added to 32 bits at once (SMLAL). Loads stand before products for in-order cores.</summary>
public static unsafe class SparseInt8AdvSimd
{
    /// <summary>Whether this machine has the instructions.</summary>
    public static bool IsSupported => AdvSimd.Arm64.IsSupported;

    /// <summary>The same sums as <see cref="SparseInt8.Rows"/>.</summary>
    public static void Rows(int* starts, int rows, int* offsets, short* values, short* x, int positions, int* y)
    {
        for (int row = 0; row < rows; row++, y += SparseInt8.MostPositions)
        {
            int i = starts[row], end = starts[row + 1], p = 0;
            for (; p + 32 <= positions; p += 32) Positions32(i, end, offsets, values, x + p, y + p);
            for (; p < positions; p += 16) Positions16(i, end, offsets, values, x + p, y + p);
        }
    }

    /// <summary>The same sums as <see cref="SparseInt8.Dots"/>.</summary>
    public static void Dots(int* starts, int rows, ushort* columns, short* values, short* x, int* y)
    {
        int* sums = stackalloc int[4];
        for (int row = 0; row < rows; row++)
        {
            Vector128<int> low = default, high = default;
            for (int i = starts[row]; i < starts[row + 1]; i += SparseInt8.Block)
            {
                ushort* c = columns + i;
                Vector64<short> a = AdvSimd.LoadAndReplicateToVector64(x + c[0]), b = AdvSimd.LoadAndReplicateToVector64(x + c[4]);
                a = AdvSimd.LoadAndInsertScalar(a, 1, x + c[1]);
                b = AdvSimd.LoadAndInsertScalar(b, 1, x + c[5]);
                a = AdvSimd.LoadAndInsertScalar(a, 2, x + c[2]);
                b = AdvSimd.LoadAndInsertScalar(b, 2, x + c[6]);
                a = AdvSimd.LoadAndInsertScalar(a, 3, x + c[3]);
                b = AdvSimd.LoadAndInsertScalar(b, 3, x + c[7]);
                low = AdvSimd.MultiplyWideningLowerAndAdd(low, a, AdvSimd.LoadVector64(values + i));
                high = AdvSimd.MultiplyWideningLowerAndAdd(high, b, AdvSimd.LoadVector64(values + i + 4));
            }

            AdvSimd.Store(sums, AdvSimd.Add(low, high));
            y[row] = sums[0] + sums[1] + sums[2] + sums[3];
        }
    }

    private static void Positions32(int i, int end, int* offsets, short* values, short* x, int* y)
    {
        Vector128<int> s0 = AdvSimd.LoadVector128(y), s1 = AdvSimd.LoadVector128(y + 4), s2 = AdvSimd.LoadVector128(y + 8), s3 = AdvSimd.LoadVector128(y + 12);
        Vector128<int> s4 = AdvSimd.LoadVector128(y + 16), s5 = AdvSimd.LoadVector128(y + 20), s6 = AdvSimd.LoadVector128(y + 24), s7 = AdvSimd.LoadVector128(y + 28);
        for (; i < end; i++)
        {
            Vector128<short> w = AdvSimd.LoadAndReplicateToVector128(values + i);
            short* from = x + offsets[i];
            Vector128<short> a = AdvSimd.LoadVector128(from), b = AdvSimd.LoadVector128(from + 8), c = AdvSimd.LoadVector128(from + 16), d = AdvSimd.LoadVector128(from + 24);
            s0 = AdvSimd.MultiplyWideningLowerAndAdd(s0, a.GetLower(), w.GetLower());
            s1 = AdvSimd.MultiplyWideningUpperAndAdd(s1, a, w);
            s2 = AdvSimd.MultiplyWideningLowerAndAdd(s2, b.GetLower(), w.GetLower());
            s3 = AdvSimd.MultiplyWideningUpperAndAdd(s3, b, w);
            s4 = AdvSimd.MultiplyWideningLowerAndAdd(s4, c.GetLower(), w.GetLower());
            s5 = AdvSimd.MultiplyWideningUpperAndAdd(s5, c, w);
            s6 = AdvSimd.MultiplyWideningLowerAndAdd(s6, d.GetLower(), w.GetLower());
            s7 = AdvSimd.MultiplyWideningUpperAndAdd(s7, d, w);
        }

        AdvSimd.Store(y, s0);
        AdvSimd.Store(y + 4, s1);
        AdvSimd.Store(y + 8, s2);
        AdvSimd.Store(y + 12, s3);
        AdvSimd.Store(y + 16, s4);
        AdvSimd.Store(y + 20, s5);
        AdvSimd.Store(y + 24, s6);
        AdvSimd.Store(y + 28, s7);
    }

    private static void Positions16(int i, int end, int* offsets, short* values, short* x, int* y)
    {
        Vector128<int> s0 = AdvSimd.LoadVector128(y), s1 = AdvSimd.LoadVector128(y + 4), s2 = AdvSimd.LoadVector128(y + 8), s3 = AdvSimd.LoadVector128(y + 12);
        for (; i < end; i++)
        {
            Vector128<short> w = AdvSimd.LoadAndReplicateToVector128(values + i);
            short* from = x + offsets[i];
            Vector128<short> a = AdvSimd.LoadVector128(from), b = AdvSimd.LoadVector128(from + 8);
            s0 = AdvSimd.MultiplyWideningLowerAndAdd(s0, a.GetLower(), w.GetLower());
            s1 = AdvSimd.MultiplyWideningUpperAndAdd(s1, a, w);
            s2 = AdvSimd.MultiplyWideningLowerAndAdd(s2, b.GetLower(), w.GetLower());
            s3 = AdvSimd.MultiplyWideningUpperAndAdd(s3, b, w);
        }

        AdvSimd.Store(y, s0);
        AdvSimd.Store(y + 4, s1);
        AdvSimd.Store(y + 8, s2);
        AdvSimd.Store(y + 12, s3);
    }
}

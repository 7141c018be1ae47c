using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.Arm;

namespace EdgeRuntime.Kernels;

/// <summary><see cref="SparseFloat"/> with four positions or rows a vector, up to eight vectors of sums in registers. Products stand apart from their sums for in-order cores.</summary>
public static unsafe class SparseFloatAdvSimd
{
    /// <summary>Whether this machine has the instructions.</summary>
    public static bool IsSupported => AdvSimd.IsSupported;

    /// <summary>The same sums as <see cref="SparseFloat.Rows"/>.</summary>
    public static void Rows(int* starts, int rows, int* offsets, float* values, float* x, int positions, float* y)
    {
        for (int row = 0; row < rows; row++, y += SparseFloat.MostPositions)
        {
            int i = starts[row], end = starts[row + 1], p = 0;
            for (; p + 32 <= positions; p += 32) Positions32(i, end, offsets, values, x + p, y + p);
            for (; p < positions; p += 8) Positions8(i, end, offsets, values, x + p, y + p);
        }
    }

    /// <summary>The same sums as <see cref="SparseFloat.Lanes"/>.</summary>
    public static void Lanes(ushort* columns, float* values, int steps, float* x, float* y)
    {
        Vector128<float> low = default, high = default;
        for (; steps > 0; steps--, columns += 8, values += 8)
        {
            Vector128<float> a = AdvSimd.LoadAndReplicateToVector128(x + columns[0]);
            Vector128<float> b = AdvSimd.LoadAndReplicateToVector128(x + columns[4]);
            a = AdvSimd.LoadAndInsertScalar(a, 1, x + columns[1]);
            b = AdvSimd.LoadAndInsertScalar(b, 1, x + columns[5]);
            a = AdvSimd.LoadAndInsertScalar(a, 2, x + columns[2]);
            b = AdvSimd.LoadAndInsertScalar(b, 2, x + columns[6]);
            a = AdvSimd.LoadAndInsertScalar(a, 3, x + columns[3]);
            b = AdvSimd.LoadAndInsertScalar(b, 3, x + columns[7]);
            a = AdvSimd.Multiply(a, AdvSimd.LoadVector128(values));
            b = AdvSimd.Multiply(b, AdvSimd.LoadVector128(values + 4));
            low = AdvSimd.Add(low, a);
            high = AdvSimd.Add(high, b);
        }

        AdvSimd.Store(y, low);
        AdvSimd.Store(y + 4, high);
    }

    private static void Positions32(int i, int end, int* offsets, float* values, float* x, float* y)
    {
        Vector128<float> s0 = AdvSimd.LoadVector128(y), s1 = AdvSimd.LoadVector128(y + 4), s2 = AdvSimd.LoadVector128(y + 8), s3 = AdvSimd.LoadVector128(y + 12);
        Vector128<float> s4 = AdvSimd.LoadVector128(y + 16), s5 = AdvSimd.LoadVector128(y + 20), s6 = AdvSimd.LoadVector128(y + 24), s7 = AdvSimd.LoadVector128(y + 28);
        for (; i < end; i++)
        {
            Vector128<float> w = AdvSimd.LoadAndReplicateToVector128(values + i);
            float* from = x + offsets[i];
            Vector128<float> p0 = AdvSimd.Multiply(AdvSimd.LoadVector128(from), w);
            Vector128<float> p1 = AdvSimd.Multiply(AdvSimd.LoadVector128(from + 4), w);
            Vector128<float> p2 = AdvSimd.Multiply(AdvSimd.LoadVector128(from + 8), w);
            Vector128<float> p3 = AdvSimd.Multiply(AdvSimd.LoadVector128(from + 12), w);
            s0 = AdvSimd.Add(s0, p0);
            s1 = AdvSimd.Add(s1, p1);
            s2 = AdvSimd.Add(s2, p2);
            s3 = AdvSimd.Add(s3, p3);
            Vector128<float> p4 = AdvSimd.Multiply(AdvSimd.LoadVector128(from + 16), w);
            Vector128<float> p5 = AdvSimd.Multiply(AdvSimd.LoadVector128(from + 20), w);
            Vector128<float> p6 = AdvSimd.Multiply(AdvSimd.LoadVector128(from + 24), w);
            Vector128<float> p7 = AdvSimd.Multiply(AdvSimd.LoadVector128(from + 28), w);
            s4 = AdvSimd.Add(s4, p4);
            s5 = AdvSimd.Add(s5, p5);
            s6 = AdvSimd.Add(s6, p6);
            s7 = AdvSimd.Add(s7, p7);
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

    private static void Positions8(int i, int end, int* offsets, float* values, float* x, float* y)
    {
        Vector128<float> s0 = AdvSimd.LoadVector128(y), s1 = AdvSimd.LoadVector128(y + 4);
        for (; i < end; i++)
        {
            Vector128<float> w = AdvSimd.LoadAndReplicateToVector128(values + i);
            float* from = x + offsets[i];
            Vector128<float> p0 = AdvSimd.Multiply(AdvSimd.LoadVector128(from), w);
            Vector128<float> p1 = AdvSimd.Multiply(AdvSimd.LoadVector128(from + 4), w);
            s0 = AdvSimd.Add(s0, p0);
            s1 = AdvSimd.Add(s1, p1);
        }

        AdvSimd.Store(y, s0);
        AdvSimd.Store(y + 4, s1);
    }
}

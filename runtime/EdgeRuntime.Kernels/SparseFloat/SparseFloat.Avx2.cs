using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.X86;

namespace EdgeRuntime.Kernels;

/// <summary><see cref="SparseFloat"/> with eight positions or rows a vector, up to eight vectors of sums in registers.</summary>
public static unsafe class SparseFloatAvx2
{
    /// <summary>Whether this machine has the instructions.</summary>
    public static bool IsSupported => Avx2.IsSupported;

    /// <summary>The same sums as <see cref="SparseFloat.Rows"/>.</summary>
    public static void Rows(int* starts, int rows, int* offsets, float* values, float* x, int positions, float* y)
    {
        for (int row = 0; row < rows; row++, y += SparseFloat.MostPositions)
        {
            int i = starts[row], end = starts[row + 1], p = 0;
            if (positions == SparseFloat.MostPositions)
            {
                Positions64(i, end, offsets, values, x, y);
                continue;
            }

            for (; p + 32 <= positions; p += 32) Positions32(i, end, offsets, values, x + p, y + p);
            for (; p + 16 <= positions; p += 16) Positions16(i, end, offsets, values, x + p, y + p);
            for (; p < positions; p += 8) Positions8(i, end, offsets, values, x + p, y + p);
        }
    }

    /// <summary>The same sums as <see cref="SparseFloat.Lanes"/>.</summary>
    public static void Lanes(ushort* columns, float* values, int steps, float* x, float* y)
    {
        Vector256<float> sum = default;
        for (; steps > 0; steps--, columns += 8, values += 8)
        {
            ulong a = *(ulong*)columns, b = *(ulong*)(columns + 4);
            Vector256<float> gathered = Vector256.Create(
                Vector128.Create(x[(ushort)a], x[(ushort)(a >> 16)], x[(ushort)(a >> 32)], x[a >> 48]),
                Vector128.Create(x[(ushort)b], x[(ushort)(b >> 16)], x[(ushort)(b >> 32)], x[b >> 48]));
            sum = Avx.Add(sum, Avx.Multiply(Avx.LoadVector256(values), gathered));
        }

        Avx.Store(y, sum);
    }

    private static void Positions64(int i, int end, int* offsets, float* values, float* x, float* y)
    {
        Vector256<float> s0 = Avx.LoadVector256(y), s1 = Avx.LoadVector256(y + 8), s2 = Avx.LoadVector256(y + 16), s3 = Avx.LoadVector256(y + 24);
        Vector256<float> s4 = Avx.LoadVector256(y + 32), s5 = Avx.LoadVector256(y + 40), s6 = Avx.LoadVector256(y + 48), s7 = Avx.LoadVector256(y + 56);
        for (; i < end; i++)
        {
            Vector256<float> w = Avx.BroadcastScalarToVector256(values + i);
            float* from = x + offsets[i];
            s0 = Avx.Add(s0, Avx.Multiply(w, Avx.LoadVector256(from)));
            s1 = Avx.Add(s1, Avx.Multiply(w, Avx.LoadVector256(from + 8)));
            s2 = Avx.Add(s2, Avx.Multiply(w, Avx.LoadVector256(from + 16)));
            s3 = Avx.Add(s3, Avx.Multiply(w, Avx.LoadVector256(from + 24)));
            s4 = Avx.Add(s4, Avx.Multiply(w, Avx.LoadVector256(from + 32)));
            s5 = Avx.Add(s5, Avx.Multiply(w, Avx.LoadVector256(from + 40)));
            s6 = Avx.Add(s6, Avx.Multiply(w, Avx.LoadVector256(from + 48)));
            s7 = Avx.Add(s7, Avx.Multiply(w, Avx.LoadVector256(from + 56)));
        }

        Avx.Store(y, s0);
        Avx.Store(y + 8, s1);
        Avx.Store(y + 16, s2);
        Avx.Store(y + 24, s3);
        Avx.Store(y + 32, s4);
        Avx.Store(y + 40, s5);
        Avx.Store(y + 48, s6);
        Avx.Store(y + 56, s7);
    }

    private static void Positions32(int i, int end, int* offsets, float* values, float* x, float* y)
    {
        Vector256<float> s0 = Avx.LoadVector256(y), s1 = Avx.LoadVector256(y + 8), s2 = Avx.LoadVector256(y + 16), s3 = Avx.LoadVector256(y + 24);
        for (; i < end; i++)
        {
            Vector256<float> w = Avx.BroadcastScalarToVector256(values + i);
            float* from = x + offsets[i];
            s0 = Avx.Add(s0, Avx.Multiply(w, Avx.LoadVector256(from)));
            s1 = Avx.Add(s1, Avx.Multiply(w, Avx.LoadVector256(from + 8)));
            s2 = Avx.Add(s2, Avx.Multiply(w, Avx.LoadVector256(from + 16)));
            s3 = Avx.Add(s3, Avx.Multiply(w, Avx.LoadVector256(from + 24)));
        }

        Avx.Store(y, s0);
        Avx.Store(y + 8, s1);
        Avx.Store(y + 16, s2);
        Avx.Store(y + 24, s3);
    }

    private static void Positions16(int i, int end, int* offsets, float* values, float* x, float* y)
    {
        Vector256<float> s0 = Avx.LoadVector256(y), s1 = Avx.LoadVector256(y + 8);
        for (; i < end; i++)
        {
            Vector256<float> w = Avx.BroadcastScalarToVector256(values + i);
            float* from = x + offsets[i];
            s0 = Avx.Add(s0, Avx.Multiply(w, Avx.LoadVector256(from)));
            s1 = Avx.Add(s1, Avx.Multiply(w, Avx.LoadVector256(from + 8)));
        }

        Avx.Store(y, s0);
        Avx.Store(y + 8, s1);
    }

    private static void Positions8(int i, int end, int* offsets, float* values, float* x, float* y)
    {
        Vector256<float> s0 = Avx.LoadVector256(y);
        for (; i < end; i++)
        {
            Vector256<float> w = Avx.BroadcastScalarToVector256(values + i);
            float* from = x + offsets[i];
            s0 = Avx.Add(s0, Avx.Multiply(w, Avx.LoadVector256(from)));
        }

        Avx.Store(y, s0);
    }
}

using System.Runtime.Intrinsics;

namespace EdgeRuntime.Converter.Training.Tensors;

/// <summary>8 x 32 block in sixteen 512-bit registers (AVX-512).</summary>
internal sealed unsafe class GemmKernelVector512 : GemmKernel
{
    public override string Name => "gemm_8x32__vector512";

    public override bool IsSupported => Vector512.IsHardwareAccelerated;

    public override int Rows => 8;

    public override int Columns => 32;

    public override void Run(int k, float* a, nint rowStride, nint columnStride, float* b, float* c, nint ldc, bool accumulate)
    {
        float* a3 = a + 4 * rowStride;
        nint row2 = 2 * rowStride, row3 = 3 * rowStride;
        Vector512<float> c00 = Vector512<float>.Zero, c01 = Vector512<float>.Zero;
        Vector512<float> c10 = Vector512<float>.Zero, c11 = Vector512<float>.Zero;
        Vector512<float> c20 = Vector512<float>.Zero, c21 = Vector512<float>.Zero;
        Vector512<float> c30 = Vector512<float>.Zero, c31 = Vector512<float>.Zero;
        Vector512<float> c40 = Vector512<float>.Zero, c41 = Vector512<float>.Zero;
        Vector512<float> c50 = Vector512<float>.Zero, c51 = Vector512<float>.Zero;
        Vector512<float> c60 = Vector512<float>.Zero, c61 = Vector512<float>.Zero;
        Vector512<float> c70 = Vector512<float>.Zero, c71 = Vector512<float>.Zero;
        for (int p = 0; p < k; p++)
        {
            Vector512<float> b0 = Vector512.Load(b), b1 = Vector512.Load(b + 16);
            Vector512<float> x0 = Vector512.Create(a[0]);
            c00 = Vector512.FusedMultiplyAdd(x0, b0, c00);
            c01 = Vector512.FusedMultiplyAdd(x0, b1, c01);
            Vector512<float> x1 = Vector512.Create(a[rowStride]);
            c10 = Vector512.FusedMultiplyAdd(x1, b0, c10);
            c11 = Vector512.FusedMultiplyAdd(x1, b1, c11);
            Vector512<float> x2 = Vector512.Create(a[row2]);
            c20 = Vector512.FusedMultiplyAdd(x2, b0, c20);
            c21 = Vector512.FusedMultiplyAdd(x2, b1, c21);
            Vector512<float> x3 = Vector512.Create(a[row3]);
            c30 = Vector512.FusedMultiplyAdd(x3, b0, c30);
            c31 = Vector512.FusedMultiplyAdd(x3, b1, c31);
            Vector512<float> x4 = Vector512.Create(a3[0]);
            c40 = Vector512.FusedMultiplyAdd(x4, b0, c40);
            c41 = Vector512.FusedMultiplyAdd(x4, b1, c41);
            Vector512<float> x5 = Vector512.Create(a3[rowStride]);
            c50 = Vector512.FusedMultiplyAdd(x5, b0, c50);
            c51 = Vector512.FusedMultiplyAdd(x5, b1, c51);
            Vector512<float> x6 = Vector512.Create(a3[row2]);
            c60 = Vector512.FusedMultiplyAdd(x6, b0, c60);
            c61 = Vector512.FusedMultiplyAdd(x6, b1, c61);
            Vector512<float> x7 = Vector512.Create(a3[row3]);
            c70 = Vector512.FusedMultiplyAdd(x7, b0, c70);
            c71 = Vector512.FusedMultiplyAdd(x7, b1, c71);
            a += columnStride;
            a3 += columnStride;
            b += 32;
        }

        Store(c, c00, c01, accumulate);
        Store(c + ldc, c10, c11, accumulate);
        Store(c + 2 * ldc, c20, c21, accumulate);
        Store(c + 3 * ldc, c30, c31, accumulate);
        Store(c + 4 * ldc, c40, c41, accumulate);
        Store(c + 5 * ldc, c50, c51, accumulate);
        Store(c + 6 * ldc, c60, c61, accumulate);
        Store(c + 7 * ldc, c70, c71, accumulate);
    }

    public override void RunHalf(int k, float* a, nint rowStride, nint columnStride, float* b, float* c, nint ldc, bool accumulate)
    {
        float* a3 = a + 4 * rowStride;
        nint row2 = 2 * rowStride, row3 = 3 * rowStride;
        Vector512<float> c00 = Vector512<float>.Zero;
        Vector512<float> c10 = Vector512<float>.Zero;
        Vector512<float> c20 = Vector512<float>.Zero;
        Vector512<float> c30 = Vector512<float>.Zero;
        Vector512<float> c40 = Vector512<float>.Zero;
        Vector512<float> c50 = Vector512<float>.Zero;
        Vector512<float> c60 = Vector512<float>.Zero;
        Vector512<float> c70 = Vector512<float>.Zero;
        for (int p = 0; p < k; p++)
        {
            Vector512<float> b0 = Vector512.Load(b);
            Vector512<float> x0 = Vector512.Create(a[0]);
            c00 = Vector512.FusedMultiplyAdd(x0, b0, c00);
            Vector512<float> x1 = Vector512.Create(a[rowStride]);
            c10 = Vector512.FusedMultiplyAdd(x1, b0, c10);
            Vector512<float> x2 = Vector512.Create(a[row2]);
            c20 = Vector512.FusedMultiplyAdd(x2, b0, c20);
            Vector512<float> x3 = Vector512.Create(a[row3]);
            c30 = Vector512.FusedMultiplyAdd(x3, b0, c30);
            Vector512<float> x4 = Vector512.Create(a3[0]);
            c40 = Vector512.FusedMultiplyAdd(x4, b0, c40);
            Vector512<float> x5 = Vector512.Create(a3[rowStride]);
            c50 = Vector512.FusedMultiplyAdd(x5, b0, c50);
            Vector512<float> x6 = Vector512.Create(a3[row2]);
            c60 = Vector512.FusedMultiplyAdd(x6, b0, c60);
            Vector512<float> x7 = Vector512.Create(a3[row3]);
            c70 = Vector512.FusedMultiplyAdd(x7, b0, c70);
            a += columnStride;
            a3 += columnStride;
            b += 32;
        }

        Store(c, c00, accumulate);
        Store(c + ldc, c10, accumulate);
        Store(c + 2 * ldc, c20, accumulate);
        Store(c + 3 * ldc, c30, accumulate);
        Store(c + 4 * ldc, c40, accumulate);
        Store(c + 5 * ldc, c50, accumulate);
        Store(c + 6 * ldc, c60, accumulate);
        Store(c + 7 * ldc, c70, accumulate);
    }

    private static void Store(float* c, Vector512<float> left, Vector512<float> right, bool accumulate)
    {
        (accumulate ? left + Vector512.Load(c) : left).Store(c);
        (accumulate ? right + Vector512.Load(c + 16) : right).Store(c + 16);
    }

    private static void Store(float* c, Vector512<float> left, bool accumulate) => (accumulate ? left + Vector512.Load(c) : left).Store(c);
}

using System.Runtime.Intrinsics;

namespace EdgeRuntime.Converter.Training.Tensors;

/// <summary>6 x 8 block in twelve 128-bit registers (NEON, SSE, anything else).</summary>
internal sealed unsafe class GemmKernelVector128 : GemmKernel
{
    public override string Name => "gemm_6x8__vector128";

    public override bool IsSupported => true;

    public override int Rows => 6;

    public override int Columns => 8;

    public override void Run(int k, float* a, nint rowStride, nint columnStride, float* b, float* c, nint ldc, bool accumulate)
    {
        float* a3 = a + 3 * rowStride;
        nint row2 = 2 * rowStride;
        Vector128<float> c00 = Vector128<float>.Zero, c01 = Vector128<float>.Zero;
        Vector128<float> c10 = Vector128<float>.Zero, c11 = Vector128<float>.Zero;
        Vector128<float> c20 = Vector128<float>.Zero, c21 = Vector128<float>.Zero;
        Vector128<float> c30 = Vector128<float>.Zero, c31 = Vector128<float>.Zero;
        Vector128<float> c40 = Vector128<float>.Zero, c41 = Vector128<float>.Zero;
        Vector128<float> c50 = Vector128<float>.Zero, c51 = Vector128<float>.Zero;
        for (int p = 0; p < k; p++)
        {
            Vector128<float> b0 = Vector128.Load(b), b1 = Vector128.Load(b + 4);
            Vector128<float> x0 = Vector128.Create(a[0]);
            c00 = Vector128.MultiplyAddEstimate(x0, b0, c00);
            c01 = Vector128.MultiplyAddEstimate(x0, b1, c01);
            Vector128<float> x1 = Vector128.Create(a[rowStride]);
            c10 = Vector128.MultiplyAddEstimate(x1, b0, c10);
            c11 = Vector128.MultiplyAddEstimate(x1, b1, c11);
            Vector128<float> x2 = Vector128.Create(a[row2]);
            c20 = Vector128.MultiplyAddEstimate(x2, b0, c20);
            c21 = Vector128.MultiplyAddEstimate(x2, b1, c21);
            Vector128<float> x3 = Vector128.Create(a3[0]);
            c30 = Vector128.MultiplyAddEstimate(x3, b0, c30);
            c31 = Vector128.MultiplyAddEstimate(x3, b1, c31);
            Vector128<float> x4 = Vector128.Create(a3[rowStride]);
            c40 = Vector128.MultiplyAddEstimate(x4, b0, c40);
            c41 = Vector128.MultiplyAddEstimate(x4, b1, c41);
            Vector128<float> x5 = Vector128.Create(a3[row2]);
            c50 = Vector128.MultiplyAddEstimate(x5, b0, c50);
            c51 = Vector128.MultiplyAddEstimate(x5, b1, c51);
            a += columnStride;
            a3 += columnStride;
            b += 8;
        }

        Store(c, c00, c01, accumulate);
        Store(c + ldc, c10, c11, accumulate);
        Store(c + 2 * ldc, c20, c21, accumulate);
        Store(c + 3 * ldc, c30, c31, accumulate);
        Store(c + 4 * ldc, c40, c41, accumulate);
        Store(c + 5 * ldc, c50, c51, accumulate);
    }

    public override void RunHalf(int k, float* a, nint rowStride, nint columnStride, float* b, float* c, nint ldc, bool accumulate)
    {
        float* a3 = a + 3 * rowStride;
        nint row2 = 2 * rowStride;
        Vector128<float> c00 = Vector128<float>.Zero;
        Vector128<float> c10 = Vector128<float>.Zero;
        Vector128<float> c20 = Vector128<float>.Zero;
        Vector128<float> c30 = Vector128<float>.Zero;
        Vector128<float> c40 = Vector128<float>.Zero;
        Vector128<float> c50 = Vector128<float>.Zero;
        for (int p = 0; p < k; p++)
        {
            Vector128<float> b0 = Vector128.Load(b);
            Vector128<float> x0 = Vector128.Create(a[0]);
            c00 = Vector128.MultiplyAddEstimate(x0, b0, c00);
            Vector128<float> x1 = Vector128.Create(a[rowStride]);
            c10 = Vector128.MultiplyAddEstimate(x1, b0, c10);
            Vector128<float> x2 = Vector128.Create(a[row2]);
            c20 = Vector128.MultiplyAddEstimate(x2, b0, c20);
            Vector128<float> x3 = Vector128.Create(a3[0]);
            c30 = Vector128.MultiplyAddEstimate(x3, b0, c30);
            Vector128<float> x4 = Vector128.Create(a3[rowStride]);
            c40 = Vector128.MultiplyAddEstimate(x4, b0, c40);
            Vector128<float> x5 = Vector128.Create(a3[row2]);
            c50 = Vector128.MultiplyAddEstimate(x5, b0, c50);
            a += columnStride;
            a3 += columnStride;
            b += 8;
        }

        Store(c, c00, accumulate);
        Store(c + ldc, c10, accumulate);
        Store(c + 2 * ldc, c20, accumulate);
        Store(c + 3 * ldc, c30, accumulate);
        Store(c + 4 * ldc, c40, accumulate);
        Store(c + 5 * ldc, c50, accumulate);
    }

    private static void Store(float* c, Vector128<float> left, Vector128<float> right, bool accumulate)
    {
        (accumulate ? left + Vector128.Load(c) : left).Store(c);
        (accumulate ? right + Vector128.Load(c + 4) : right).Store(c + 4);
    }

    private static void Store(float* c, Vector128<float> left, bool accumulate) => (accumulate ? left + Vector128.Load(c) : left).Store(c);
}

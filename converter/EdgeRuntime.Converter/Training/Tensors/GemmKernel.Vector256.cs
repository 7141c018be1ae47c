using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.X86;
namespace EdgeRuntime.Converter.Training.Tensors;

/// <summary>6 x 16 block in twelve 256-bit registers (AVX2 with FMA).</summary>
internal sealed unsafe class GemmKernelVector256 : GemmKernel
{
    public override string Name => "gemm_6x16__vector256";

    public override bool IsSupported => Vector256.IsHardwareAccelerated && Fma.IsSupported;

    public override int Rows => 6;

    public override int Columns => 16;

    public override void Run(int k, float* a, nint rowStride, nint columnStride, float* b, float* c, nint ldc, bool accumulate)
    {
        float* a3 = a + 3 * rowStride;
        nint row2 = 2 * rowStride;
        Vector256<float> c00 = Vector256<float>.Zero, c01 = Vector256<float>.Zero;
        Vector256<float> c10 = Vector256<float>.Zero, c11 = Vector256<float>.Zero;
        Vector256<float> c20 = Vector256<float>.Zero, c21 = Vector256<float>.Zero;
        Vector256<float> c30 = Vector256<float>.Zero, c31 = Vector256<float>.Zero;
        Vector256<float> c40 = Vector256<float>.Zero, c41 = Vector256<float>.Zero;
        Vector256<float> c50 = Vector256<float>.Zero, c51 = Vector256<float>.Zero;
        for (int p = 0; p < k; p++)
        {
            Vector256<float> b0 = Vector256.Load(b), b1 = Vector256.Load(b + 8);
            Vector256<float> x0 = Vector256.Create(a[0]);
            c00 = Vector256.FusedMultiplyAdd(x0, b0, c00);
            c01 = Vector256.FusedMultiplyAdd(x0, b1, c01);
            Vector256<float> x1 = Vector256.Create(a[rowStride]);
            c10 = Vector256.FusedMultiplyAdd(x1, b0, c10);
            c11 = Vector256.FusedMultiplyAdd(x1, b1, c11);
            Vector256<float> x2 = Vector256.Create(a[row2]);
            c20 = Vector256.FusedMultiplyAdd(x2, b0, c20);
            c21 = Vector256.FusedMultiplyAdd(x2, b1, c21);
            Vector256<float> x3 = Vector256.Create(a3[0]);
            c30 = Vector256.FusedMultiplyAdd(x3, b0, c30);
            c31 = Vector256.FusedMultiplyAdd(x3, b1, c31);
            Vector256<float> x4 = Vector256.Create(a3[rowStride]);
            c40 = Vector256.FusedMultiplyAdd(x4, b0, c40);
            c41 = Vector256.FusedMultiplyAdd(x4, b1, c41);
            Vector256<float> x5 = Vector256.Create(a3[row2]);
            c50 = Vector256.FusedMultiplyAdd(x5, b0, c50);
            c51 = Vector256.FusedMultiplyAdd(x5, b1, c51);
            a += columnStride;
            a3 += columnStride;
            b += 16;
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
        Vector256<float> c00 = Vector256<float>.Zero;
        Vector256<float> c10 = Vector256<float>.Zero;
        Vector256<float> c20 = Vector256<float>.Zero;
        Vector256<float> c30 = Vector256<float>.Zero;
        Vector256<float> c40 = Vector256<float>.Zero;
        Vector256<float> c50 = Vector256<float>.Zero;
        for (int p = 0; p < k; p++)
        {
            Vector256<float> b0 = Vector256.Load(b);
            Vector256<float> x0 = Vector256.Create(a[0]);
            c00 = Vector256.FusedMultiplyAdd(x0, b0, c00);
            Vector256<float> x1 = Vector256.Create(a[rowStride]);
            c10 = Vector256.FusedMultiplyAdd(x1, b0, c10);
            Vector256<float> x2 = Vector256.Create(a[row2]);
            c20 = Vector256.FusedMultiplyAdd(x2, b0, c20);
            Vector256<float> x3 = Vector256.Create(a3[0]);
            c30 = Vector256.FusedMultiplyAdd(x3, b0, c30);
            Vector256<float> x4 = Vector256.Create(a3[rowStride]);
            c40 = Vector256.FusedMultiplyAdd(x4, b0, c40);
            Vector256<float> x5 = Vector256.Create(a3[row2]);
            c50 = Vector256.FusedMultiplyAdd(x5, b0, c50);
            a += columnStride;
            a3 += columnStride;
            b += 16;
        }

        Store(c, c00, accumulate);
        Store(c + ldc, c10, accumulate);
        Store(c + 2 * ldc, c20, accumulate);
        Store(c + 3 * ldc, c30, accumulate);
        Store(c + 4 * ldc, c40, accumulate);
        Store(c + 5 * ldc, c50, accumulate);
    }

    private static void Store(float* c, Vector256<float> left, Vector256<float> right, bool accumulate)
    {
        (accumulate ? left + Vector256.Load(c) : left).Store(c);
        (accumulate ? right + Vector256.Load(c + 8) : right).Store(c + 8);
    }

    private static void Store(float* c, Vector256<float> left, bool accumulate) => (accumulate ? left + Vector256.Load(c) : left).Store(c);
}

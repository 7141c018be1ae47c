using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.Arm;

namespace EdgeRuntime.Kernels;

/// <summary><see cref="Int8Gemm"/> on the dot product instruction (SDOT) that Cortex-A55, A75, A76 and later cores have.</summary>
public static unsafe class Int8GemmDp
{
    /// <summary>Whether this machine has the instructions.</summary>
    public static bool IsSupported => Dp.IsSupported;

    /// <summary>The same sums as <see cref="Int8Gemm.Tile"/>.</summary>
    public static void Tile(sbyte* a, nint strideA, sbyte* b, nint strideB, int blocks, int* sums)
    {
        sbyte* a1 = a + strideA, a2 = a1 + strideA, a3 = a2 + strideA, b1 = b + strideB, b2 = b1 + strideB, b3 = b2 + strideB;
        Vector128<int> s0 = default, s1 = default, s2 = default, s3 = default, s4 = default, s5 = default, s6 = default, s7 = default;
        Vector128<int> s8 = default, s9 = default, s10 = default, s11 = default, s12 = default, s13 = default, s14 = default, s15 = default;
        for (nint k = 0; blocks > 0; blocks--, k += Int8Gemm.Block)
        {
            Vector128<sbyte> y0 = AdvSimd.LoadVector128(b + k), y1 = AdvSimd.LoadVector128(b1 + k), y2 = AdvSimd.LoadVector128(b2 + k), y3 = AdvSimd.LoadVector128(b3 + k);
            Vector128<sbyte> x0 = AdvSimd.LoadVector128(a + k);
            s0 = Dp.DotProduct(s0, x0, y0);
            s1 = Dp.DotProduct(s1, x0, y1);
            s2 = Dp.DotProduct(s2, x0, y2);
            s3 = Dp.DotProduct(s3, x0, y3);
            Vector128<sbyte> x1 = AdvSimd.LoadVector128(a1 + k);
            s4 = Dp.DotProduct(s4, x1, y0);
            s5 = Dp.DotProduct(s5, x1, y1);
            s6 = Dp.DotProduct(s6, x1, y2);
            s7 = Dp.DotProduct(s7, x1, y3);
            Vector128<sbyte> x2 = AdvSimd.LoadVector128(a2 + k);
            s8 = Dp.DotProduct(s8, x2, y0);
            s9 = Dp.DotProduct(s9, x2, y1);
            s10 = Dp.DotProduct(s10, x2, y2);
            s11 = Dp.DotProduct(s11, x2, y3);
            Vector128<sbyte> x3 = AdvSimd.LoadVector128(a3 + k);
            s12 = Dp.DotProduct(s12, x3, y0);
            s13 = Dp.DotProduct(s13, x3, y1);
            s14 = Dp.DotProduct(s14, x3, y2);
            s15 = Dp.DotProduct(s15, x3, y3);
        }

        Int8Sums.Store(s0, s1, s2, s3, sums);
        Int8Sums.Store(s4, s5, s6, s7, sums + 4);
        Int8Sums.Store(s8, s9, s10, s11, sums + 8);
        Int8Sums.Store(s12, s13, s14, s15, sums + 12);
    }

    /// <summary>The same sums as <see cref="Int8Gemm.Row"/>.</summary>
    public static void Row(sbyte* a, sbyte* b, nint strideB, int blocks, int* sums)
    {
        sbyte* b1 = b + strideB, b2 = b1 + strideB, b3 = b2 + strideB;
        Vector128<int> s0 = default, s1 = default, s2 = default, s3 = default;
        for (nint k = 0; blocks > 0; blocks--, k += Int8Gemm.Block)
        {
            Vector128<sbyte> x = AdvSimd.LoadVector128(a + k);
            Vector128<sbyte> y0 = AdvSimd.LoadVector128(b + k), y1 = AdvSimd.LoadVector128(b1 + k), y2 = AdvSimd.LoadVector128(b2 + k), y3 = AdvSimd.LoadVector128(b3 + k);
            s0 = Dp.DotProduct(s0, x, y0);
            s1 = Dp.DotProduct(s1, x, y1);
            s2 = Dp.DotProduct(s2, x, y2);
            s3 = Dp.DotProduct(s3, x, y3);
        }

        Int8Sums.Store(s0, s1, s2, s3, sums);
    }
}

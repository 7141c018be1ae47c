using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.Arm;

namespace EdgeRuntime.Kernels;

/// <summary><see cref="Int8Gemm"/>: two products a 16-bit lane (SMULL, SMLAL2; they fit because b has no -128), pairs of lanes added to 32 bits (SADALP).</summary>
public static unsafe class Int8GemmAdvSimd
{
    /// <summary>Whether this machine has the instructions.</summary>
    public static bool IsSupported => AdvSimd.Arm64.IsSupported;

    /// <summary>The same sums as <see cref="Int8Gemm.Tile"/>.</summary>
    public static void Tile(sbyte* a, nint strideA, sbyte* b, nint strideB, int blocks, int* sums)
    {
        sbyte* a1 = a + strideA, a2 = a1 + strideA, a3 = a2 + strideA, b1 = b + strideB, b2 = b1 + strideB, b3 = b2 + strideB;
        Vector128<int> s0 = default, s1 = default, s2 = default, s3 = default, s4 = default, s5 = default, s6 = default, s7 = default;
        Vector128<int> s8 = default, s9 = default, s10 = default, s11 = default, s12 = default, s13 = default, s14 = default, s15 = default;
        for (nint k = 0; blocks > 0; blocks--, k += Int8Gemm.Block)
        {
            Vector128<sbyte> y0 = AdvSimd.LoadVector128(b + k), y1 = AdvSimd.LoadVector128(b1 + k), y2 = AdvSimd.LoadVector128(b2 + k), y3 = AdvSimd.LoadVector128(b3 + k);
            Vector64<sbyte> l0 = AdvSimd.LoadVector64(b + k), l1 = AdvSimd.LoadVector64(b1 + k), l2 = AdvSimd.LoadVector64(b2 + k), l3 = AdvSimd.LoadVector64(b3 + k);
            Int8Products.Add(ref s0, ref s1, ref s2, ref s3, AdvSimd.LoadVector128(a + k), AdvSimd.LoadVector64(a + k), y0, y1, y2, y3, l0, l1, l2, l3);
            Int8Products.Add(ref s4, ref s5, ref s6, ref s7, AdvSimd.LoadVector128(a1 + k), AdvSimd.LoadVector64(a1 + k), y0, y1, y2, y3, l0, l1, l2, l3);
            Int8Products.Add(ref s8, ref s9, ref s10, ref s11, AdvSimd.LoadVector128(a2 + k), AdvSimd.LoadVector64(a2 + k), y0, y1, y2, y3, l0, l1, l2, l3);
            Int8Products.Add(ref s12, ref s13, ref s14, ref s15, AdvSimd.LoadVector128(a3 + k), AdvSimd.LoadVector64(a3 + k), y0, y1, y2, y3, l0, l1, l2, l3);
        }

        Int8Products.Store(s0, s1, s2, s3, sums);
        Int8Products.Store(s4, s5, s6, s7, sums + 4);
        Int8Products.Store(s8, s9, s10, s11, sums + 8);
        Int8Products.Store(s12, s13, s14, s15, sums + 12);
    }

    /// <summary>The same sums as <see cref="Int8Gemm.Row"/>.</summary>
    public static void Row(sbyte* a, sbyte* b, nint strideB, int blocks, int* sums)
    {
        sbyte* b1 = b + strideB, b2 = b1 + strideB, b3 = b2 + strideB;
        Vector128<int> s0 = default, s1 = default, s2 = default, s3 = default;
        for (nint k = 0; blocks > 0; blocks--, k += Int8Gemm.Block)
        {
            Vector128<sbyte> y0 = AdvSimd.LoadVector128(b + k), y1 = AdvSimd.LoadVector128(b1 + k), y2 = AdvSimd.LoadVector128(b2 + k), y3 = AdvSimd.LoadVector128(b3 + k);
            Vector64<sbyte> l0 = AdvSimd.LoadVector64(b + k), l1 = AdvSimd.LoadVector64(b1 + k), l2 = AdvSimd.LoadVector64(b2 + k), l3 = AdvSimd.LoadVector64(b3 + k);
            Int8Products.Add(ref s0, ref s1, ref s2, ref s3, AdvSimd.LoadVector128(a + k), AdvSimd.LoadVector64(a + k), y0, y1, y2, y3, l0, l1, l2, l3);
        }

        Int8Products.Store(s0, s1, s2, s3, sums);
    }
}

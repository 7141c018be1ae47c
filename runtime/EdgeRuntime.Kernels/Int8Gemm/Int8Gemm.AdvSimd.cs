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
            Vector128<sbyte> x = AdvSimd.LoadVector128(a + k);
            Vector64<sbyte> low = AdvSimd.LoadVector64(a + k);
            Vector128<short> p0, p1, p2, p3;
            p0 = AdvSimd.MultiplyWideningLower(low, l0);
            p1 = AdvSimd.MultiplyWideningLower(low, l1);
            p2 = AdvSimd.MultiplyWideningLower(low, l2);
            p3 = AdvSimd.MultiplyWideningLower(low, l3);
            p0 = AdvSimd.MultiplyWideningUpperAndAdd(p0, x, y0);
            p1 = AdvSimd.MultiplyWideningUpperAndAdd(p1, x, y1);
            p2 = AdvSimd.MultiplyWideningUpperAndAdd(p2, x, y2);
            p3 = AdvSimd.MultiplyWideningUpperAndAdd(p3, x, y3);
            s0 = AdvSimd.AddPairwiseWideningAndAdd(s0, p0);
            s1 = AdvSimd.AddPairwiseWideningAndAdd(s1, p1);
            s2 = AdvSimd.AddPairwiseWideningAndAdd(s2, p2);
            s3 = AdvSimd.AddPairwiseWideningAndAdd(s3, p3);
            x = AdvSimd.LoadVector128(a1 + k);
            low = AdvSimd.LoadVector64(a1 + k);
            p0 = AdvSimd.MultiplyWideningLower(low, l0);
            p1 = AdvSimd.MultiplyWideningLower(low, l1);
            p2 = AdvSimd.MultiplyWideningLower(low, l2);
            p3 = AdvSimd.MultiplyWideningLower(low, l3);
            p0 = AdvSimd.MultiplyWideningUpperAndAdd(p0, x, y0);
            p1 = AdvSimd.MultiplyWideningUpperAndAdd(p1, x, y1);
            p2 = AdvSimd.MultiplyWideningUpperAndAdd(p2, x, y2);
            p3 = AdvSimd.MultiplyWideningUpperAndAdd(p3, x, y3);
            s4 = AdvSimd.AddPairwiseWideningAndAdd(s4, p0);
            s5 = AdvSimd.AddPairwiseWideningAndAdd(s5, p1);
            s6 = AdvSimd.AddPairwiseWideningAndAdd(s6, p2);
            s7 = AdvSimd.AddPairwiseWideningAndAdd(s7, p3);
            x = AdvSimd.LoadVector128(a2 + k);
            low = AdvSimd.LoadVector64(a2 + k);
            p0 = AdvSimd.MultiplyWideningLower(low, l0);
            p1 = AdvSimd.MultiplyWideningLower(low, l1);
            p2 = AdvSimd.MultiplyWideningLower(low, l2);
            p3 = AdvSimd.MultiplyWideningLower(low, l3);
            p0 = AdvSimd.MultiplyWideningUpperAndAdd(p0, x, y0);
            p1 = AdvSimd.MultiplyWideningUpperAndAdd(p1, x, y1);
            p2 = AdvSimd.MultiplyWideningUpperAndAdd(p2, x, y2);
            p3 = AdvSimd.MultiplyWideningUpperAndAdd(p3, x, y3);
            s8 = AdvSimd.AddPairwiseWideningAndAdd(s8, p0);
            s9 = AdvSimd.AddPairwiseWideningAndAdd(s9, p1);
            s10 = AdvSimd.AddPairwiseWideningAndAdd(s10, p2);
            s11 = AdvSimd.AddPairwiseWideningAndAdd(s11, p3);
            x = AdvSimd.LoadVector128(a3 + k);
            low = AdvSimd.LoadVector64(a3 + k);
            p0 = AdvSimd.MultiplyWideningLower(low, l0);
            p1 = AdvSimd.MultiplyWideningLower(low, l1);
            p2 = AdvSimd.MultiplyWideningLower(low, l2);
            p3 = AdvSimd.MultiplyWideningLower(low, l3);
            p0 = AdvSimd.MultiplyWideningUpperAndAdd(p0, x, y0);
            p1 = AdvSimd.MultiplyWideningUpperAndAdd(p1, x, y1);
            p2 = AdvSimd.MultiplyWideningUpperAndAdd(p2, x, y2);
            p3 = AdvSimd.MultiplyWideningUpperAndAdd(p3, x, y3);
            s12 = AdvSimd.AddPairwiseWideningAndAdd(s12, p0);
            s13 = AdvSimd.AddPairwiseWideningAndAdd(s13, p1);
            s14 = AdvSimd.AddPairwiseWideningAndAdd(s14, p2);
            s15 = AdvSimd.AddPairwiseWideningAndAdd(s15, p3);
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
            Vector64<sbyte> low = AdvSimd.LoadVector64(a + k);
            Vector128<sbyte> y0 = AdvSimd.LoadVector128(b + k), y1 = AdvSimd.LoadVector128(b1 + k), y2 = AdvSimd.LoadVector128(b2 + k), y3 = AdvSimd.LoadVector128(b3 + k);
            Vector128<short> p0 = AdvSimd.MultiplyWideningLower(low, AdvSimd.LoadVector64(b + k));
            Vector128<short> p1 = AdvSimd.MultiplyWideningLower(low, AdvSimd.LoadVector64(b1 + k));
            Vector128<short> p2 = AdvSimd.MultiplyWideningLower(low, AdvSimd.LoadVector64(b2 + k));
            Vector128<short> p3 = AdvSimd.MultiplyWideningLower(low, AdvSimd.LoadVector64(b3 + k));
            p0 = AdvSimd.MultiplyWideningUpperAndAdd(p0, x, y0);
            p1 = AdvSimd.MultiplyWideningUpperAndAdd(p1, x, y1);
            p2 = AdvSimd.MultiplyWideningUpperAndAdd(p2, x, y2);
            p3 = AdvSimd.MultiplyWideningUpperAndAdd(p3, x, y3);
            s0 = AdvSimd.AddPairwiseWideningAndAdd(s0, p0);
            s1 = AdvSimd.AddPairwiseWideningAndAdd(s1, p1);
            s2 = AdvSimd.AddPairwiseWideningAndAdd(s2, p2);
            s3 = AdvSimd.AddPairwiseWideningAndAdd(s3, p3);
        }

        Int8Sums.Store(s0, s1, s2, s3, sums);
    }
}

/// <summary>The end of the NEON kernels: sums of the lanes of four vectors.</summary>
public static unsafe class Int8Sums
{
    /// <summary>Stores the sum of each vector's lanes.</summary>
    public static void Store(Vector128<int> s0, Vector128<int> s1, Vector128<int> s2, Vector128<int> s3, int* to) =>
        AdvSimd.Store(to, AdvSimd.Arm64.AddPairwise(AdvSimd.Arm64.AddPairwise(s0, s1), AdvSimd.Arm64.AddPairwise(s2, s3)));
}

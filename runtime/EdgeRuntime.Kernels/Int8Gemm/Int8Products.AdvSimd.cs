using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.Arm;

namespace EdgeRuntime.Kernels;

/// <summary>The steps that the NEON kernels over int8 share: 16 inputs times 16 weights of each of four rows. The four stand side by side, so that in-order cores need not wait.</summary>
public static unsafe class Int8Products
{
    /// <summary>Two products a 16-bit lane (SMULL, SMLAL2; they fit because no weight is -128), pairs of lanes added to 32 bits (SADALP). The halves of the registers are given apart.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void Add(
        ref Vector128<int> s0, ref Vector128<int> s1, ref Vector128<int> s2, ref Vector128<int> s3, Vector128<sbyte> x, Vector64<sbyte> low,
        Vector128<sbyte> w0, Vector128<sbyte> w1, Vector128<sbyte> w2, Vector128<sbyte> w3, Vector64<sbyte> l0, Vector64<sbyte> l1, Vector64<sbyte> l2, Vector64<sbyte> l3)
    {
        Vector128<short> p0 = AdvSimd.MultiplyWideningLower(low, l0);
        Vector128<short> p1 = AdvSimd.MultiplyWideningLower(low, l1);
        Vector128<short> p2 = AdvSimd.MultiplyWideningLower(low, l2);
        Vector128<short> p3 = AdvSimd.MultiplyWideningLower(low, l3);
        p0 = AdvSimd.MultiplyWideningUpperAndAdd(p0, x, w0);
        p1 = AdvSimd.MultiplyWideningUpperAndAdd(p1, x, w1);
        p2 = AdvSimd.MultiplyWideningUpperAndAdd(p2, x, w2);
        p3 = AdvSimd.MultiplyWideningUpperAndAdd(p3, x, w3);
        s0 = AdvSimd.AddPairwiseWideningAndAdd(s0, p0);
        s1 = AdvSimd.AddPairwiseWideningAndAdd(s1, p1);
        s2 = AdvSimd.AddPairwiseWideningAndAdd(s2, p2);
        s3 = AdvSimd.AddPairwiseWideningAndAdd(s3, p3);
    }

    /// <summary>The same with one dot product instruction (SDOT) a row.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void AddDots(
        ref Vector128<int> s0, ref Vector128<int> s1, ref Vector128<int> s2, ref Vector128<int> s3,
        Vector128<sbyte> x, Vector128<sbyte> w0, Vector128<sbyte> w1, Vector128<sbyte> w2, Vector128<sbyte> w3)
    {
        s0 = Dp.DotProduct(s0, x, w0);
        s1 = Dp.DotProduct(s1, x, w1);
        s2 = Dp.DotProduct(s2, x, w2);
        s3 = Dp.DotProduct(s3, x, w3);
    }

    /// <summary>Stores the sum of each vector's lanes.</summary>
    public static void Store(Vector128<int> s0, Vector128<int> s1, Vector128<int> s2, Vector128<int> s3, int* to) =>
        AdvSimd.Store(to, AdvSimd.Arm64.AddPairwise(AdvSimd.Arm64.AddPairwise(s0, s1), AdvSimd.Arm64.AddPairwise(s2, s3)));
}

/// <summary>16 inputs times 16 weights of each of four rows, added to four vectors of sums.</summary>
public unsafe interface IInt8Step
{
    public static abstract void Add(
        ref Vector128<int> s0, ref Vector128<int> s1, ref Vector128<int> s2, ref Vector128<int> s3, sbyte* x, Vector128<sbyte> w0, Vector128<sbyte> w1, Vector128<sbyte> w2, Vector128<sbyte> w3);
}

/// <summary><see cref="Int8Products.Add"/>.</summary>
public readonly unsafe struct Int8WideningStep : IInt8Step
{
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void Add(
        ref Vector128<int> s0, ref Vector128<int> s1, ref Vector128<int> s2, ref Vector128<int> s3, sbyte* x, Vector128<sbyte> w0, Vector128<sbyte> w1, Vector128<sbyte> w2, Vector128<sbyte> w3)
        => Int8Products.Add(ref s0, ref s1, ref s2, ref s3, AdvSimd.LoadVector128(x), AdvSimd.LoadVector64(x), w0, w1, w2, w3, w0.GetLower(), w1.GetLower(), w2.GetLower(), w3.GetLower());
}

/// <summary><see cref="Int8Products.AddDots"/>.</summary>
public readonly unsafe struct Int8DotStep : IInt8Step
{
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void Add(
        ref Vector128<int> s0, ref Vector128<int> s1, ref Vector128<int> s2, ref Vector128<int> s3, sbyte* x, Vector128<sbyte> w0, Vector128<sbyte> w1, Vector128<sbyte> w2, Vector128<sbyte> w3)
        => Int8Products.AddDots(ref s0, ref s1, ref s2, ref s3, AdvSimd.LoadVector128(x), w0, w1, w2, w3);
}

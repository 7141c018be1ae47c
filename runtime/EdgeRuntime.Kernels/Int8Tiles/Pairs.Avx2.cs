using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.X86;

namespace EdgeRuntime.Kernels;

/// <summary>How pairs of 16-bit products are added to 32-bit sums.</summary>
internal interface IPairs
{
    /// <summary>sum + a[0] * b[0] + a[1] * b[1] in every lane.</summary>
    public static abstract Vector256<int> MultiplyAdd(Vector256<int> sum, Vector256<short> a, Vector256<short> b);
}

/// <summary>AVX2: two instructions.</summary>
internal readonly struct PairsAvx2 : IPairs
{
    public static bool IsSupported => Avx2.IsSupported;

    public static Vector256<int> MultiplyAdd(Vector256<int> sum, Vector256<short> a, Vector256<short> b) => Avx2.Add(sum, Avx2.MultiplyAddAdjacent(a, b));
}

/// <summary>AVX-VNNI: VPDPWSSD does both. Machines without it compute the same with AVX2, so that the code around it can be tested.</summary>
internal readonly struct PairsAvxVnni : IPairs
{
    public static bool IsSupported => AvxVnni.IsSupported;

    public static Vector256<int> MultiplyAdd(Vector256<int> sum, Vector256<short> a, Vector256<short> b)
        => AvxVnni.IsSupported ? AvxVnni.MultiplyWideningAndAdd(sum, a, b) : PairsAvx2.MultiplyAdd(sum, a, b);
}

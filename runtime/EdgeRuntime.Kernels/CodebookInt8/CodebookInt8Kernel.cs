using System.Collections.Generic;
using System.Runtime.Intrinsics.Arm;

namespace EdgeRuntime.Kernels;

/// <summary>One kernel of <see cref="CodebookInt8"/>.</summary>
public sealed unsafe class CodebookInt8Kernel : IKernel
{
    private CodebookInt8Kernel(string name, bool isSupported, int fewestWeights, delegate*<byte*, nint, int, sbyte*, sbyte*, int*, void> multiply)
    {
        Name = name;
        IsSupported = isSupported;
        FewestWeights = fewestWeights;
        Multiply = multiply;
    }

    /// <summary>All kernels, the preferred ones first.</summary>
    public static IReadOnlyList<CodebookInt8Kernel> All { get; } =
    [
        new("codebook4_int8_1x4__avx2", CodebookInt8Avx2.IsSupported, 1 << 19, &CodebookInt8Avx2.Multiply),
        new("codebook4_int8_1x4__dotprod", Dp.IsSupported, 0, &CodebookInt8AdvSimd.MultiplyDots),
        new("codebook4_int8_1x4__advsimd", CodebookInt8AdvSimd.IsSupported, 0, &CodebookInt8AdvSimd.Multiply),
        new("codebook4_int8_1x4__portable", true, 0, &CodebookInt8.Multiply),
    ];

    /// <summary>The kernel this process uses; see <see cref="KernelChoice"/>.</summary>
    public static CodebookInt8Kernel Best { get; } = KernelChoice.Of(All);

    /// <inheritdoc/>
    public string Name { get; }

    /// <inheritdoc/>
    public bool IsSupported { get; }

    /// <summary>From as many weights on looking up is faster than reading whole ones, which until then fit into the nearer caches.</summary>
    public int FewestWeights { get; }

    /// <summary>The function of <see cref="CodebookInt8.Multiply"/>.</summary>
    public delegate*<byte*, nint, int, sbyte*, sbyte*, int*, void> Multiply { get; }
}

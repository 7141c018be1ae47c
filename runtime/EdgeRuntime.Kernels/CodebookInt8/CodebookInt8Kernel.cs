using System.Collections.Generic;

namespace EdgeRuntime.Kernels;

/// <summary>One kernel of <see cref="CodebookInt8"/>.</summary>
public sealed unsafe class CodebookInt8Kernel : IKernel
{
    private CodebookInt8Kernel(string name, bool isSupported, delegate*<byte*, nint, int, sbyte*, sbyte*, int*, void> multiply)
    {
        Name = name;
        IsSupported = isSupported;
        Multiply = multiply;
    }

    /// <summary>All kernels, the preferred ones first.</summary>
    public static IReadOnlyList<CodebookInt8Kernel> All { get; } =
    [
        new("codebook4_int8_1x4__avx2", CodebookInt8Avx2.IsSupported, &CodebookInt8Avx2.Multiply),
        new("codebook4_int8_1x4__dotprod", CodebookInt8Dp.IsSupported, &CodebookInt8Dp.Multiply),
        new("codebook4_int8_1x4__advsimd", CodebookInt8AdvSimd.IsSupported, &CodebookInt8AdvSimd.Multiply),
        new("codebook4_int8_1x4__portable", true, &CodebookInt8.Multiply),
    ];

    /// <summary>The kernel this process uses; see <see cref="KernelChoice"/>.</summary>
    public static CodebookInt8Kernel Best { get; } = KernelChoice.Of(All);

    /// <inheritdoc/>
    public string Name { get; }

    /// <inheritdoc/>
    public bool IsSupported { get; }

    /// <summary>The function of <see cref="CodebookInt8.Multiply"/>.</summary>
    public delegate*<byte*, nint, int, sbyte*, sbyte*, int*, void> Multiply { get; }
}

using System.Collections.Generic;

namespace EdgeRuntime.Kernels;

/// <summary>One kernel of <see cref="CodebookDense"/>.</summary>
public sealed unsafe class CodebookDenseKernel : IKernel
{
    private CodebookDenseKernel(string name, bool isSupported, delegate*<byte*, int, int, float*, float*, float*, float*, void> multiply)
    {
        Name = name;
        IsSupported = isSupported;
        Multiply = multiply;
    }

    /// <summary>All kernels, the preferred ones first.</summary>
    public static IReadOnlyList<CodebookDenseKernel> All { get; } =
    [
        new("codebook4_dense_64__avx512", CodebookDenseAvx512.IsSupported, &CodebookDenseAvx512.Multiply),
        new("codebook4_dense_32__avx2", CodebookDenseAvx2.IsSupported, &CodebookDenseAvx2.Multiply),
        new("codebook4_dense_16__advsimd", CodebookDenseAdvSimd.IsSupported, &CodebookDenseAdvSimd.Multiply),
        new("codebook4_dense__portable", true, &CodebookDense.Multiply),
    ];

    /// <summary>The kernel this process uses; see <see cref="KernelChoice"/>.</summary>
    public static CodebookDenseKernel Best { get; } = KernelChoice.Of(All);

    /// <inheritdoc/>
    public string Name { get; }

    /// <inheritdoc/>
    public bool IsSupported { get; }

    /// <summary>The function of <see cref="CodebookDense.Multiply"/>.</summary>
    public delegate*<byte*, int, int, float*, float*, float*, float*, void> Multiply { get; }
}

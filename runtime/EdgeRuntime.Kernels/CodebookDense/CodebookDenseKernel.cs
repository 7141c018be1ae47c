using System.Collections.Generic;

namespace EdgeRuntime.Kernels;

/// <summary>One kernel of <see cref="CodebookDense"/>.</summary>
public sealed unsafe class CodebookDenseKernel : IKernel
{
    private CodebookDenseKernel(string name, bool isSupported, int fewestWeights, delegate*<byte*, int, int, float*, float*, float*, float*, void> multiply)
    {
        Name = name;
        IsSupported = isSupported;
        FewestWeights = fewestWeights;
        Multiply = multiply;
    }

    /// <summary>All kernels, the preferred ones first.</summary>
    public static IReadOnlyList<CodebookDenseKernel> All { get; } =
    [
        new("codebook4_dense_64__avx512", CodebookDenseAvx512.IsSupported, 0, &CodebookDenseAvx512.Multiply),
        new("codebook4_dense_32__avx2", CodebookDenseAvx2.IsSupported, 1 << 21, &CodebookDenseAvx2.Multiply),
        new("codebook4_dense_16__advsimd", CodebookDenseAdvSimd.IsSupported, 0, &CodebookDenseAdvSimd.Multiply),
        new("codebook4_dense__portable", true, 0, &CodebookDense.Multiply),
    ];

    /// <summary>The kernel this process uses; see <see cref="KernelChoice"/>.</summary>
    public static CodebookDenseKernel Best { get; } = KernelChoice.Of(All);

    /// <inheritdoc/>
    public string Name { get; }

    /// <inheritdoc/>
    public bool IsSupported { get; }

    /// <summary>Weights from which on looking up is at least as fast as reading expanded weights: where those leave the caches near the core.</summary>
    public int FewestWeights { get; }

    /// <summary>The function of <see cref="CodebookDense.Multiply"/>.</summary>
    public delegate*<byte*, int, int, float*, float*, float*, float*, void> Multiply { get; }
}

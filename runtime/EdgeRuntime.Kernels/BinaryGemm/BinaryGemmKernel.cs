using System.Collections.Generic;

namespace EdgeRuntime.Kernels;

/// <summary>One kernel of <see cref="BinaryGemm"/>.</summary>
public sealed unsafe class BinaryGemmKernel : IKernel
{
    private BinaryGemmKernel(string name, bool isSupported, delegate*<uint*, uint*, int, uint*, void> tile)
    {
        Name = name;
        IsSupported = isSupported;
        Tile = tile;
    }

    /// <summary>All kernels, the preferred ones first.</summary>
    public static IReadOnlyList<BinaryGemmKernel> All { get; } =
    [
        new("binary_gemm_4x4__advsimd", BinaryGemmAdvSimd.IsSupported, &BinaryGemmAdvSimd.Multiply),
        new("binary_gemm_4x4__popcnt", true, &BinaryGemmPopCount.Multiply),
        new("binary_gemm_4x4__portable", true, &BinaryGemmTiles.Portable),
    ];

    /// <inheritdoc/>
    public string Name { get; }

    /// <inheritdoc/>
    public bool IsSupported { get; }

    /// <summary>The function of <see cref="BinaryGemm.Multiply"/>.</summary>
    public delegate*<uint*, uint*, int, uint*, void> Tile { get; }
}

using System.Collections.Generic;

namespace EdgeRuntime.Kernels;

/// <summary>One kernel of <see cref="TernaryGemm"/>.</summary>
public sealed unsafe class TernaryGemmKernel : IKernel
{
    private TernaryGemmKernel(string name, bool isSupported, delegate*<uint*, uint*, int, uint*, void> tile)
    {
        Name = name;
        IsSupported = isSupported;
        Tile = tile;
    }

    /// <summary>All kernels, the preferred ones first.</summary>
    public static IReadOnlyList<TernaryGemmKernel> All { get; } =
    [
        new("ternary_gemm_4x4__advsimd", TernaryGemmAdvSimd.IsSupported, &TernaryGemmAdvSimd.Multiply),
        new("ternary_gemm_4x4__popcnt", true, &TernaryGemmPopCount.Multiply),
        new("ternary_gemm_4x4__portable", true, &BinaryGemmTiles.PortableTernary),
    ];

    /// <inheritdoc/>
    public string Name { get; }

    /// <inheritdoc/>
    public bool IsSupported { get; }

    /// <summary>The function of <see cref="TernaryGemm.Multiply"/>.</summary>
    public delegate*<uint*, uint*, int, uint*, void> Tile { get; }
}

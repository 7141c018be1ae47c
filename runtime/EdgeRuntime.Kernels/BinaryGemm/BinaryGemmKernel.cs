using System.Collections.Generic;

namespace EdgeRuntime.Kernels;

/// <summary>One kernel of <see cref="BinaryGemm"/>.</summary>
public sealed unsafe class BinaryGemmKernel : IKernel
{
    private readonly delegate*<uint*, uint*, int, uint*, void> tile;

    private BinaryGemmKernel(string name, bool isSupported, delegate*<uint*, uint*, int, uint*, void> tile)
    {
        Name = name;
        IsSupported = isSupported;
        this.tile = tile;
    }

    /// <summary>All kernels, the preferred ones first.</summary>
    public static IReadOnlyList<BinaryGemmKernel> All { get; } =
    [
        new("binary_gemm_4x4__advsimd", BinaryGemmAdvSimd.IsSupported, &BinaryGemmAdvSimd.Multiply),
        new("binary_gemm_4x4__popcnt", true, &BinaryGemmPopCount.Multiply),
        new("binary_gemm_4x4__portable", true, &BinaryGemmTiles.Portable),
    ];

    /// <summary>The kernel this process uses; see <see cref="KernelChoice"/>.</summary>
    public static BinaryGemmKernel Best { get; } = KernelChoice.Of(All);

    /// <inheritdoc/>
    public string Name { get; }

    /// <inheritdoc/>
    public bool IsSupported { get; }

    /// <summary>Computes all counts of two packed matrices; the parameters are those of <see cref="BinaryGemmTiles.Run"/>.</summary>
    public void Run(uint* a, int rows, uint* b, int columns, int words, uint* differ, int stride) =>
        BinaryGemmTiles.Run(tile, a, rows, b, columns, words, differ, stride);
}

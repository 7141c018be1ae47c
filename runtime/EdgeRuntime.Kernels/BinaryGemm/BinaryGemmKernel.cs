using System;
using System.Collections.Generic;
using System.IO.Enumeration;

namespace EdgeRuntime.Kernels;

/// <summary>One kernel of <see cref="BinaryGemm"/>.</summary>
public sealed unsafe class BinaryGemmKernel
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
        new("binary_gemm_4x4__avx2", BinaryGemmAvx2.IsSupported, &BinaryGemmAvx2.Multiply),
        new("binary_gemm_4x4__advsimd", BinaryGemmAdvSimd.IsSupported, &BinaryGemmAdvSimd.Multiply),
        new("binary_gemm_4x4__popcnt", true, &BinaryGemmPopCount.Multiply),
        new("binary_gemm_4x4__portable", true, &BinaryGemmTiles.Portable),
    ];

    /// <summary>The kernel this process uses: the first that the machine supports among those whose names match EDGE_KERNEL (* and ? stand for any text and any character), or among all when none matches.</summary>
    public static BinaryGemmKernel Best { get; } = Choose(Environment.GetEnvironmentVariable("EDGE_KERNEL"));

    /// <summary><c>operation_tile__isa</c>.</summary>
    public string Name { get; }

    /// <summary>Whether this machine has the instructions.</summary>
    public bool IsSupported { get; }

    /// <summary>The first supported kernel whose name matches a pattern; without a pattern or a match, the first supported one.</summary>
    public static BinaryGemmKernel Choose(string? pattern)
    {
        foreach (BinaryGemmKernel kernel in All)
            if (kernel.IsSupported && pattern != null && FileSystemName.MatchesSimpleExpression(pattern, kernel.Name)) return kernel;
        foreach (BinaryGemmKernel kernel in All)
            if (kernel.IsSupported) return kernel;
        throw new PlatformNotSupportedException("the list of binary matrix kernels lacks a portable one");
    }

    /// <summary>Computes all counts of two packed matrices; the parameters are those of <see cref="BinaryGemmTiles.Run"/>.</summary>
    public void Run(uint* a, int rows, uint* b, int columns, int words, uint* differ, int stride) =>
        BinaryGemmTiles.Run(tile, a, rows, b, columns, words, differ, stride);
}

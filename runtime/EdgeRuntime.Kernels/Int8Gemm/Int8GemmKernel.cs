using System.Collections.Generic;

namespace EdgeRuntime.Kernels;

/// <summary>One kernel of <see cref="Int8Gemm"/>.</summary>
public sealed unsafe class Int8GemmKernel : IKernel
{
    private Int8GemmKernel(
        string name, bool isSupported, delegate*<sbyte*, nint, sbyte*, nint, int, int*, void> tile, delegate*<sbyte*, sbyte*, nint, int, int*, void> row)
    {
        Name = name;
        IsSupported = isSupported;
        Tile = tile;
        Row = row;
    }

    /// <summary>All kernels, the preferred ones first.</summary>
    public static IReadOnlyList<Int8GemmKernel> All { get; } =
    [
        new("int8_gemm_4x4__dotprod", Int8GemmDp.IsSupported, &Int8GemmDp.Tile, &Int8GemmDp.Row),
        new("int8_gemm_4x4__advsimd", Int8GemmAdvSimd.IsSupported, &Int8GemmAdvSimd.Tile, &Int8GemmAdvSimd.Row),
        new("int8_gemm_4x4__portable", true, &Int8Gemm.Tile, &Int8Gemm.Row),
    ];

    /// <summary>The kernel this process uses; see <see cref="KernelChoice"/>.</summary>
    public static Int8GemmKernel Best { get; } = KernelChoice.Of(All);

    /// <inheritdoc/>
    public string Name { get; }

    /// <inheritdoc/>
    public bool IsSupported { get; }

    /// <summary>The function of <see cref="Int8Gemm.Tile"/>.</summary>
    public delegate*<sbyte*, nint, sbyte*, nint, int, int*, void> Tile { get; }

    /// <summary>The function of <see cref="Int8Gemm.Row"/>.</summary>
    public delegate*<sbyte*, sbyte*, nint, int, int*, void> Row { get; }
}

using System.Collections.Generic;
using System.Linq;

namespace EdgeRuntime.Kernels;

/// <summary>One kernel of int8 convolutions and dense layers: the tiles of <see cref="Int8Convolution"/> or those of <see cref="Int8Gemm"/>.</summary>
public sealed class Int8ConvolutionKernel : IKernel
{
    private Int8ConvolutionKernel(IKernel tiles)
    {
        Name = tiles.Name;
        IsSupported = tiles.IsSupported;
        Tiles = tiles as Int8TileKernel;
    }

    /// <summary>All kernels, the preferred ones first.</summary>
    public static IReadOnlyList<Int8ConvolutionKernel> All { get; } =
    [
        .. Int8TileKernel.All.Concat<IKernel>(Int8GemmKernel.All).Select(tiles => new Int8ConvolutionKernel(tiles)),
    ];

    /// <summary>The kernel this process uses; see <see cref="KernelChoice"/>.</summary>
    public static Int8ConvolutionKernel Best { get; } = KernelChoice.Of(All);

    /// <inheritdoc/>
    public string Name { get; }

    /// <inheritdoc/>
    public bool IsSupported { get; }

    /// <summary>The tiles for <see cref="Int8Convolution"/>, or null where those of <see cref="Int8Gemm"/> serve.</summary>
    public Int8TileKernel? Tiles { get; }
}

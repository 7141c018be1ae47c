using System.Collections.Generic;
using System.Linq;

namespace EdgeRuntime.Kernels;

/// <summary>One kernel of int8 convolutions and dense layers: <see cref="Int8Convolution"/>, or the tiles of <see cref="Int8Gemm"/>.</summary>
public sealed class Int8ConvolutionKernel : IKernel
{
    private Int8ConvolutionKernel(string name, bool isSupported)
    {
        Name = name;
        IsSupported = isSupported;
    }

    /// <summary>All kernels, the preferred ones first.</summary>
    public static IReadOnlyList<Int8ConvolutionKernel> All { get; } =
    [
        new(Int8Convolution.Name, Int8TilesAvx2.IsSupported),
        .. Int8GemmKernel.All.Select(tile => new Int8ConvolutionKernel(tile.Name, tile.IsSupported)),
    ];

    /// <summary>The kernel this process uses; see <see cref="KernelChoice"/>.</summary>
    public static Int8ConvolutionKernel Best { get; } = KernelChoice.Of(All);

    /// <inheritdoc/>
    public string Name { get; }

    /// <inheritdoc/>
    public bool IsSupported { get; }
}

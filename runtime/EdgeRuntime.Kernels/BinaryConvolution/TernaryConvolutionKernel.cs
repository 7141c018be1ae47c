using System.Collections.Generic;
using System.Linq;
using System.Runtime.InteropServices;

namespace EdgeRuntime.Kernels;

/// <summary>One kernel of convolutions and dense layers of ternary weights over bits.</summary>
public sealed unsafe class TernaryConvolutionKernel : IKernel
{
    private readonly BinaryConvolutionKernel? twice;
    private readonly TernaryGemmKernel? tile;

    private TernaryConvolutionKernel(string name, bool isSupported, BinaryConvolutionKernel? twice, TernaryGemmKernel? tile)
    {
        Name = name;
        IsSupported = isSupported;
        this.twice = twice;
        this.tile = tile;
    }

    /// <summary>All kernels, the preferred ones first. Where four binary weights are looked up at once, a nibble would index two ternary ones only, so they stay two binary rows there.</summary>
    public static IReadOnlyList<TernaryConvolutionKernel> All { get; } =
    [
        Twice("ternary_lookup_4x64__avx512", BinaryConvolutionKernel.Lookup512),
        Twice("ternary_lookup_4x32__avx2", BinaryConvolutionKernel.Lookup256),
        .. TernaryGemmKernel.All.Select(tile => new TernaryConvolutionKernel(tile.Name, tile.IsSupported, null, tile)),
    ];

    /// <inheritdoc/>
    public string Name { get; }

    /// <inheritdoc/>
    public bool IsSupported { get; }

    /// <summary>The kernel this process uses for a geometry; see <see cref="KernelChoice"/>.</summary>
    public static TernaryConvolutionKernel For(ConvolutionShape shape) => KernelChoice.Of([.. All.Where(k => k.Takes(shape))]);

    /// <summary>Whether the kernel can run such a convolution.</summary>
    public bool Takes(in ConvolutionShape shape) => twice == null || twice.Takes(Doubled(shape));

    /// <summary>Packs weights.</summary>
    /// <param name="shape">Geometry.</param>
    /// <param name="padsAreOnes">Positions outside the image count as +1 instead of 0.</param>
    /// <param name="rows">Weight words [out channel, plane, kernelH, kernelW, words a pixel]: a plane of signs, then one of non-zeros.</param>
    /// <param name="threads">Threads that may run it at once.</param>
    public BinaryConvolution Create(in ConvolutionShape shape, bool padsAreOnes, uint* rows, int threads)
    {
        if (twice == null) return new BinaryTiles(tile!.Tile, true, shape, padsAreOnes, rows, threads);
        int words = shape.KernelH * shape.KernelW * ((shape.Channels + 31) >> 5);
        uint* pairs = (uint*)NativeMemory.Alloc((nuint)shape.OutChannels, 2 * (nuint)words * sizeof(uint));
        for (int c = 0; c < shape.OutChannels; c++) TernaryOutput.Rows(rows + (nint)c * 2 * words, words, shape.Channels, pairs + (nint)c * 2 * words);
        BinaryConvolution convolution = twice.Create(Doubled(shape), padsAreOnes, pairs, threads);
        NativeMemory.Free(pairs);
        return convolution;
    }

    /// <summary>What to hand to <see cref="BinaryConvolution.Run"/> so that <paramref name="output"/> receives the dot products of the layer's own channels.</summary>
    public BinaryOutput Output(BinaryOutput output) => twice == null ? output : new TernaryOutput(output);

    private static TernaryConvolutionKernel Twice(string name, BinaryConvolutionKernel kernel) => new(name, kernel.IsSupported, kernel, null);

    private static ConvolutionShape Doubled(ConvolutionShape shape)
    {
        shape.OutChannels *= 2;
        shape.GroupOutChannels *= 2;
        return shape;
    }
}

using System;
using System.Collections.Generic;
using System.Linq;
using System.Runtime.Intrinsics;

namespace EdgeRuntime.Kernels;

/// <summary>One kernel of binary convolutions and dense layers (an image of one pixel).</summary>
public sealed unsafe class BinaryConvolutionKernel : IKernel
{
    private readonly Maker make;
    private readonly Func<ConvolutionShape, bool> takes;

    private BinaryConvolutionKernel(string name, bool isSupported, Func<ConvolutionShape, bool> takes, Maker make)
    {
        Name = name;
        IsSupported = isSupported;
        this.takes = takes;
        this.make = make;
    }

    private delegate BinaryConvolution Maker(in ConvolutionShape shape, bool padsAreOnes, uint* rows, int threads);

    /// <summary>The kernels of <see cref="BinaryLookup{TVector, TLanes}"/>.</summary>
    internal static BinaryConvolutionKernel Lookup512 { get; } = Lookup<Vector512<byte>, Lanes512>("binary_lookup_4x128__avx512", 65);

    internal static BinaryConvolutionKernel Lookup256 { get; } = Lookup<Vector256<byte>, Lanes256>("binary_lookup_4x64__avx2", 1);

    /// <summary>All kernels, the preferred ones first.</summary>
    public static IReadOnlyList<BinaryConvolutionKernel> All { get; } =
    [
        Lookup512,
        Lookup256,
        .. BinaryGemmKernel.All.Select(tile => new BinaryConvolutionKernel(tile.Name, tile.IsSupported, _ => true, (in ConvolutionShape s, bool ones, uint* rows, int threads) => new BinaryTiles(tile.Tile, false, s, ones, rows, threads))),
    ];

    /// <inheritdoc/>
    public string Name { get; }

    /// <inheritdoc/>
    public bool IsSupported { get; }

    /// <summary>The kernel this process uses for a geometry; see <see cref="KernelChoice"/>.</summary>
    public static BinaryConvolutionKernel For(ConvolutionShape shape) => KernelChoice.Of([.. All.Where(k => k.Takes(shape))]);

    /// <summary>Whether the kernel can run such a convolution.</summary>
    public bool Takes(in ConvolutionShape shape) => takes(shape);

    /// <summary>Bytes that the unpacked image and the weights of a layer take, about.</summary>
    public static long Bytes(in ConvolutionShape s) => LookupImage.Bytes(s) + 24L * s.Batch * s.OutHeight * s.OutWidth + ((long)s.OutChannels + 127) / 128 * 128 * s.KernelH * s.KernelW * ((s.Channels + 3) >> 2);

    /// <summary>Packs weights.</summary>
    /// <param name="shape">Geometry.</param>
    /// <param name="padsAreOnes">Positions outside the image count as +1 instead of 0.</param>
    /// <param name="rows">Weight words [out channel, kernelH, kernelW, words a pixel].</param>
    /// <param name="threads">Threads that may run it at once.</param>
    public BinaryConvolution Create(in ConvolutionShape shape, bool padsAreOnes, uint* rows, int threads) => make(shape, padsAreOnes, rows, threads);

    // Dot products have 16 bits. Where the last block of channels would be nearly empty, narrower vectors are faster.
    private static BinaryConvolutionKernel Lookup<TVector, TLanes>(string name, int fewestInBlock)
        where TVector : struct
        where TLanes : struct, IByteLanes<TVector>
    {
        bool Takes(ConvolutionShape s)
            => (long)s.KernelH * s.KernelW * s.Channels <= short.MaxValue && (s.OutChannels - 1) % BinaryLookup<TVector, TLanes>.BlockChannels + 1 >= fewestInBlock;
        return new(name, TLanes.IsSupported, Takes, (in ConvolutionShape s, bool ones, uint* rows, int _) => new BinaryLookup<TVector, TLanes>(s, ones, rows));
    }
}

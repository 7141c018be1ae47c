using System;
using System.Runtime.InteropServices;

namespace EdgeRuntime.Kernels;

/// <summary>
/// Binary convolution on tiles of <see cref="BinaryGemm"/>, or of <see cref="TernaryGemm"/> where weights are ternary: patches of up to <see cref="Group"/> neighbouring
/// pixels are gathered and multiplied. Positions outside the image are zero bits, +1 each, whose share is taken out where they count as 0.
/// </summary>
public sealed unsafe class BinaryTiles : BinaryConvolution
{
    private const int Group = 16;

    private readonly delegate*<uint*, uint*, int, uint*, void> tile;
    private readonly int blockWords;
    private readonly int patchWords;
    private readonly int packedWords;
    private readonly int* positionSums;
    private readonly int* nonZeros;
    private readonly uint* packedRows;
    private readonly uint* scratch;

    /// <param name="tile">The function of <see cref="BinaryGemm.Multiply"/>, or of <see cref="TernaryGemm.Multiply"/>.</param>
    /// <param name="ternary">Whether weights are ternary.</param>
    /// <param name="shape">Geometry.</param>
    /// <param name="padsAreOnes">Positions outside the image count as +1 instead of 0.</param>
    /// <param name="rows">Weight words [out channel, plane, kernelH, kernelW, words a pixel], a plane of signs and, of ternary weights, one of non-zeros.</param>
    /// <param name="threads">Threads that may run it at once.</param>
    public BinaryTiles(delegate*<uint*, uint*, int, uint*, void> tile, bool ternary, in ConvolutionShape shape, bool padsAreOnes, uint* rows, int threads)
        : base(shape, padsAreOnes)
    {
        this.tile = tile;
        blockWords = ternary ? TernaryGemm.PanelBlock : BinaryGemm.PanelBlock;
        patchWords = Group * RowWords;
        packedWords = BinaryGemm.PackedLength(Group, RowWords);
        packedRows = Allocate((nuint)BinaryGemm.PackedLength(shape.OutChannels, RowWords) * (ternary ? 2u : 1u));
        if (ternary) TernaryGemm.Pack(rows, 0, shape.OutChannels, RowWords, packedRows, 0);
        else BinaryGemm.Pack(rows, 0, shape.OutChannels, RowWords, RowWords, packedRows, 0);
        nonZeros = (int*)Allocate((nuint)shape.OutChannels);
        positionSums = (int*)Allocate((nuint)shape.OutChannels * (nuint)Positions);
        for (int c = 0; c < shape.OutChannels; c++) Sum(c, rows + (nint)c * RowWords * (ternary ? 2 : 1), ternary);
        scratch = Allocate((nuint)threads * (nuint)ScratchWords);
    }

    public override int Units => Shape.Batch * Shape.OutHeight;

    private int Positions => Shape.KernelH * Shape.KernelW;

    private int ScratchWords => patchWords + packedWords + Group * Shape.OutChannels;

    public override void Run(uint* x, BinaryOutput output, int from, int end, int thread)
    {
        uint* patches = scratch + (nint)thread * ScratchWords;
        for (int row = from; row < end; row++)
            for (int ox = 0; ox < Shape.OutWidth; ox += Group) Pixels16(x, output, row * Shape.OutWidth + ox, Math.Min(Group, Shape.OutWidth - ox), patches);
    }

    protected override void Free()
    {
        NativeMemory.AlignedFree(nonZeros);
        NativeMemory.AlignedFree(positionSums);
        NativeMemory.AlignedFree(packedRows);
        NativeMemory.AlignedFree(scratch);
    }

    private static uint* Allocate(nuint words) => (uint*)NativeMemory.AlignedAlloc(words * sizeof(uint), 64);

    private void Pixels16(uint* x, BinaryOutput output, int pixel, int pixels, uint* patches)
    {
        uint* packed = patches + patchWords, differ = packed + packedWords;
        (int image, int top, int left) = Window(pixel);
        x += (nint)image * Shape.Height * Shape.Width * PixelWords;
        for (int i = 0; i < pixels; i++) Gather(x, top, left + i * Shape.StrideW, patches + (nint)i * RowWords);
        BinaryGemm.Pack(patches, 0, pixels, RowWords, RowWords, packed, 0);
        BinaryGemmTiles.Run(tile, packed, pixels, packedRows, blockWords, Shape.OutChannels, RowWords, differ, Shape.OutChannels);
        int all = Positions * Shape.Channels;
        for (int i = 0; i < pixels; i++)
        {
            int* dots = (int*)differ + (nint)i * Shape.OutChannels;
            bool whole = PadsAreOnes || Signs(top, left + i * Shape.StrideW) == all;
            for (int c = 0; c < Shape.OutChannels; c++) dots[c] = nonZeros[c] - 2 * dots[c] - (whole ? 0 : Outside(c, top, left + i * Shape.StrideW));
            output.StoreDots(pixel + i, 0, Shape.OutChannels, dots);
        }
    }

    private bool InImage(int y, int x) => y >= 0 && y < Shape.Height && x >= 0 && x < Shape.Width;

    private void Gather(uint* image, int top, int left, uint* patch)
    {
        for (int kh = 0; kh < Shape.KernelH; kh++)
        {
            int iy = top + kh * Shape.DilationH;
            for (int kw = 0; kw < Shape.KernelW; kw++)
            {
                int ix = left + kw * Shape.DilationW;
                uint* from = InImage(iy, ix) ? image + (nint)(iy * Shape.Width + ix) * PixelWords : null;
                for (int i = 0; i < PixelWords; i++) *patch++ = from == null ? 0 : from[i];
            }
        }
    }

    // What the positions outside the image add to a row's dot product when they count as +1.
    private int Outside(int row, int top, int left)
    {
        int* position = positionSums + (nint)row * Positions;
        int sum = 0;
        for (int kh = 0; kh < Shape.KernelH; kh++)
            for (int kw = 0; kw < Shape.KernelW; kw++, position++)
                if (!InImage(top + kh * Shape.DilationH, left + kw * Shape.DilationW)) sum += *position;
        return sum;
    }

    // A row's weights that are not zero, and the sums of those at each position of the window.
    private void Sum(int row, uint* signs, bool ternary)
    {
        nonZeros[row] = 0;
        for (int i = 0; i < Positions; i++, signs += PixelWords)
        {
            int minus = 0, all = ternary ? 0 : Shape.Channels;
            for (int word = 0; word < PixelWords; word++)
            {
                minus += int.PopCount((int)(ternary ? signs[word] & signs[RowWords + word] : signs[word]));
                if (ternary) all += int.PopCount((int)signs[RowWords + word]);
            }

            nonZeros[row] += all;
            positionSums[(nint)row * Positions + i] = all - 2 * minus;
        }
    }
}

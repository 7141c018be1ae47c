using System;
using System.Runtime.InteropServices;

namespace EdgeRuntime.Kernels;

/// <summary>
/// Binary convolution on tiles of <see cref="BinaryGemm"/>: patches of up to <see cref="Group"/> neighbouring pixels are gathered and multiplied.
/// Positions outside the image are zero bits, +1 each, whose share is taken out where they count as 0.
/// </summary>
public sealed unsafe class BinaryTiles : BinaryConvolution
{
    private const int Group = 16;

    private readonly BinaryGemmKernel kernel;
    private readonly int patchWords;
    private readonly int packedWords;
    private readonly uint* rows;
    private readonly int* ones;
    private readonly uint* packedRows;
    private readonly uint* scratch;

    public BinaryTiles(BinaryGemmKernel kernel, in ConvolutionShape shape, bool padsAreOnes, uint* rows, int threads)
        : base(shape, padsAreOnes)
    {
        this.kernel = kernel;
        patchWords = Group * RowWords;
        packedWords = BinaryGemm.PackedLength(Group, RowWords);
        this.rows = Allocate((nuint)shape.OutChannels * (nuint)RowWords);
        NativeMemory.Copy(rows, this.rows, (nuint)shape.OutChannels * (nuint)RowWords * sizeof(uint));
        packedRows = Allocate((nuint)BinaryGemm.PackedLength(shape.OutChannels, RowWords));
        BinaryGemm.Pack(rows, 0, shape.OutChannels, RowWords, RowWords, packedRows, 0);
        int positions = shape.KernelH * shape.KernelW;
        ones = (int*)Allocate((nuint)shape.OutChannels * (nuint)positions);
        for (int i = 0; i < shape.OutChannels * positions; i++)
        {
            ones[i] = 0;
            for (int word = 0; word < PixelWords; word++) ones[i] += int.PopCount((int)rows[(nint)i * PixelWords + word]);
        }

        scratch = Allocate((nuint)threads * (nuint)ScratchWords);
    }

    public override int Units => Shape.Batch * Shape.OutHeight;

    private int ScratchWords => patchWords + packedWords + Group * Shape.OutChannels;

    public override void Run(uint* x, BinaryOutput output, int from, int end, int thread)
    {
        uint* patches = scratch + (nint)thread * ScratchWords;
        for (int row = from; row < end; row++)
            for (int ox = 0; ox < Shape.OutWidth; ox += Group) Pixels16(x, output, row * Shape.OutWidth + ox, Math.Min(Group, Shape.OutWidth - ox), patches);
    }

    protected override void Free()
    {
        NativeMemory.AlignedFree(rows);
        NativeMemory.AlignedFree(ones);
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
        kernel.Run(packed, pixels, packedRows, Shape.OutChannels, RowWords, differ, Shape.OutChannels);
        int all = Shape.KernelH * Shape.KernelW * Shape.Channels;
        for (int i = 0; i < pixels; i++)
        {
            int* dots = (int*)differ + (nint)i * Shape.OutChannels;
            bool whole = PadsAreOnes || Signs(top, left + i * Shape.StrideW) == all;
            for (int c = 0; c < Shape.OutChannels; c++) dots[c] = all - 2 * dots[c] - (whole ? 0 : Outside(c, top, left + i * Shape.StrideW));
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
        int* minus = ones + (nint)row * Shape.KernelH * Shape.KernelW;
        int sum = 0;
        for (int kh = 0; kh < Shape.KernelH; kh++)
            for (int kw = 0; kw < Shape.KernelW; kw++, minus++)
                if (!InImage(top + kh * Shape.DilationH, left + kw * Shape.DilationW)) sum += Shape.Channels - 2 * *minus;
        return sum;
    }
}

using System;
using System.Numerics;
using System.Runtime.InteropServices;

using EdgeRuntime.Format;
using EdgeRuntime.Kernels;

namespace EdgeRuntime.Prepared;

/// <summary>
/// Binary convolution or dense layer. Patches of up to <see cref="Group"/> neighbouring pixels are gathered and multiplied in tiles; fewer than
/// <see cref="FewestTiled"/> pixels a row or output channels take one dot product an output. Positions outside the image are zero bits, +1 each, whose share is taken out where they count as 0.
/// </summary>
internal sealed unsafe class PreparedConvolutionBinary : PreparedOperation
{
    private const int Group = 16;
    private const int FewestTiled = 3;

    private readonly ConvolutionShape shape;
    private readonly BinaryGemmKernel? kernel;
    private readonly float[] scales;
    private readonly float[] biases;
    private readonly uint* rows;
    private readonly uint* packedRows;
    private readonly uint* patches;
    private readonly uint* packedPatches;
    private readonly uint* differ;
    private readonly int words;

    private PreparedConvolutionBinary(ref Frame f, ConvolutionShape shape)
    {
        this.shape = shape;
        kernel = shape.OutWidth >= FewestTiled && shape.OutChannels >= FewestTiled ? BinaryGemmKernel.Best : null;
        words = shape.KernelH * shape.KernelW * ((shape.Channels + 31) >> 5);
        scales = new float[shape.OutChannels];
        biases = new float[shape.OutChannels];
        rows = Allocate((nuint)shape.OutChannels * (nuint)words);
        patches = Allocate(Group * (nuint)words);
        differ = Allocate(Group * (nuint)shape.OutChannels);
        for (int c = 0; c < shape.OutChannels; c++)
        {
            scales[c] = Scales.Of(f.File, ref f.Op.Weights, c);
            biases[c] = f.Op.BiasLength > 0 ? Constants.FloatAt(f.File, ref f.Op.Bias, c) : 0f;
            for (int i = 0; i < words; i++) rows[c * words + i] = Port.Word(f.File, f.Op.Weights.DataAt + (c * words + i) * 4);
        }

        if (kernel == null) return;
        packedRows = Allocate((nuint)BinaryGemm.PackedLength(shape.OutChannels, words));
        packedPatches = Allocate((nuint)BinaryGemm.PackedLength(Group, words));
        BinaryGemm.Pack(rows, 0, shape.OutChannels, words, words, packedRows, 0);
    }

    ~PreparedConvolutionBinary()
    {
        NativeMemory.AlignedFree(rows);
        NativeMemory.AlignedFree(packedRows);
        NativeMemory.AlignedFree(patches);
        NativeMemory.AlignedFree(packedPatches);
        NativeMemory.AlignedFree(differ);
    }

    public override string Name => kernel?.Name ?? "binary_patch__popcnt";

    public static PreparedOperation Create(ref Frame f)
    {
        ConvolutionShape s = default;
        if (f.Op.Code == Opcode.DenseBinary) WindowOps.DenseGeometry(ref f, ref s);
        else WindowOps.Geometry(ref f, ref s);
        return new PreparedConvolutionBinary(ref f, s);
    }

    public override void Run(ref Frame f)
    {
        int imageWords = shape.Height * shape.Width * ((shape.Channels + 31) >> 5);
        float* y = f.Floats + f.Out.Offset;
        for (int n = 0; n < shape.Batch; n++)
        {
            for (int oy = 0; oy < shape.OutHeight; oy++)
            {
                for (int ox = 0; ox < shape.OutWidth; ox += Group)
                {
                    int pixels = Math.Min(Group, shape.OutWidth - ox);
                    Pixels(ref f, f.X.Offset + n * imageWords, oy * shape.StrideH - shape.PadTop, ox * shape.StrideW - shape.PadLeft, pixels, y);
                    y += (nint)pixels * shape.OutChannels;
                }
            }
        }
    }

    private static uint* Allocate(nuint words) => (uint*)NativeMemory.AlignedAlloc(words * sizeof(uint), 64);

    private void Pixels(ref Frame f, int image, int top, int left, int pixels, float* y)
    {
        for (int i = 0; i < pixels; i++) Gather(f.Words + image, top, left + i * shape.StrideW, patches + (nint)i * words);
        if (kernel != null)
        {
            BinaryGemm.Pack(patches, 0, pixels, words, words, packedPatches, 0);
            kernel.Run(packedPatches, pixels, packedRows, shape.OutChannels, words, differ, shape.OutChannels);
        }
        else
        {
            for (int i = 0; i < pixels; i++)
                for (int c = 0; c < shape.OutChannels; c++) differ[i * shape.OutChannels + c] = (uint)ConvolutionBinaryPopCount.Differ(patches + (nint)i * words, rows + (nint)c * words, words);
        }

        int bits = shape.KernelH * shape.KernelW * shape.Channels;
        uint* counts = differ;
        for (int i = 0; i < pixels; i++)
        {
            bool zeros = f.Op.PadFlag == 0 && !Inside(top, left + i * shape.StrideW);
            for (int c = 0; c < shape.OutChannels; c++)
            {
                int dot = bits - 2 * (int)*counts++;
                if (zeros) dot -= Outside(c, top, left + i * shape.StrideW);
                *y++ = ConvolutionFloat.Activate(dot * scales[c] + biases[c], f.Op.Activation);
            }
        }
    }

    private bool Inside(int top, int left) => top >= 0 && left >= 0
        && top + (shape.KernelH - 1) * shape.DilationH < shape.Height && left + (shape.KernelW - 1) * shape.DilationW < shape.Width;

    private bool InImage(int y, int x) => y >= 0 && y < shape.Height && x >= 0 && x < shape.Width;

    private void Gather(uint* image, int top, int left, uint* patch)
    {
        if (Inside(top, left))
        {
            ConvolutionBinaryPopCount.Gather(shape, image, top, left, patch);
            return;
        }

        int pixel = (shape.Channels + 31) >> 5;
        for (int kh = 0; kh < shape.KernelH; kh++)
        {
            int iy = top + kh * shape.DilationH;
            for (int kw = 0; kw < shape.KernelW; kw++)
            {
                int ix = left + kw * shape.DilationW;
                uint* from = InImage(iy, ix) ? image + (nint)(iy * shape.Width + ix) * pixel : null;
                for (int i = 0; i < pixel; i++) *patch++ = from == null ? 0 : from[i];
            }
        }
    }

    // What the positions outside the image add to a row's dot product when they count as +1.
    private int Outside(int row, int top, int left)
    {
        int pixel = (shape.Channels + 31) >> 5;
        uint* w = rows + (nint)row * words;
        int sum = 0;
        for (int kh = 0; kh < shape.KernelH; kh++)
        {
            for (int kw = 0; kw < shape.KernelW; kw++, w += pixel)
            {
                if (InImage(top + kh * shape.DilationH, left + kw * shape.DilationW)) continue;
                sum += shape.Channels;
                for (int i = 0; i < pixel; i++) sum -= 2 * BitOperations.PopCount(w[i]);
            }
        }

        return sum;
    }
}

using System.Runtime.InteropServices;

using EdgeRuntime.Format;
using EdgeRuntime.Kernels;

namespace EdgeRuntime.Prepared;

/// <summary>Binary convolution or dense layer: one gathered patch a pixel against every row, straight from the file.</summary>
internal sealed unsafe class PreparedConvolutionBinary : PreparedOperation
{
    private readonly ConvolutionShape shape;
    private readonly float[] scales;
    private readonly float[] biases;
    private readonly uint* rows;
    private readonly uint* patch;
    private readonly int words;

    private PreparedConvolutionBinary(ref Frame f, ConvolutionShape shape)
    {
        this.shape = shape;
        words = shape.KernelH * shape.KernelW * ((shape.Channels + 31) >> 5);
        scales = new float[shape.OutChannels];
        biases = new float[shape.OutChannels];
        rows = (uint*)NativeMemory.AlignedAlloc((nuint)shape.OutChannels * (nuint)words * sizeof(uint), 64);
        patch = (uint*)NativeMemory.AlignedAlloc((nuint)words * sizeof(uint), 64);
        for (int c = 0; c < shape.OutChannels; c++)
        {
            scales[c] = Scales.Of(f.File, ref f.Op.Weights, c);
            biases[c] = f.Op.BiasLength > 0 ? Constants.FloatAt(f.File, ref f.Op.Bias, c) : 0f;
            for (int i = 0; i < words; i++) rows[c * words + i] = Port.Word(f.File, f.Op.Weights.DataAt + (c * words + i) * 4);
        }
    }

    ~PreparedConvolutionBinary()
    {
        NativeMemory.AlignedFree(rows);
        NativeMemory.AlignedFree(patch);
    }

    public override string Name => "binary_patch__popcnt";

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
                for (int ox = 0; ox < shape.OutWidth; ox++, y += shape.OutChannels)
                    Pixel(ref f, f.X.Offset + n * imageWords, oy * shape.StrideH - shape.PadTop, ox * shape.StrideW - shape.PadLeft, y);
            }
        }
    }

    private void Pixel(ref Frame f, int image, int top, int left, float* y)
    {
        bool inside = top >= 0 && left >= 0
            && top + (shape.KernelH - 1) * shape.DilationH < shape.Height && left + (shape.KernelW - 1) * shape.DilationW < shape.Width;
        if (inside) ConvolutionBinaryPopCount.Gather(shape, f.Words + image, top, left, patch);
        int bits = shape.KernelH * shape.KernelW * shape.Channels;
        ConvolutionShape s = shape;
        for (int c = 0; c < shape.OutChannels; c++)
        {
            int dot = inside
                ? bits - 2 * ConvolutionBinaryPopCount.Differ(patch, rows + (nint)c * words, words)
                : ConvolutionBinary.Dot(ref s, f.Words, image, rows, c * words, top, left, f.Op.PadFlag != 0);
            y[c] = ConvolutionFloat.Activate(dot * scales[c] + biases[c], f.Op.Activation);
        }
    }
}

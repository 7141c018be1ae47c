using System;
using System.Runtime.InteropServices;

using EdgeRuntime.Format;
using EdgeRuntime.Kernels;

namespace EdgeRuntime.Prepared;

/// <summary>Int8 convolution or dense layer with weights widened into panels.</summary>
internal sealed unsafe class PreparedConvolutionInt8 : PreparedOperation
{
    private readonly PackedInt8Weights weights;
    private readonly ConvolutionShape shape;
    private readonly Requantisation[] outputs;
    private readonly short* padded;
    private readonly int* sums;

    private PreparedConvolutionInt8(PackedInt8Weights weights, ConvolutionShape shape, Requantisation[] outputs)
    {
        this.weights = weights;
        this.shape = shape;
        this.outputs = outputs;
        nuint bytes = (nuint)ConvolutionInt8Avx2.PaddedLength(shape, weights.PaddedChannels) * sizeof(short);
        padded = (short*)NativeMemory.AlignedAlloc(bytes, 64);
        NativeMemory.Clear(padded, bytes);
        sums = (int*)NativeMemory.AlignedAlloc((nuint)shape.OutWidth * PackedInt8Weights.Panel * sizeof(int), 64);
    }

    ~PreparedConvolutionInt8()
    {
        NativeMemory.AlignedFree(padded);
        NativeMemory.AlignedFree(sums);
    }

    public override string Name => "int8_panel16__avx2";

    /// <summary>The prepared form, or null where panels would be mostly empty (depthwise) or the machine lacks the instructions.</summary>
    public static PreparedOperation? Create(ref Frame f)
    {
        ConvolutionShape s = default;
        if (f.Op.Code == Opcode.DenseInt8) WindowOps.DenseGeometry(ref f, ref s);
        else WindowOps.Geometry(ref f, ref s);
        if (!ConvolutionInt8Avx2.IsSupported || s.GroupOutChannels < 4) return null;
        return new PreparedConvolutionInt8(Pack(ref f, s), s, Outputs(ref f));
    }

    private static PackedInt8Weights Pack(ref Frame f, ConvolutionShape s)
    {
        int length = f.Op.Weights.RowLength;
        PackedInt8Weights packed = new(f.Op.Weights.Rows, s.Channels / s.GroupChannels, s.KernelH * s.KernelW, s.GroupChannels);
        sbyte[] row = new sbyte[length];
        uint* state = stackalloc uint[Constants.StateWords];
        WeightCursor w = default;
        Weights.Open(f.File, ref f.Op.Weights, state, 0, ref w);
        fixed (sbyte* p = row)
        {
            for (int channel = 0; channel < f.Op.Weights.Rows; channel++)
            {
                Weights.Ints(ref w, ref f.Op.Weights, p, 0, length);
                packed.SetRow(channel, row);
            }
        }

        return packed;
    }

    private static Requantisation[] Outputs(ref Frame f)
    {
        Requantisation[] outputs = new Requantisation[f.Op.Weights.Rows];
        for (int i = 0; i < outputs.Length; i++) Requantisations.Of(ref f, i, ref outputs[i]);
        return outputs;
    }

    public override void Run(ref Frame f)
    {
        ConvolutionInt8Avx2.Pad(shape, f.Int8 + f.X.Offset, f.Op.ZeroPoint0, weights.PaddedChannels, padded);
        int pixel = weights.Groups * weights.PaddedChannels;
        nint rowStep = (nint)(shape.Width + shape.PadLeft + shape.PadRight) * pixel;
        nint image = (shape.Height + shape.PadTop + shape.PadBottom) * rowStep;
        sbyte* y = f.Int8 + f.Out.Offset;
        for (int n = 0; n < shape.Batch; n++)
        {
            for (int oy = 0; oy < shape.OutHeight; oy++, y += shape.OutWidth * shape.OutChannels)
            {
                for (int g = 0; g < weights.Groups; g++)
                {
                    for (int p = 0; p < weights.Panels; p++)
                    {
                        ConvolutionInt8Avx2.Row(shape, padded + n * image + g * weights.PaddedChannels, pixel, rowStep, oy, weights.PanelAt(g, p), weights.PaddedChannels, sums);
                        Finish(y, (g * weights.GroupRows) + (p * PackedInt8Weights.Panel), Math.Min(PackedInt8Weights.Panel, weights.GroupRows - (p * PackedInt8Weights.Panel)));
                    }
                }
            }
        }
    }

    private void Finish(sbyte* y, int channel, int lanes)
    {
        for (int lane = 0; lane < lanes; lane++)
        {
            ref Requantisation q = ref outputs[channel + lane];
            for (int ox = 0; ox < shape.OutWidth; ox++)
            {
                int v = FixedPoint.Rescale(sums[(ox * PackedInt8Weights.Panel) + lane] + q.Bias, q.Multiplier, q.Shift) + q.ZeroPoint;
                y[(ox * shape.OutChannels) + channel + lane] = (sbyte)FixedPoint.Clamp(v, q.ClampMin, q.ClampMax);
            }
        }
    }
}

using System;

using EdgeRuntime.Format;
using EdgeRuntime.Kernels;

namespace EdgeRuntime.Prepared;

/// <summary>Binary convolutions and dense layers to floats, int8 or bits.</summary>
internal static unsafe class PreparedConvolutionBinary
{
    /// <summary>The prepared form, or null for bits where the dot products exceed 16 bits.</summary>
    public static PreparedOperation? Create(ref Frame f, in ConvolutionShape shape, Team team) => f.Out.Kind switch
    {
        Kind.Bits => Bits(ref f, shape, team),
        Kind.Int8 => Create(ref f, shape, team, " to int8", new BinaryInt8Output(PreparedConvolutionInt8.Outputs(ref f), f.Op.Weights.RowLength) { Y = f.Int8 + f.Out.Offset }),
        _ => Create(ref f, shape, team, "", Floats(ref f, shape, f.Floats + f.Out.Offset)),
    };

    private static ParallelOperation? Bits(ref Frame f, in ConvolutionShape shape, Team team)
    {
        if (f.Op.Weights.RowLength > BinaryBitOutput.Most) return null;
        (int[] thresholds, bool[] inverted) = PreparedBinarise.ThresholdsOf(ref f);
        BinaryBitOutput bits = new(shape.OutChannels, f.Op.Weights.RowLength, (dot, c) => dot < thresholds[c] != inverted[c]) { Y = f.Words + f.Out.Offset };
        return Create(ref f, shape, team, " to bits", bits);
    }

    /// <summary>The layer and a following <see cref="Opcode.Binarise"/> as one operation, or null where the dot products exceed 16 bits.</summary>
    /// <param name="f">Frame of the layer.</param>
    /// <param name="shape">Its geometry.</param>
    /// <param name="signs">Frame of the packing, whose output is written.</param>
    /// <param name="team">Threads.</param>
    public static PreparedOperation? WithSigns(ref Frame f, in ConvolutionShape shape, ref Frame signs, Team team)
    {
        int most = shape.KernelH * shape.KernelW * shape.Channels;
        if (most > BinaryBitOutput.Most) return null;
        BinaryFloatOutput floats = Floats(ref f, shape, null);
        (float[] scales, float[] shifts) = PreparedBinarise.Affine(ref signs);
        BinaryBitOutput bits = new(shape.OutChannels, most, (dot, c) => floats.Value(dot, c) * scales[c] + shifts[c] < 0f) { Y = signs.Words + signs.Out.Offset };
        return Create(ref f, shape, team, " to bits", bits);
    }

    private static BinaryFloatOutput Floats(ref Frame f, in ConvolutionShape shape, float* y)
    {
        float[] scales = new float[shape.OutChannels];
        for (int c = 0; c < scales.Length; c++) scales[c] = Scales.Of(f.File, ref f.Op.Weights, c);
        return new BinaryFloatOutput(shape.OutChannels, scales, PreparedOperations.Biases(ref f), f.Op.Activation) { Y = y };
    }

    private static ParallelOperation Create(ref Frame f, in ConvolutionShape shape, Team team, string suffix, BinaryOutput output)
    {
        int rowWords = SignWeights.RowWords(ref f), scratch = Frames.WordScratch(ref f);
        using NativeBuffer<uint> rows = new((long)f.Op.Weights.Rows * rowWords);
        for (int channel = 0; channel < f.Op.Weights.Rows; channel++)
        {
            SignWeights.Load(ref f, channel, scratch);
            new ReadOnlySpan<uint>(f.Words + scratch, rowWords).CopyTo(new Span<uint>(rows.Pointer + (nint)channel * rowWords, rowWords));
        }

        (BinaryConvolution convolution, string name) = Convolution(shape, f.Op.PadFlag != 0, rows.Pointer, team.Threads, SignWeights.IsTernary(ref f), ref output);
        BinaryOutput to = output;
        long cost = (long)shape.Batch * shape.OutHeight * shape.OutWidth * f.Op.Weights.Rows * rowWords / 2;
        return new ParallelOperation(team, name + suffix, cost, [convolution.PackUnits, convolution.Units], (ref Frame f, int phase, int from, int end, int thread) =>
        {
            if (phase == 0) convolution.Pack(f.Words + f.X.Offset, from, end);
            else convolution.Run(f.Words + f.X.Offset, to, from, end, thread);
        });
    }

    private static (BinaryConvolution Convolution, string Name) Convolution(in ConvolutionShape shape, bool padsAreOnes, uint* rows, int threads, bool ternary, ref BinaryOutput output)
    {
        if (!ternary)
        {
            BinaryConvolutionKernel binary = BinaryConvolutionKernel.For(shape);
            return (binary.Create(shape, padsAreOnes, rows, threads), binary.Name);
        }

        TernaryConvolutionKernel kernel = TernaryConvolutionKernel.For(shape);
        output = kernel.Output(output);
        return (kernel.Create(shape, padsAreOnes, rows, threads), kernel.Name);
    }
}

using EdgeRuntime.Format;
using EdgeRuntime.Kernels;

namespace EdgeRuntime;

/// <summary>Convolution of bit-packed activations and binary or ternary weights to floats: scale * (n - 2 popcount((a xor b) and non-zeros)) + bias.</summary>
public static unsafe class Conv2DBinary
{
    public static void Check(ref Frame f)
    {
        WindowOps.CheckConvolution(ref f, Kind.Bits);
        CheckWeights(ref f);
    }

    /// <summary>The weights are signs, and a row of them goes through the scratch.</summary>
    public static void CheckWeights(ref Frame f)
    {
        f.Out.Kind = Kind.Float32;
        SignWeights.Check(ref f);
        if (f.Fault == Status.Ok) f.ScratchWords = SignWeights.RowWords(ref f);
    }

    public static void Run(ref Frame f)
    {
        ConvolutionShape s = default;
        WindowOps.Geometry(ref f, ref s);
        Run(ref f, ref s);
    }

    /// <summary>Runs a convolution or dense layer of geometry <paramref name="s"/>.</summary>
    public static void Run(ref Frame f, ref ConvolutionShape s)
    {
        int row = Frames.WordScratch(ref f);
        for (int channel = 0; channel < s.OutChannels; channel++)
        {
            SignWeights.Load(ref f, channel, row);
            Channel(ref f, ref s, row, channel);
        }
    }

    private static void Channel(ref Frame f, ref ConvolutionShape s, int row, int channel)
    {
        float scale = Scales.Of(f.File, ref f.Op.Weights, channel);
        float bias = f.Op.BiasLength > 0 ? Constants.FloatAt(f.File, ref f.Op.Bias, channel) : 0f;
        int imageWords = s.Height * s.Width * ((s.Channels + 31) >> 5);
        int nonZeros = SignWeights.NonZeros(ref f, row);
        int at = f.Out.Offset + channel;
        for (int n = 0; n < s.Batch; n++)
        {
            for (int oy = 0; oy < s.OutHeight; oy++)
            {
                for (int ox = 0; ox < s.OutWidth; ox++)
                {
                    int dot = ConvolutionBinary.Dot(ref s, f.Words, f.X.Offset + n * imageWords, f.Words, row, nonZeros, oy * s.StrideH - s.PadTop, ox * s.StrideW - s.PadLeft, f.Op.PadFlag != 0);
                    f.Floats[at] = ConvolutionFloat.Activate(dot * scale + bias, f.Op.Activation);
                    at += s.OutChannels;
                }
            }
        }
    }
}

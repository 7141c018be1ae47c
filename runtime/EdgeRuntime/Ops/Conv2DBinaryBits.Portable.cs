using EdgeRuntime.Format;
using EdgeRuntime.Kernels;

namespace EdgeRuntime;

/// <summary>Convolution of bit-packed activations and weights to bits: one threshold a channel on the dot product.</summary>
public static unsafe class Conv2DBinaryBits
{
    public static void Check(ref Frame f)
    {
        WindowOps.CheckConvolution(ref f, Kind.Bits);
        CheckLayer(ref f);
    }

    /// <summary>Weights, scratch and thresholds of a convolution or dense layer.</summary>
    public static void CheckLayer(ref Frame f)
    {
        BinarySums.Check(ref f, Kind.Bits);
        Thresholds.Check(ref f, f.Op.Weights.Rows, f.Op.Weights.RowLength);
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
        for (int channel = 0; channel < s.OutChannels; channel++)
        {
            BinarySums.Channel(ref f, ref s, channel, 0);
            ConvolutionBinary.FinishBits(ref s, f.Words, BinarySums.Of(ref f), f.Words, f.Out.Offset, channel, Thresholds.Of(ref f, channel), Thresholds.IsInverted(ref f, channel));
        }
    }
}

using EdgeRuntime.Format;
using EdgeRuntime.Kernels;

namespace EdgeRuntime;

/// <summary>Convolution of bit-packed activations and weights to int8: 256 times the dot product and an int32 bias, requantised as in <see cref="Conv2DInt8"/>.</summary>
public static unsafe class Conv2DBinaryInt8
{
    // A dot product with its fraction keeps two bits free for the bias.
    private const int MostInputs = 1 << (29 - ConvolutionBinary.Fraction);

    public static void Check(ref Frame f)
    {
        WindowOps.CheckConvolution(ref f, Kind.Bits);
        CheckLayer(ref f);
    }

    /// <summary>Weights, scratch and requantisation of a convolution or dense layer.</summary>
    public static void CheckLayer(ref Frame f)
    {
        BinarySums.Check(ref f, Kind.Int8);
        Frames.Require(ref f, f.Op.Weights.RowLength <= MostInputs, Status.LimitExceeded, f.Op.Weights.RowLength, MostInputs);
        Requantisations.Check(ref f);
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
            BinarySums.Channel(ref f, ref s, channel, ConvolutionBinary.Fraction);
            Requantisation q = default;
            Requantisations.Of(ref f, channel, ref q);
            ConvolutionInt8.Finish(ref s, f.Words, BinarySums.Of(ref f), f.Int8, f.Out.Offset, channel, ref q);
        }
    }
}

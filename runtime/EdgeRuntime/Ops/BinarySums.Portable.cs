using EdgeRuntime.Format;
using EdgeRuntime.Kernels;

namespace EdgeRuntime;

/// <summary>What binary layers with integer results share: the dot products of one output channel at a time, one int32 an output pixel.</summary>
public static unsafe class BinarySums
{
    /// <summary>The weights are signs without a scale; a row of them and the sums go through the scratch.</summary>
    public static void Check(ref Frame f, int outKind)
    {
        f.Out.Kind = outKind;
        SignWeights.Check(ref f);
        Frames.Require(ref f, f.Op.Weights.ScaleKind == ScaleKind.None, Status.WrongEncoding, f.Op.Weights.ScaleKind, ScaleKind.None);
        if (f.Fault != Status.Ok) return;
        int pixels = Tensors.Product(ref f.Out, 0, f.Out.Rank - 1);
        Frames.Require(ref f, pixels >= 0, Status.LimitExceeded, pixels, Limits.Elements);
        f.ScratchWords = SignWeights.RowWords(ref f) + pixels;
    }

    /// <summary>First of the sums.</summary>
    public static int Of(ref Frame f) => Frames.WordScratch(ref f) + SignWeights.RowWords(ref f);

    /// <summary>Computes the sums of one channel, times 2^<paramref name="shift"/>.</summary>
    public static void Channel(ref Frame f, ref ConvolutionShape s, int channel, int shift)
    {
        int row = Frames.WordScratch(ref f);
        SignWeights.Load(ref f, channel, row);
        ConvolutionBinary.Sums(ref s, f.Words, f.X.Offset, f.Words, row, SignWeights.NonZeros(ref f, row), f.Op.PadFlag != 0, shift, f.Words, Of(ref f));
    }
}

using EdgeRuntime.Format;
using EdgeRuntime.Kernels;

namespace EdgeRuntime;

/// <summary>What binary layers with integer results share: the dot products of one output channel at a time, one int32 an output pixel.</summary>
public static unsafe class BinarySums
{
    /// <summary>The weights must be binary without a scale, padded to words once a pixel; a row of them and the sums go through the scratch.</summary>
    public static void Check(ref Frame f, int outKind)
    {
        f.Out.Kind = outKind;
        Frames.Require(ref f, f.Op.Weights.Encoding == EncodingId.Binary, Status.WrongEncoding, f.Op.Weights.Encoding, EncodingId.Binary);
        Frames.Require(ref f, f.Op.Weights.ScaleKind == ScaleKind.None, Status.WrongEncoding, f.Op.Weights.ScaleKind, ScaleKind.None);
        Frames.Require(ref f, f.Op.Weights.GroupLength == Tensors.Last(ref f.X), Status.WrongEncoding, f.Op.Weights.GroupLength, Tensors.Last(ref f.X));
        if (f.Fault != Status.Ok) return;
        int pixels = Tensors.Product(ref f.Out, 0, f.Out.Rank - 1);
        Frames.Require(ref f, pixels >= 0, Status.LimitExceeded, pixels, Limits.Elements);
        f.ScratchWords = RowWords(ref f) + pixels;
    }

    /// <summary>First of the sums.</summary>
    public static int Of(ref Frame f) => Frames.WordScratch(ref f) + RowWords(ref f);

    /// <summary>Computes the sums of one channel, times 2^<paramref name="shift"/>.</summary>
    public static void Channel(ref Frame f, ref ConvolutionShape s, int channel, int shift)
    {
        int row = Frames.WordScratch(ref f);
        int words = RowWords(ref f);
        int from = f.Op.Weights.DataAt + channel * words * 4;
        for (int i = 0; i < words; i++) f.Words[row + i] = Port.Word(f.File, from + 4 * i);
        ConvolutionBinary.Sums(ref s, f.Words, f.X.Offset, f.Words, row, f.Op.PadFlag != 0, shift, f.Words, row + words);
    }

    private static int RowWords(ref Frame f)
        => f.Op.Weights.RowLength / f.Op.Weights.GroupLength * ((f.Op.Weights.GroupLength + 31) >> 5);
}

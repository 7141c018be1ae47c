using EdgeRuntime.Format;
using EdgeRuntime.Kernels;

namespace EdgeRuntime;

/// <summary>
/// Weights that bits are multiplied with, a row at a time as words padded once a pixel: a plane of signs, and where the weights are ternary one of non-zeros behind it.
/// </summary>
public static unsafe class SignWeights
{
    /// <summary>The weights must be binary, padded to words once a pixel, or planes of ternary weights.</summary>
    public static void Check(ref Frame f)
    {
        int channels = Tensors.Last(ref f.X);
        Frames.Require(ref f, channels > 0, Status.WrongShape, channels, 1);
        if (f.Fault != Status.Ok) return;
        if (IsTernary(ref f))
        {
            Frames.Require(ref f, f.Op.Weights.RowLength % channels == 0, Status.WrongShape, f.Op.Weights.RowLength, channels);
            return;
        }

        Frames.Require(ref f, f.Op.Weights.Encoding == EncodingId.Binary, Status.WrongEncoding, f.Op.Weights.Encoding, EncodingId.Binary);
        Frames.Require(ref f, f.Op.Weights.GroupLength == channels, Status.WrongEncoding, f.Op.Weights.GroupLength, channels);
    }

    /// <summary>Whether some weights may be zero.</summary>
    public static bool IsTernary(ref Frame f) => f.Op.Weights.Encoding == EncodingId.TernaryPlanes;

    /// <summary>Words of a plane of one row.</summary>
    public static int PlaneWords(ref Frame f)
    {
        int channels = Tensors.Last(ref f.X);
        return f.Op.Weights.RowLength / channels * ((channels + 31) >> 5);
    }

    /// <summary>Words of a row, all its planes.</summary>
    public static int RowWords(ref Frame f) => IsTernary(ref f) ? 2 * PlaneWords(ref f) : PlaneWords(ref f);

    /// <summary>First word of the non-zeros of the row at <paramref name="row"/>, or <see cref="ConvolutionBinary.NoZeros"/>.</summary>
    public static int NonZeros(ref Frame f, int row) => IsTernary(ref f) ? row + PlaneWords(ref f) : ConvolutionBinary.NoZeros;

    /// <summary>Copies the row of an output channel to the words from <paramref name="row"/>.</summary>
    public static void Load(ref Frame f, int channel, int row)
    {
        int words = PlaneWords(ref f);
        if (!IsTernary(ref f))
        {
            int from = f.Op.Weights.DataAt + channel * words * 4;
            for (int i = 0; i < words; i++) f.Words[row + i] = Port.Word(f.File, from + 4 * i);
            return;
        }

        int plane = TernaryPlanesEncoding.PlaneBytes(ref f.Op.Weights);
        int first = channel * f.Op.Weights.RowLength;
        Plane(ref f, f.Op.Weights.DataAt + plane, first, row);
        Plane(ref f, f.Op.Weights.DataAt, first, row + words);
    }

    // Spreads the bits of a row from the stream at a byte to whole words once a pixel.
    private static void Plane(ref Frame f, int at, int first, int word)
    {
        int channels = Tensors.Last(ref f.X);
        int end = first + f.Op.Weights.RowLength;
        int within = 0;
        for (int i = first; i < end; i++)
        {
            if ((within & 31) == 0) f.Words[word] = 0u;
            f.Words[word] |= (uint)(f.File[at + (i >> 3)] >> (i & 7) & 1) << (within & 31);
            within++;
            if (within == channels) within = 0;
            if ((within & 31) == 0) word++;
        }
    }
}

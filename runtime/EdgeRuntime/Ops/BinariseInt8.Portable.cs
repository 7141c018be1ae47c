using EdgeRuntime.Format;

namespace EdgeRuntime;

/// <summary>Int8 to bits by one threshold a channel, packed along the last dimension.</summary>
public static unsafe class BinariseInt8
{
    public static void Check(ref Frame f)
    {
        Frames.Elementwise(ref f, Kind.Int8, Kind.Bits);
        Frames.Require(ref f, f.X.Rank > 0, Status.WrongShape, f.X.Rank, 1);
        Thresholds.Check(ref f, Tensors.Last(ref f.X), 127);
    }

    public static void Run(ref Frame f)
    {
        int channels = Tensors.Last(ref f.X);
        int words = (channels + 31) >> 5;
        int pixels = Tensors.Product(ref f.X, 0, f.X.Rank - 1);
        for (int i = 0; i < pixels * words; i++) f.Words[f.Out.Offset + i] = 0;
        for (int c = 0; c < channels; c++)
        {
            int threshold = Thresholds.Of(ref f, c);
            bool inverted = Thresholds.IsInverted(ref f, c);
            uint bit = 1u << (c & 31);
            int word = f.Out.Offset + (c >> 5);
            for (int p = 0; p < pixels; p++)
            {
                if (f.Int8[f.X.Offset + p * channels + c] < threshold != inverted) f.Words[word + p * words] |= bit;
            }
        }
    }
}

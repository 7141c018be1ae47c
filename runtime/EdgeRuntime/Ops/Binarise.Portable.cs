using EdgeRuntime.Format;

namespace EdgeRuntime;

/// <summary>Float to bits: 1 where x * scale + shift is negative, packed along the last dimension; without scale and shift, where x is negative.</summary>
public static unsafe class Binarise
{
    public static void Check(ref Frame f)
    {
        Frames.Elementwise(ref f, Kind.Float32, Kind.Bits);
        Frames.Require(ref f, f.X.Rank > 0, Status.WrongShape, f.X.Rank, 1);
        int channels = Tensors.Last(ref f.X);
        Frames.Require(ref f, channels > 0, Status.WrongShape, channels, 1);
        Frames.Require(ref f, f.Op.ScaleLength == 0 || f.Op.ScaleLength == channels, Status.WrongShape, f.Op.ScaleLength, channels);
    }

    public static void Run(ref Frame f)
    {
        int channels = Tensors.Last(ref f.X);
        int words = (channels + 31) >> 5;
        int pixels = Tensors.Product(ref f.X, 0, f.X.Rank - 1);
        for (int i = 0; i < pixels * words; i++) f.Words[f.Out.Offset + i] = 0;
        for (int c = 0; c < channels; c++)
        {
            float scale = f.Op.ScaleLength > 0 ? Constants.FloatAt(f.File, ref f.Op.Multipliers, c) : 1f;
            float shift = f.Op.ScaleLength > 0 ? Constants.FloatAt(f.File, ref f.Op.Bias, c) : 0f;
            uint bit = 1u << (c & 31);
            int word = f.Out.Offset + (c >> 5);
            for (int p = 0; p < pixels; p++)
            {
                if (f.Floats[f.X.Offset + p * channels + c] * scale + shift < 0f) f.Words[word + p * words] |= bit;
            }
        }
    }
}

using EdgeRuntime.Format;

namespace EdgeRuntime;

/// <summary>y = x * scale + shift, one pair an element of the last dimension: batch norm with its statistics folded in.</summary>
public static unsafe class BatchNorm
{
    public static void Check(ref Frame f)
    {
        Frames.Elementwise(ref f, Kind.Float32, Kind.Float32);
        Frames.Require(ref f, f.Op.ScaleLength > 0 && f.Op.ScaleLength == Tensors.Last(ref f.X), Status.WrongShape, f.Op.ScaleLength, Tensors.Last(ref f.X));
    }

    public static void Run(ref Frame f)
    {
        int channels = Tensors.Last(ref f.X);
        int pixels = Tensors.Count(ref f.X) / channels;
        for (int c = 0; c < channels; c++)
        {
            float scale = Constants.FloatAt(f.File, ref f.Op.Multipliers, c);
            float shift = Constants.FloatAt(f.File, ref f.Op.Bias, c);
            for (int i = 0; i < pixels; i++) f.Floats[f.Out.Offset + i * channels + c] = f.Floats[f.X.Offset + i * channels + c] * scale + shift;
        }
    }
}

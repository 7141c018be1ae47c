using EdgeRuntime.Format;
using EdgeRuntime.Kernels;

namespace EdgeRuntime;

/// <summary>Local response normalisation over the last dimension: x / (bias + alpha/size * sum of squares of the size nearest)^beta.</summary>
/// <remarks>Krizhevsky 2012; Alpha, Beta and Gamma of the record are alpha, beta and bias.</remarks>
public static unsafe class Lrn
{
    public static void Check(ref Frame f)
    {
        Frames.Elementwise(ref f, Kind.Float32, Kind.Float32);
        Frames.Require(ref f, f.X.Rank > 0, Status.WrongShape, f.X.Rank, 1);
        f.ScratchFloats = Tensors.Last(ref f.X);
    }

    public static void Run(ref Frame f)
    {
        int channels = Tensors.Last(ref f.X);
        int pixels = channels == 0 ? 0 : Tensors.Count(ref f.X) / channels;
        int copy = Frames.FloatScratch(ref f);
        int before = (f.Op.Axis - 1) / 2;
        int after = f.Op.Axis - 1 - before;
        for (int p = 0; p < pixels; p++)
        {
            int x = f.X.Offset + p * channels;
            for (int c = 0; c < channels; c++) f.Floats[copy + c] = f.Floats[x + c];
            for (int c = 0; c < channels; c++)
            {
                int from = c < before ? 0 : c - before;
                int last = channels - 1 - c < after ? channels - 1 : c + after;
                float sum = 0f;
                for (int i = from; i <= last; i++) sum += f.Floats[copy + i] * f.Floats[copy + i];
                float scale = f.Op.Gamma + f.Op.Alpha / f.Op.Axis * sum;
                f.Floats[f.Out.Offset + p * channels + c] = f.Floats[copy + c] * Functions.Pow(scale, -f.Op.Beta);
            }
        }
    }
}

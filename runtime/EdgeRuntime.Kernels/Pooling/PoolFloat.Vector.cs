using System.Runtime.Intrinsics;

namespace EdgeRuntime.Kernels;

/// <summary>Pooling over floats, eight channels a vector: the same bits as <see cref="PoolFloat"/>.</summary>
public static unsafe class PoolFloatVector
{
    /// <summary>Names of the kernels.</summary>
    public const string MaxName = "max_pool_1x8__vector256", AverageName = "average_pool_1x8__vector256";

    private const int Lanes = 8;
    private const float Lowest = -3.40282347e38f;

    /// <summary>Largest values of output pixels <paramref name="from"/> to <paramref name="end"/> - 1.</summary>
    public static void Max(ref ConvolutionShape s, float* x, float* y, int from, int end)
    {
        for (int p = from; p < end; p++)
        {
            Area a = Areas.Of(ref s, p);
            float* to = y + (nint)p * s.Channels;
            int c = 0;
            for (; c + Lanes <= s.Channels; c += Lanes)
            {
                Vector256<float> best = Vector256.Create(Lowest);
                for (int iy = a.Top; iy < a.Bottom; iy += s.DilationH)
                {
                    float* row = x + (nint)(a.Image + iy) * s.Width * s.Channels + c;
                    for (int ix = a.Left; ix < a.Right; ix += s.DilationW)
                    {
                        Vector256<float> v = Vector256.Load(row + (nint)ix * s.Channels);
                        best = Vector256.ConditionalSelect(Vector256.GreaterThan(v, best), v, best);
                    }
                }

                best.Store(to + c);
            }

            for (; c < s.Channels; c++)
            {
                float best = Lowest;
                for (int iy = a.Top; iy < a.Bottom; iy += s.DilationH)
                    for (int ix = a.Left; ix < a.Right; ix += s.DilationW)
                    {
                        float v = x[((nint)(a.Image + iy) * s.Width + ix) * s.Channels + c];
                        if (v > best) best = v;
                    }

                to[c] = best;
            }
        }
    }

    /// <summary>Means of output pixels <paramref name="from"/> to <paramref name="end"/> - 1; see <see cref="PoolFloat.Average"/>.</summary>
    public static void Average(ref ConvolutionShape s, float* x, float* y, bool includePad, int from, int end)
    {
        for (int p = from; p < end; p++)
        {
            Area a = Areas.Of(ref s, p);
            int n = includePad ? a.PaddedCount : a.Count;
            float* to = y + (nint)p * s.Channels;
            int c = 0;
            for (; c + Lanes <= s.Channels; c += Lanes)
            {
                Vector256<float> sum = default;
                for (int iy = a.Top; iy < a.Bottom; iy += s.DilationH)
                {
                    float* row = x + (nint)(a.Image + iy) * s.Width * s.Channels + c;
                    for (int ix = a.Left; ix < a.Right; ix += s.DilationW) sum += Vector256.Load(row + (nint)ix * s.Channels);
                }

                (n > 0 ? sum / Vector256.Create((float)n) : default).Store(to + c);
            }

            for (; c < s.Channels; c++)
            {
                float sum = 0f;
                for (int iy = a.Top; iy < a.Bottom; iy += s.DilationH)
                    for (int ix = a.Left; ix < a.Right; ix += s.DilationW)
                        sum += x[((nint)(a.Image + iy) * s.Width + ix) * s.Channels + c];
                to[c] = n > 0 ? sum / n : 0f;
            }
        }
    }
}

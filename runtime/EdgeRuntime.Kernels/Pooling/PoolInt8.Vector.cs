using System.Runtime.Intrinsics;

namespace EdgeRuntime.Kernels;

/// <summary>Pooling over int8, 32 channels a vector: the same values as <see cref="PoolInt8"/>.</summary>
public static unsafe class PoolInt8Vector
{
    private const int Lanes = 32;

    /// <summary>Largest values of output pixels <paramref name="from"/> to <paramref name="end"/> - 1.</summary>
    public static void Max(ref ConvolutionShape s, sbyte* x, sbyte* y, int from, int end)
    {
        for (int p = from; p < end; p++)
        {
            Area a = Areas.Of(ref s, p);
            sbyte* to = y + (nint)p * s.Channels;
            int c = 0;
            for (; c + Lanes <= s.Channels; c += Lanes)
            {
                Vector256<sbyte> best = Vector256.Create(sbyte.MinValue);
                for (int iy = a.Top; iy < a.Bottom; iy += s.DilationH)
                {
                    sbyte* row = x + (nint)(a.Image + iy) * s.Width * s.Channels + c;
                    for (int ix = a.Left; ix < a.Right; ix += s.DilationW) best = Vector256.Max(best, Vector256.Load(row + (nint)ix * s.Channels));
                }

                best.Store(to + c);
            }

            for (; c < s.Channels; c++)
            {
                sbyte best = sbyte.MinValue;
                for (int iy = a.Top; iy < a.Bottom; iy += s.DilationH)
                    for (int ix = a.Left; ix < a.Right; ix += s.DilationW)
                    {
                        sbyte v = x[((nint)(a.Image + iy) * s.Width + ix) * s.Channels + c];
                        if (v > best) best = v;
                    }

                to[c] = best;
            }
        }
    }
}

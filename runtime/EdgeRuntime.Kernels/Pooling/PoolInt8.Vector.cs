using System.Runtime.Intrinsics;

namespace EdgeRuntime.Kernels;

/// <summary>Pooling over int8, 32 channels a vector for the largest values and 16 for means: the same values as <see cref="PoolInt8"/>.</summary>
public static unsafe class PoolInt8Vector
{
    /// <summary>Names of the kernels.</summary>
    public const string MaxName = "max_pool_1x32__vector256", AverageName = "average_pool_1x16__vector256";

    private const int Lanes = 32;
    private const int SumLanes = 16;

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

    /// <summary>Means of output pixels <paramref name="from"/> to <paramref name="end"/> - 1; see <see cref="PoolInt8.Average"/>.</summary>
    public static void Average(ref ConvolutionShape s, sbyte* x, sbyte* y, int from, int end)
    {
        int* sums = stackalloc int[SumLanes];
        for (int p = from; p < end; p++)
        {
            Area a = Areas.Of(ref s, p);
            sbyte* to = y + (nint)p * s.Channels;
            for (int c = 0; c < s.Channels; c += SumLanes)
            {
                int lanes = int.Min(SumLanes, s.Channels - c);
                if (lanes == SumLanes) Sum(ref s, ref a, x + c, sums);
                else Sum(ref s, ref a, x + c, lanes, sums);
                for (int i = 0; i < lanes; i++) to[c + i] = PoolInt8.Mean(sums[i], a.Count);
            }
        }
    }

    private static void Sum(ref ConvolutionShape s, ref Area a, sbyte* x, int* sums)
    {
        Vector256<int> low = default, high = default;
        for (int iy = a.Top; iy < a.Bottom; iy += s.DilationH)
        {
            sbyte* row = x + (nint)(a.Image + iy) * s.Width * s.Channels;
            for (int ix = a.Left; ix < a.Right; ix += s.DilationW)
            {
                (Vector128<short> first, Vector128<short> second) = Vector128.Widen(Vector128.Load(row + (nint)ix * s.Channels));
                (Vector256<int> eight, Vector256<int> more) = Vector256.Widen(Vector256.Create(first, second));
                low += eight;
                high += more;
            }
        }

        low.Store(sums);
        high.Store(sums + SumLanes / 2);
    }

    private static void Sum(ref ConvolutionShape s, ref Area a, sbyte* x, int lanes, int* sums)
    {
        for (int i = 0; i < lanes; i++) sums[i] = 0;
        for (int iy = a.Top; iy < a.Bottom; iy += s.DilationH)
            for (int ix = a.Left; ix < a.Right; ix += s.DilationW)
            {
                sbyte* pixel = x + ((nint)(a.Image + iy) * s.Width + ix) * s.Channels;
                for (int i = 0; i < lanes; i++) sums[i] += pixel[i];
            }
    }
}

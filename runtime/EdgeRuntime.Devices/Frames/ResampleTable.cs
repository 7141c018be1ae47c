using System;

namespace EdgeRuntime.Devices.Frames;

/// <summary>Along one axis, the source pixels that each new pixel draws from.</summary>
/// <param name="First">First source pixel of each new pixel.</param>
/// <param name="Start">Area: where the weights of new pixel i begin; those of i end where i + 1 begins.</param>
/// <param name="Weights">Area: the share of each source pixel; bilinear: the distance from First, 0 to 1.</param>
internal sealed record ResampleTable(int[] First, int[] Start, float[] Weights)
{
    /// <summary>Pixel centres lie at half positions: source = (i + 0.5) * from / to - 0.5.</summary>
    public static ResampleTable Bilinear(int from, int to)
    {
        int[] first = new int[to];
        float[] fraction = new float[to];
        float scale = from / (float)to;
        for (int i = 0; i < to; i++)
        {
            float at = (i + 0.5f) * scale - 0.5f;
            float floor = MathF.Floor(at);
            first[i] = Math.Clamp((int)floor, 0, from - 1);
            // Before the first centre both neighbours are pixel 0.
            fraction[i] = floor < 0 ? 0 : at - floor;
        }

        return new ResampleTable(first, [], fraction);
    }

    /// <summary>New pixel i covers [i * from, (i + 1) * from) in units of 1 / to source pixels.</summary>
    public static ResampleTable Area(int from, int to)
    {
        int[] first = new int[to], start = new int[to + 1];
        for (int i = 0; i < to; i++)
        {
            first[i] = (int)((long)i * from / to);
            start[i + 1] = start[i] + (int)(((long)(i + 1) * from + to - 1) / to) - first[i];
        }

        float[] weights = new float[start[to]];
        for (int i = 0; i < to; i++)
        {
            long begin = (long)i * from, end = begin + from;
            for (int k = start[i]; k < start[i + 1]; k++)
            {
                long pixel = first[i] + k - start[i];
                weights[k] = (Math.Min(end, (pixel + 1) * to) - Math.Max(begin, pixel * to)) / (float)from;
            }
        }

        return new ResampleTable(first, start, weights);
    }
}

namespace EdgeRuntime.Kernels;

/// <summary>Pooling over int8; input and output share scale and zero point.</summary>
public static unsafe class PoolInt8
{
    /// <summary>Largest value in each window.</summary>
    public static void Max(ref ConvolutionShape s, SBytes x, int x0, SBytes y, int y0)
    {
        int count = s.Batch * s.OutHeight * s.OutWidth;
        for (int p = 0; p < count; p++)
        {
            Area a = Areas.Of(ref s, p);
            for (int c = 0; c < s.Channels; c++)
            {
                int best = -128;
                for (int iy = a.Top; iy < a.Bottom; iy += s.DilationH)
                    for (int ix = a.Left; ix < a.Right; ix += s.DilationW)
                    {
                        int v = x[x0 + ((a.Image + iy) * s.Width + ix) * s.Channels + c];
                        if (v > best) best = v;
                    }

                y[y0 + p * s.Channels + c] = (sbyte)best;
            }
        }
    }

    /// <summary>Mean of the positions inside the image, rounded to nearest, ties away from zero (the TensorFlow Lite rule).</summary>
    public static void Average(ref ConvolutionShape s, SBytes x, int x0, SBytes y, int y0)
    {
        int count = s.Batch * s.OutHeight * s.OutWidth;
        for (int p = 0; p < count; p++)
        {
            Area a = Areas.Of(ref s, p);
            for (int c = 0; c < s.Channels; c++)
            {
                int sum = 0;
                for (int iy = a.Top; iy < a.Bottom; iy += s.DilationH)
                    for (int ix = a.Left; ix < a.Right; ix += s.DilationW)
                        sum += x[x0 + ((a.Image + iy) * s.Width + ix) * s.Channels + c];
                y[y0 + p * s.Channels + c] = Mean(sum, a.Count);
            }
        }
    }

    /// <summary>Mean of <paramref name="count"/> values, rounded to nearest, ties away from zero; 0 of none.</summary>
    public static sbyte Mean(int sum, int count)
    {
        int mean = count == 0 ? 0 : sum > 0 ? (sum + count / 2) / count : (sum - count / 2) / count;
        return (sbyte)FixedPoint.Clamp(mean, -128, 127);
    }
}

namespace EdgeRuntime.Kernels;

/// <summary>Pooling over floats.</summary>
public static unsafe class PoolFloat
{
    /// <summary>Largest value in each window; positions outside the image do not take part.</summary>
    public static void Max(ref ConvolutionShape s, Floats x, int x0, Floats y, int y0)
    {
        int count = s.Batch * s.OutHeight * s.OutWidth;
        for (int p = 0; p < count; p++)
        {
            Area a = Areas.Of(ref s, p);
            for (int c = 0; c < s.Channels; c++)
            {
                float best = -3.40282347e38f;
                for (int iy = a.Top; iy < a.Bottom; iy += s.DilationH)
                    for (int ix = a.Left; ix < a.Right; ix += s.DilationW)
                    {
                        float v = x[x0 + ((a.Image + iy) * s.Width + ix) * s.Channels + c];
                        if (v > best) best = v;
                    }

                y[y0 + p * s.Channels + c] = best;
            }
        }
    }

    /// <summary>Largest value in each window over one channel, a plane [batch, height, width]; y is [batch, outHeight, outWidth, outChannels].</summary>
    public static void MaxPlane(ref ConvolutionShape p, Floats plane, int p0, Floats y, int y0, int channel)
    {
        int rows = p.Batch * p.OutHeight;
        int at = y0 + channel;
        for (int row = 0; row < rows; row++)
        {
            int n = row / p.OutHeight;
            int from = p0 + (n * p.Height + (row - n * p.OutHeight) * p.StrideH) * p.Width;
            for (int ox = 0; ox < p.OutWidth; ox++)
            {
                float best = -3.40282347e38f;
                for (int ky = 0; ky < p.KernelH; ky++)
                {
                    int line = from + ky * p.Width;
                    for (int kx = 0; kx < p.KernelW; kx++)
                        if (plane[line + kx] > best) best = plane[line + kx];
                }

                y[at] = best;
                at += p.OutChannels;
                from += p.StrideW;
            }
        }
    }

    /// <summary>Mean of each window; <paramref name="includePad"/>: padded positions count as zeros.</summary>
    public static void Average(ref ConvolutionShape s, Floats x, int x0, Floats y, int y0, bool includePad)
    {
        int count = s.Batch * s.OutHeight * s.OutWidth;
        for (int p = 0; p < count; p++)
        {
            Area a = Areas.Of(ref s, p);
            int n = includePad ? a.PaddedCount : a.Count;
            for (int c = 0; c < s.Channels; c++)
            {
                float sum = 0f;
                for (int iy = a.Top; iy < a.Bottom; iy += s.DilationH)
                    for (int ix = a.Left; ix < a.Right; ix += s.DilationW)
                        sum += x[x0 + ((a.Image + iy) * s.Width + ix) * s.Channels + c];
                y[y0 + p * s.Channels + c] = n > 0 ? sum / n : 0f;
            }
        }
    }
}

namespace EdgeRuntime.Kernels;

/// <summary>Convolution over int8 with int32 accumulators: sum of (x - zero point) * w, exact.</summary>
public static unsafe class ConvolutionInt8
{
    /// <summary>Adds the products of one tile of one output channel's weights; <paramref name="sums"/> holds one int32 an output pixel.</summary>
    public static void AddTile(ref ConvolutionShape s, SBytes x, int x0, int zeroPoint, SBytes w, int w0, int k0, int count, Words sums, int s0, int channel)
    {
        int c0 = channel / s.GroupOutChannels * s.GroupChannels;
        int position = k0 / s.GroupChannels;
        int firstChannel = k0 - position * s.GroupChannels;
        for (int n = 0; n < s.Batch; n++)
        {
            int image = x0 + n * s.Height * s.Width * s.Channels + c0;
            for (int oy = 0; oy < s.OutHeight; oy++)
            {
                for (int ox = 0; ox < s.OutWidth; ox++)
                {
                    int sum = Dot(ref s, x, image, zeroPoint, w, w0, position, firstChannel, count, oy * s.StrideH - s.PadTop, ox * s.StrideW - s.PadLeft);
                    sums[s0] = (uint)((int)sums[s0] + sum);
                    s0++;
                }
            }
        }
    }

    private static int Dot(ref ConvolutionShape s, SBytes x, int image, int zeroPoint, SBytes w, int w0, int position, int channel, int count, int top, int left)
    {
        int kh = position / s.KernelW;
        int kw = position - kh * s.KernelW;
        int end = w0 + count;
        int sum = 0;
        while (w0 < end)
        {
            int iy = top + kh * s.DilationH;
            bool inside = iy >= 0 && iy < s.Height;
            int run;
            if (s.GroupChannels == 1)
            {
                run = s.KernelW - kw < end - w0 ? s.KernelW - kw : end - w0;
                if (inside) sum += RowOfOneChannel(ref s, x, image + iy * s.Width * s.Channels, zeroPoint, w, w0, run, left + kw * s.DilationW);
                kw += run;
            }
            else
            {
                run = s.GroupChannels - channel < end - w0 ? s.GroupChannels - channel : end - w0;
                int ix = left + kw * s.DilationW;
                if (inside && ix >= 0 && ix < s.Width) sum += Pixel(x, image + (iy * s.Width + ix) * s.Channels + channel, zeroPoint, w, w0, run);
                channel = 0;
                kw++;
            }

            w0 += run;
            if (kw < s.KernelW) continue;
            kw = 0;
            kh++;
        }

        return sum;
    }

    /// <summary>Neighbouring channels of one pixel, four at a time.</summary>
    private static int Pixel(SBytes x, int from, int zeroPoint, SBytes w, int w0, int run)
    {
        int sum = 0;
        int i = 0;
        for (; i < run - 3; i += 4)
        {
            int a = from + i;
            int b = w0 + i;
            sum += (x[a] - zeroPoint) * w[b] + (x[a + 1] - zeroPoint) * w[b + 1] + (x[a + 2] - zeroPoint) * w[b + 2] + (x[a + 3] - zeroPoint) * w[b + 3];
        }

        for (; i < run; i++) sum += (x[from + i] - zeroPoint) * w[w0 + i];
        return sum;
    }

    /// <summary>Kernel columns of one channel in one image row that begins at element <paramref name="row"/>; columns outside the image add nothing.</summary>
    private static int RowOfOneChannel(ref ConvolutionShape s, SBytes x, int row, int zeroPoint, SBytes w, int w0, int run, int ix)
    {
        int sum = 0;
        int step = s.DilationW * s.Channels;
        int i = 0;
        for (; ix < 0; ix += s.DilationW) i++;
        int from = row + ix * s.Channels;
        for (; i < run && ix < s.Width; i++)
        {
            sum += (x[from] - zeroPoint) * w[w0 + i];
            from += step;
            ix += s.DilationW;
        }

        return sum;
    }

    /// <summary>Adds the products of a single weight, at position <paramref name="k"/> of its row.</summary>
    public static void AddWeight(ref ConvolutionShape s, SBytes x, int x0, int zeroPoint, int weight, int k, Words sums, int s0, int channel)
    {
        if (Windows.IsOnePixel(ref s))
        {
            sums[s0] = (uint)((int)sums[s0] + (x[x0 + k] - zeroPoint) * weight);
            return;
        }

        int position = k / s.GroupChannels;
        int kh = position / s.KernelW;
        int kw = position - kh * s.KernelW;
        int top = kh * s.DilationH - s.PadTop;
        int left = kw * s.DilationW - s.PadLeft;
        int yFrom = Windows.First(top, s.StrideH);
        int yEnd = Windows.End(top, s.StrideH, s.Height, s.OutHeight);
        int xFrom = Windows.First(left, s.StrideW);
        int xEnd = Windows.End(left, s.StrideW, s.Width, s.OutWidth);
        int c = channel / s.GroupOutChannels * s.GroupChannels + k - position * s.GroupChannels;
        for (int n = 0; n < s.Batch; n++)
        {
            for (int oy = yFrom; oy < yEnd; oy++)
            {
                int from = x0 + ((n * s.Height + top + oy * s.StrideH) * s.Width + left + xFrom * s.StrideW) * s.Channels + c;
                int to = s0 + (n * s.OutHeight + oy) * s.OutWidth + xFrom;
                for (int ox = xFrom; ox < xEnd; ox++)
                {
                    sums[to] = (uint)((int)sums[to] + (x[from] - zeroPoint) * weight);
                    from += s.StrideW * s.Channels;
                    to++;
                }
            }
        }
    }

    /// <summary>y = clamp(rescale(sum + bias) + zero point) over one channel.</summary>
    public static void Finish(ref ConvolutionShape s, Words sums, int s0, SBytes y, int y0, int channel, ref Requantisation q)
    {
        int count = s.Batch * s.OutHeight * s.OutWidth;
        for (int i = 0; i < count; i++)
        {
            int v = FixedPoint.Rescale((int)sums[s0 + i] + q.Bias, q.Multiplier, q.Shift) + q.ZeroPoint;
            y[y0 + channel + i * s.OutChannels] = (sbyte)FixedPoint.Clamp(v, q.ClampMin, q.ClampMax);
        }
    }

    /// <summary>The same of the largest sum in each pooling window, which is the largest result: rescaling keeps the order.</summary>
    /// <param name="p">Windows over the sums [batch, height, width] of one channel; y is [batch, outHeight, outWidth, outChannels].</param>
    /// <param name="sums">One int32 a pixel before pooling, from <paramref name="s0"/>.</param>
    /// <param name="s0">First sum.</param>
    /// <param name="y">Output.</param>
    /// <param name="y0">First output element.</param>
    /// <param name="channel">Output channel.</param>
    /// <param name="q">Requantisation of the channel.</param>
    public static void FinishPooled(ref ConvolutionShape p, Words sums, int s0, SBytes y, int y0, int channel, ref Requantisation q)
    {
        int rows = p.Batch * p.OutHeight;
        int at = y0 + channel;
        for (int row = 0; row < rows; row++)
        {
            int n = row / p.OutHeight;
            int from = s0 + (n * p.Height + (row - n * p.OutHeight) * p.StrideH) * p.Width;
            for (int ox = 0; ox < p.OutWidth; ox++)
            {
                int best = (int)sums[from];
                for (int ky = 0; ky < p.KernelH; ky++)
                {
                    int line = from + ky * p.Width;
                    for (int kx = 0; kx < p.KernelW; kx++)
                        if ((int)sums[line + kx] > best) best = (int)sums[line + kx];
                }

                int v = FixedPoint.Rescale(best + q.Bias, q.Multiplier, q.Shift) + q.ZeroPoint;
                y[at] = (sbyte)FixedPoint.Clamp(v, q.ClampMin, q.ClampMax);
                at += p.OutChannels;
                from += p.StrideW;
            }
        }
    }
}

/// <summary>How an int32 sum becomes an int8 value.</summary>
public struct Requantisation
{
    public int Bias;
    public int Multiplier;
    public int Shift;
    public int ZeroPoint;
    public int ClampMin;
    public int ClampMax;
}

namespace EdgeRuntime.Kernels;

/// <summary>Convolution over floats: the specification that every faster kernel is tested against.</summary>
/// <remarks>
/// One accumulator an output, products added in the order kernel row, kernel column, input channel; positions outside the image add nothing.
/// So the sum has the same bits whatever the width of the machine.
/// </remarks>
public static unsafe class ConvolutionFloat
{
    /// <summary>Adds the products of one tile of one output channel's weights to all its outputs.</summary>
    /// <param name="s">Geometry.</param>
    /// <param name="x">Input [batch, height, width, channels] from <paramref name="x0"/>.</param>
    /// <param name="x0">First input element.</param>
    /// <param name="w">Weights k0 .. k0+count-1 of the row [kernelH, kernelW, groupChannels], from <paramref name="w0"/>.</param>
    /// <param name="w0">First weight of the tile.</param>
    /// <param name="k0">Position of the tile in the row.</param>
    /// <param name="count">Weights in the tile.</param>
    /// <param name="y">Output [batch, outHeight, outWidth, outChannels]: accumulators, updated.</param>
    /// <param name="y0">First output element.</param>
    /// <param name="channel">Output channel.</param>
    public static void AddTile(ref ConvolutionShape s, Floats x, int x0, Floats w, int w0, int k0, int count, Floats y, int y0, int channel)
    {
        int c0 = channel / s.GroupOutChannels * s.GroupChannels;
        int position = k0 / s.GroupChannels;
        int firstChannel = k0 - position * s.GroupChannels;
        int at = y0 + channel;
        for (int n = 0; n < s.Batch; n++)
        {
            int image = x0 + n * s.Height * s.Width * s.Channels + c0;
            for (int oy = 0; oy < s.OutHeight; oy++)
            {
                for (int ox = 0; ox < s.OutWidth; ox++)
                {
                    y[at] = Dot(ref s, x, image, w, w0, position, firstChannel, count, oy * s.StrideH - s.PadTop, ox * s.StrideW - s.PadLeft, y[at]);
                    at += s.OutChannels;
                }
            }
        }
    }

    private static float Dot(ref ConvolutionShape s, Floats x, int image, Floats w, int w0, int position, int channel, int count, int top, int left, float sum)
    {
        int kh = position / s.KernelW;
        int kw = position - kh * s.KernelW;
        int end = w0 + count;
        while (w0 < end)
        {
            int run = s.GroupChannels - channel;
            if (run > end - w0) run = end - w0;
            int iy = top + kh * s.DilationH;
            int ix = left + kw * s.DilationW;
            if (iy >= 0 && iy < s.Height && ix >= 0 && ix < s.Width)
            {
                int from = image + (iy * s.Width + ix) * s.Channels + channel;
                for (int i = 0; i < run; i++) sum += x[from + i] * w[w0 + i];
            }

            w0 += run;
            channel = 0;
            kw++;
            if (kw == s.KernelW)
            {
                kw = 0;
                kh++;
            }
        }

        return sum;
    }

    /// <summary>Adds the products of a single weight, at position <paramref name="k"/> of its row, to all outputs of its channel.</summary>
    public static void AddWeight(ref ConvolutionShape s, Floats x, int x0, float weight, int k, Floats y, int y0, int channel)
    {
        if (Windows.IsOnePixel(ref s))
        {
            y[y0 + channel] += x[x0 + k] * weight;
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
                int to = y0 + ((n * s.OutHeight + oy) * s.OutWidth + xFrom) * s.OutChannels + channel;
                for (int ox = xFrom; ox < xEnd; ox++)
                {
                    y[to] += x[from] * weight;
                    from += s.StrideW * s.Channels;
                    to += s.OutChannels;
                }
            }
        }
    }

    /// <summary>Sets all outputs of one channel to zero.</summary>
    public static void Clear(ref ConvolutionShape s, Floats y, int y0, int channel)
    {
        int count = s.Batch * s.OutHeight * s.OutWidth;
        for (int i = 0; i < count; i++) y[y0 + channel + i * s.OutChannels] = 0f;
    }

    /// <summary>y = activation(y + bias) over one channel; activation 0 none, 1 ReLU, 2 ReLU6.</summary>
    public static void Finish(ref ConvolutionShape s, Floats y, int y0, int channel, float bias, int activation)
    {
        int count = s.Batch * s.OutHeight * s.OutWidth;
        for (int i = 0; i < count; i++)
        {
            int at = y0 + channel + i * s.OutChannels;
            y[at] = Activate(y[at] + bias, activation);
        }
    }

    /// <summary>Applies the activation code of the format: 0 none, 1 ReLU, 2 ReLU6.</summary>
    public static float Activate(float v, int activation)
    {
        if (activation == 0) return v;
        if (!(v > 0f)) return 0f;
        return activation == 2 && v > 6f ? 6f : v;
    }
}

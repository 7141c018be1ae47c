namespace EdgeRuntime.Kernels;

/// <summary>Pooling of signs, 32 channels at a time (bit 1 = -1, bit 0 = +1).</summary>
public static unsafe class PoolBits
{
    /// <summary>Largest sign in each window: -1 only where all are. Without a position inside the image it is -1, the smallest +1.</summary>
    /// <param name="s">Geometry; Channels are bits, each pixel padded to whole words with zero bits.</param>
    /// <param name="x">Input words, from <paramref name="x0"/>.</param>
    /// <param name="x0">First input word.</param>
    /// <param name="y">Output words, from <paramref name="y0"/>; those of the other channels are not touched.</param>
    /// <param name="y0">First output word.</param>
    /// <param name="word">Word of each pixel to pool.</param>
    /// <param name="smallest">Channels of the word whose smallest sign is taken instead.</param>
    public static void Max(ref ConvolutionShape s, Words x, int x0, Words y, int y0, int word, uint smallest)
    {
        int words = (s.Channels + 31) >> 5;
        int left = s.Channels - 32 * word;
        uint channels = left < 32 ? (1u << left) - 1u : ~0u;
        int count = s.Batch * s.OutHeight * s.OutWidth;
        for (int p = 0; p < count; p++)
        {
            Area a = Areas.Of(ref s, p);
            uint all = channels;
            uint any = 0u;
            for (int iy = a.Top; iy < a.Bottom; iy += s.DilationH)
                for (int ix = a.Left; ix < a.Right; ix += s.DilationW)
                {
                    uint v = x[x0 + ((a.Image + iy) * s.Width + ix) * words + word];
                    all &= v;
                    any |= v;
                }

            y[y0 + p * words + word] = (all & ~smallest) | (any & smallest);
        }
    }
}

namespace EdgeRuntime.Kernels;

/// <summary>
/// Convolution of bit-packed activations with binary weights, dot = n - 2 popcount(a xor b), or ternary ones, dot = popcount(m) - 2 popcount((a xor b) and m) where m marks the non-zeros.
/// Bit 1 is -1.
/// </summary>
public static unsafe class ConvolutionBinary
{
    /// <summary>In the place of the first word of a mask: no weight is zero.</summary>
    public const int NoZeros = -1;

    /// <summary>Fractional bits of dot products that become int8, so that biases need not be whole numbers.</summary>
    public const int Fraction = 8;

    /// <summary>The dot products of one output channel times 2^<paramref name="shift"/>, one int32 an output pixel from <paramref name="s0"/>; the rest as <see cref="Dot"/>.</summary>
    public static void Sums(ref ConvolutionShape s, Words x, int x0, Words w, int w0, int nonZeros, bool padsAreOnes, int shift, Words sums, int s0)
    {
        int imageWords = s.Height * s.Width * ((s.Channels + 31) >> 5);
        for (int n = 0; n < s.Batch; n++)
        {
            for (int oy = 0; oy < s.OutHeight; oy++)
            {
                for (int ox = 0; ox < s.OutWidth; ox++)
                {
                    sums[s0] = (uint)Dot(ref s, x, x0 + n * imageWords, w, w0, nonZeros, oy * s.StrideH - s.PadTop, ox * s.StrideW - s.PadLeft, padsAreOnes) << shift;
                    s0++;
                }
            }
        }
    }

    /// <summary>bit = (sum is below the threshold) xor inverted, over one channel. The first channel of a word clears the others.</summary>
    public static void FinishBits(ref ConvolutionShape s, Words sums, int s0, Words y, int y0, int channel, int threshold, bool inverted)
    {
        int words = (s.OutChannels + 31) >> 5;
        int count = s.Batch * s.OutHeight * s.OutWidth;
        int at = y0 + (channel >> 5);
        uint bit = 1u << (channel & 31);
        for (int i = 0; i < count; i++)
        {
            if (bit == 1u) y[at] = 0u;
            if ((int)sums[s0 + i] < threshold != inverted) y[at] |= bit;
            at += words;
        }
    }

    /// <summary>The exact dot product of one output position.</summary>
    /// <param name="s">Geometry; Channels are bits, each pixel padded to whole words with zero bits.</param>
    /// <param name="x">Input words, from <paramref name="image"/> (the first pixel of this batch element).</param>
    /// <param name="image">First word of the image.</param>
    /// <param name="w">Weight words of the row [kernelH, kernelW, words a pixel].</param>
    /// <param name="w0">First weight word.</param>
    /// <param name="nonZeros">First word of the mask of non-zero weights, laid out as the weights, whose other bits are zero; or <see cref="NoZeros"/>.</param>
    /// <param name="top">Input row of the window's first row, may be negative.</param>
    /// <param name="left">Input column of the window's first column.</param>
    /// <param name="padsAreOnes">Positions outside the image count as +1 instead of 0.</param>
    public static int Dot(ref ConvolutionShape s, Words x, int image, Words w, int w0, int nonZeros, int top, int left, bool padsAreOnes)
    {
        int words = (s.Channels + 31) >> 5;
        int sum = 0;
        for (int kh = 0; kh < s.KernelH; kh++)
        {
            int iy = top + kh * s.DilationH;
            for (int kw = 0; kw < s.KernelW; kw++)
            {
                int ix = left + kw * s.DilationW;
                bool inside = iy >= 0 && iy < s.Height && ix >= 0 && ix < s.Width;
                if (inside || padsAreOnes)
                {
                    int from = image + (iy * s.Width + ix) * words;
                    int signs = s.Channels;
                    int differ = 0;
                    if (nonZeros >= 0)
                    {
                        signs = 0;
                        for (int i = 0; i < words; i++)
                        {
                            uint mask = w[nonZeros + i];
                            signs += Bits.PopCount(mask);
                            differ += Bits.PopCount((inside ? x[from + i] ^ w[w0 + i] : w[w0 + i]) & mask);
                        }
                    }
                    else
                    {
                        for (int i = 0; i < words; i++) differ += Bits.PopCount(inside ? x[from + i] ^ w[w0 + i] : w[w0 + i]);
                    }

                    sum += signs - 2 * differ;
                }

                w0 += words;
                if (nonZeros >= 0) nonZeros += words;
            }
        }

        return sum;
    }
}

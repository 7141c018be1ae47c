namespace EdgeRuntime.Kernels;

/// <summary>Convolution of bit-packed activations with bit-packed weights: dot = n - 2 popcount(a xor b), bit 1 = -1.</summary>
public static unsafe class ConvolutionBinary
{
    /// <summary>The exact dot product of one output position.</summary>
    /// <param name="s">Geometry; Channels are bits, each pixel padded to whole words with zero bits.</param>
    /// <param name="x">Input words, from <paramref name="image"/> (the first pixel of this batch element).</param>
    /// <param name="image">First word of the image.</param>
    /// <param name="w">Weight words of the row [kernelH, kernelW, words a pixel].</param>
    /// <param name="w0">First weight word.</param>
    /// <param name="top">Input row of the window's first row, may be negative.</param>
    /// <param name="left">Input column of the window's first column.</param>
    /// <param name="padsAreOnes">Positions outside the image count as +1 instead of 0.</param>
    public static int Dot(ref ConvolutionShape s, Words x, int image, Words w, int w0, int top, int left, bool padsAreOnes)
    {
        int words = (s.Channels + 31) >> 5;
        int sum = 0;
        for (int kh = 0; kh < s.KernelH; kh++)
        {
            int iy = top + kh * s.DilationH;
            for (int kw = 0; kw < s.KernelW; kw++)
            {
                int ix = left + kw * s.DilationW;
                if (iy >= 0 && iy < s.Height && ix >= 0 && ix < s.Width)
                {
                    int from = image + (iy * s.Width + ix) * words;
                    int differ = 0;
                    for (int i = 0; i < words; i++) differ += Bits.PopCount(x[from + i] ^ w[w0 + i]);
                    sum += s.Channels - 2 * differ;
                }
                else if (padsAreOnes)
                {
                    int minus = 0;
                    for (int i = 0; i < words; i++) minus += Bits.PopCount(w[w0 + i]);
                    sum += s.Channels - 2 * minus;
                }

                w0 += words;
            }
        }

        return sum;
    }
}

using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.X86;

namespace EdgeRuntime.Kernels;

/// <summary>Int8 convolution through 16-bit multiply-adds: the same int32 sums as <see cref="ConvolutionInt8"/>, four pixels by 16 channels at a time.</summary>
public static unsafe class ConvolutionInt8Avx2
{
    /// <summary>Whether this machine has the instructions.</summary>
    public static bool IsSupported => Avx2.IsSupported;

    /// <summary>Elements of the padded image that <see cref="Pad"/> writes.</summary>
    public static long PaddedLength(in ConvolutionShape s, int paddedChannels)
        => (long)s.Batch * (s.Height + s.PadTop + s.PadBottom) * (s.Width + s.PadLeft + s.PadRight) * (s.Channels / s.GroupChannels) * paddedChannels;

    /// <summary>Writes x - zero point as int16 into an image with its borders, each group's channels rounded up to an even number; what is not image stays zero.</summary>
    public static void Pad(in ConvolutionShape s, sbyte* x, int zeroPoint, int paddedChannels, short* to)
    {
        int groups = s.Channels / s.GroupChannels;
        int width = s.Width + s.PadLeft + s.PadRight;
        int height = s.Height + s.PadTop + s.PadBottom;
        int pixel = groups * paddedChannels;
        for (int n = 0; n < s.Batch; n++)
        {
            for (int y = 0; y < s.Height; y++)
            {
                short* row = to + ((nint)(n * height + y + s.PadTop) * width + s.PadLeft) * pixel;
                for (int i = 0; i < s.Width; i++, row += pixel)
                {
                    for (int g = 0; g < groups; g++)
                        for (int c = 0; c < s.GroupChannels; c++) row[g * paddedChannels + c] = (short)(*x++ - zeroPoint);
                }
            }
        }
    }

    /// <summary>Computes all sums of one output row and one panel: sums[pixel * 16 + lane].</summary>
    /// <param name="s">Geometry.</param>
    /// <param name="x">Padded image of this batch element, at the first channel of the group.</param>
    /// <param name="pixel">int16 values between neighbouring pixels of the padded image.</param>
    /// <param name="rowStep">int16 values between its rows.</param>
    /// <param name="oy">Output row.</param>
    /// <param name="w">The panel.</param>
    /// <param name="paddedChannels">Even number of channels a kernel position takes in the panel.</param>
    /// <param name="sums">Receives outWidth * 16 sums.</param>
    public static void Row(in ConvolutionShape s, short* x, int pixel, nint rowStep, int oy, short* w, int paddedChannels, int* sums)
    {
        short* top = x + oy * s.StrideH * rowStep;
        int ox = 0;
        for (; ox + 4 <= s.OutWidth; ox += 4) Four(s, top + (nint)ox * s.StrideW * pixel, pixel, rowStep, w, paddedChannels, sums + ox * PackedInt8Weights.Panel);
        for (; ox < s.OutWidth; ox++) One(s, top + (nint)ox * s.StrideW * pixel, pixel, rowStep, w, paddedChannels, sums + ox * PackedInt8Weights.Panel);
    }

    private static void Four(in ConvolutionShape s, short* x, int pixel, nint rowStep, short* w, int channels, int* sums)
    {
        Vector256<int> a0 = default, a1 = default, b0 = default, b1 = default, c0 = default, c1 = default, d0 = default, d1 = default;
        nint step = (nint)s.StrideW * pixel;
        for (int kh = 0; kh < s.KernelH; kh++)
        {
            for (int kw = 0; kw < s.KernelW; kw++)
            {
                short* p = x + kh * s.DilationH * rowStep + (nint)kw * s.DilationW * pixel;
                for (int c = 0; c < channels; c += 2)
                {
                    Vector256<short> w0 = Vector256.Load(w);
                    Vector256<short> w1 = Vector256.Load(w + 16);
                    Vector256<short> v = Pair(p + c);
                    a0 += Avx2.MultiplyAddAdjacent(v, w0);
                    a1 += Avx2.MultiplyAddAdjacent(v, w1);
                    v = Pair(p + c + step);
                    b0 += Avx2.MultiplyAddAdjacent(v, w0);
                    b1 += Avx2.MultiplyAddAdjacent(v, w1);
                    v = Pair(p + c + 2 * step);
                    c0 += Avx2.MultiplyAddAdjacent(v, w0);
                    c1 += Avx2.MultiplyAddAdjacent(v, w1);
                    v = Pair(p + c + 3 * step);
                    d0 += Avx2.MultiplyAddAdjacent(v, w0);
                    d1 += Avx2.MultiplyAddAdjacent(v, w1);
                    w += 2 * PackedInt8Weights.Panel;
                }
            }
        }

        a0.Store(sums);
        a1.Store(sums + 8);
        b0.Store(sums + 16);
        b1.Store(sums + 24);
        c0.Store(sums + 32);
        c1.Store(sums + 40);
        d0.Store(sums + 48);
        d1.Store(sums + 56);
    }

    private static void One(in ConvolutionShape s, short* x, int pixel, nint rowStep, short* w, int channels, int* sums)
    {
        Vector256<int> a0 = default, a1 = default;
        for (int kh = 0; kh < s.KernelH; kh++)
        {
            for (int kw = 0; kw < s.KernelW; kw++)
            {
                short* p = x + kh * s.DilationH * rowStep + (nint)kw * s.DilationW * pixel;
                for (int c = 0; c < channels; c += 2)
                {
                    Vector256<short> v = Pair(p + c);
                    a0 += Avx2.MultiplyAddAdjacent(v, Vector256.Load(w));
                    a1 += Avx2.MultiplyAddAdjacent(v, Vector256.Load(w + 16));
                    w += 2 * PackedInt8Weights.Panel;
                }
            }
        }

        a0.Store(sums);
        a1.Store(sums + 8);
    }

    private static Vector256<short> Pair(short* p) => Vector256.Create(*(int*)p).AsInt16();
}

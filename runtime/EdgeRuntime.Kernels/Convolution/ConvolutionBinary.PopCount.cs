using System.Numerics;

namespace EdgeRuntime.Kernels;

/// <summary>Binary dot products on the hardware's 64-bit population count: the same numbers as <see cref="ConvolutionBinary"/>.</summary>
public static unsafe class ConvolutionBinaryPopCount
{
    /// <summary>Bits in which two runs of <paramref name="words"/> 32-bit words differ.</summary>
    public static int Differ(uint* a, uint* b, int words)
    {
        int differ = 0;
        int i = 0;
        for (; i + 2 <= words; i += 2) differ += BitOperations.PopCount(*(ulong*)(a + i) ^ *(ulong*)(b + i));
        return i < words ? differ + BitOperations.PopCount(a[i] ^ b[i]) : differ;
    }

    /// <summary>Collects the words of a window that lies wholly inside the image, in the order of the weights.</summary>
    public static void Gather(in ConvolutionShape s, uint* image, int top, int left, uint* patch)
    {
        int words = (s.Channels + 31) >> 5;
        for (int kh = 0; kh < s.KernelH; kh++)
        {
            for (int kw = 0; kw < s.KernelW; kw++)
            {
                uint* from = image + (nint)((top + kh * s.DilationH) * s.Width + left + kw * s.DilationW) * words;
                for (int i = 0; i < words; i++) *patch++ = from[i];
            }
        }
    }
}

using System.Runtime.Intrinsics;

namespace EdgeRuntime.Kernels;

/// <summary>Bits of a pixel's channels: 1 where x * scale + shift is negative.</summary>
public static unsafe class SignBits
{
    /// <summary>Name of the kernel.</summary>
    public const string Name = "sign_bits_1x32__vector256";

    private const int WordBits = 32;

    /// <summary>Packs one pixel into words; bits behind the last channel are 0.</summary>
    /// <param name="x">Values of the channels.</param>
    /// <param name="scale">One a channel.</param>
    /// <param name="shift">One a channel.</param>
    /// <param name="channels">Channels.</param>
    /// <param name="words">Receives (channels + 31) / 32 words.</param>
    public static void Pack(float* x, float* scale, float* shift, int channels, uint* words)
    {
        int c = 0;
        for (; c + WordBits <= channels; c += WordBits)
            *words++ = Eight(x + c, scale + c, shift + c) | Eight(x + c + 8, scale + c + 8, shift + c + 8) << 8
                | Eight(x + c + 16, scale + c + 16, shift + c + 16) << 16 | Eight(x + c + 24, scale + c + 24, shift + c + 24) << 24;
        if (c == channels) return;
        *words = 0;
        for (int bit = 0; c < channels; c++, bit++)
            if (x[c] * scale[c] + shift[c] < 0f) *words |= 1u << bit;
    }

    private static uint Eight(float* x, float* scale, float* shift)
        => Vector256.LessThan(Vector256.Load(x) * Vector256.Load(scale) + Vector256.Load(shift), default).ExtractMostSignificantBits();
}

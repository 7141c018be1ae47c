using System;
using System.Runtime.Intrinsics;

namespace EdgeRuntime.Kernels;

/// <summary>Bits of a pixel's int8 channels: 1 where the value is below the channel's threshold, or where it is not if the channel is inverted.</summary>
public sealed unsafe class ThresholdBits
{
    /// <summary>Name of the kernel.</summary>
    public const string Name = "threshold_bits_1x32__vector256";

    private const int WordBits = 32;

    private readonly sbyte[] thresholds;
    private readonly uint[] inverted;

    /// <param name="thresholds">One a channel: what no int8 value reaches, or every value does, may lie outside the range.</param>
    /// <param name="inverted">One a channel.</param>
    public ThresholdBits(int[] thresholds, bool[] inverted)
    {
        this.thresholds = new sbyte[thresholds.Length];
        this.inverted = new uint[(thresholds.Length + WordBits - 1) / WordBits];
        for (int c = 0; c < thresholds.Length; c++)
        {
            // All are below 128, which is none from -128 on, inverted.
            bool all = thresholds[c] > sbyte.MaxValue;
            this.thresholds[c] = all ? sbyte.MinValue : (sbyte)Math.Max(thresholds[c], sbyte.MinValue);
            if (inverted[c] != all) this.inverted[c / WordBits] |= 1u << (c % WordBits);
        }
    }

    /// <summary>Packs one pixel into (channels + 31) / 32 words; bits behind the last channel are 0.</summary>
    public void Pack(sbyte* x, uint* words)
    {
        int channels = thresholds.Length, c = 0;
        fixed (sbyte* threshold = thresholds)
        {
            for (; c + WordBits <= channels; c += WordBits)
                words[c / WordBits] = Vector256.LessThan(Vector256.Load(x + c), Vector256.Load(threshold + c)).ExtractMostSignificantBits() ^ inverted[c / WordBits];
            if (c == channels) return;
            uint word = 0;
            for (int bit = 0; c + bit < channels; bit++)
                if (x[c + bit] < threshold[c + bit]) word |= 1u << bit;
            words[c / WordBits] = word ^ inverted[c / WordBits];
        }
    }
}

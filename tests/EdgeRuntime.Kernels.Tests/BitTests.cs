using System;
using System.Linq;

using Xunit;

namespace EdgeRuntime.Kernels.Tests;

/// <summary>Packing of int8 by thresholds, and pooling of the bits, against their definitions over random sizes.</summary>
public unsafe class BitTests
{
    private const int Cases = 20_000;

    [Fact]
    public void ThresholdsPackTheDefinedBits()
    {
        for (int seed = 0; seed < Cases; seed++)
        {
            Random r = new(seed);
            int channels = r.Next(4) == 0 ? 32 * r.Next(1, 4) : r.Next(1, 140);
            sbyte[] x = [.. Enumerable.Range(0, channels).Select(_ => (sbyte)r.Next(-128, 128))];
            int[] thresholds = [.. Enumerable.Range(0, channels).Select(_ => r.Next(5) == 0 ? 128 * r.Next(-1, 2) : r.Next(-128, 129))];
            bool[] inverted = [.. Enumerable.Range(0, channels).Select(_ => r.Next(2) == 0)];
            uint[] words = new uint[(channels + 31) / 32];
            fixed (sbyte* from = x)
            fixed (uint* to = words) new ThresholdBits(thresholds, inverted).Pack(from, to);
            for (int c = 0; c < 32 * words.Length; c++)
            {
                bool expected = c < channels && x[c] < thresholds[c] != inverted[c];
                if ((words[c / 32] >> (c % 32) & 1) != 0 != expected) Assert.Fail($"seed {seed}, channel {c} of {channels}: value {x[Math.Min(c, channels - 1)]}");
            }
        }
    }

    [Fact]
    public void PoolingTakesTheLargestSignOrTheSmallest()
    {
        for (int seed = 0; seed < Cases; seed++)
        {
            Random r = new(seed);
            ConvolutionShape s = default;
            (s.Batch, s.Height, s.Width, s.Channels) = (r.Next(1, 3), r.Next(1, 6), r.Next(1, 6), r.Next(1, 70));
            (s.KernelH, s.KernelW, s.StrideH, s.StrideW, s.DilationH, s.DilationW) = (r.Next(1, 4), r.Next(1, 4), r.Next(1, 4), r.Next(1, 4), r.Next(1, 3), r.Next(1, 3));
            (s.PadTop, s.PadLeft) = (r.Next(4), r.Next(4));
            (s.OutHeight, s.OutWidth, s.OutChannels) = (r.Next(1, 4), r.Next(1, 4), s.Channels);
            int words = (s.Channels + 31) / 32;
            sbyte[] signs = [.. Enumerable.Range(0, s.Batch * s.Height * s.Width * s.Channels).Select(_ => (sbyte)(r.Next(2) * 2 - 1))];
            uint[] x = Packed(signs, s.Channels), y = [.. Enumerable.Range(0, s.Batch * s.OutHeight * s.OutWidth * words).Select(_ => (uint)r.Next())];
            uint[] mask = [.. Enumerable.Range(0, words).Select(_ => (uint)r.NextInt64(1L << 32))];
            fixed (uint* px = x, py = y)
                for (int word = 0; word < words; word++) PoolBits.Max(ref s, px, 0, py, 0, word, mask[word]);

            // The smallest sign is the opposite of the largest opposite.
            sbyte[] flipped = [.. signs.Select((v, i) => (mask[i % s.Channels / 32] >> (i % s.Channels % 32) & 1) != 0 ? (sbyte)-v : v)];
            sbyte[] pooled = new sbyte[y.Length / words * s.Channels];
            fixed (sbyte* from = flipped, to = pooled) PoolInt8.Max(ref s, from, 0, to, 0);
            uint[] expected = Packed([.. pooled.Select((v, i) => (mask[i % s.Channels / 32] >> (i % s.Channels % 32) & 1) != 0 ? (sbyte)-Math.Max(v, (sbyte)-1) : v)], s.Channels);
            Assert.True(expected.AsSpan().SequenceEqual(y), $"seed {seed}");
        }
    }

    private static uint[] Packed(sbyte[] signs, int channels)
    {
        int words = (channels + 31) / 32;
        uint[] packed = new uint[signs.Length / channels * words];
        for (int i = 0; i < signs.Length; i++)
            if (signs[i] < 0) packed[i / channels * words + i % channels / 32] |= 1u << (i % channels % 32);
        return packed;
    }
}

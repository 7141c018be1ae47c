using System;

namespace EdgeRuntime.Kernels;

/// <summary>
/// Ternary weights on the kernels of binary ones. A ternary weight is the mean of two signs, (1 + 1) / 2, (1 - 1) / 2 or (-1 - 1) / 2, so each output
/// channel is two neighbouring binary ones, and its dot product is the mean of theirs.
/// </summary>
/// <param name="inner">What becomes of the ternary dot products.</param>
public sealed unsafe class TernaryOutput(BinaryOutput inner) : BinaryOutput
{
    // A multiple of 32, as other outputs expect.
    private const int Chunk = 64;

    /// <summary>The two binary rows of a ternary one: they differ where a weight is zero.</summary>
    /// <param name="planes">Its signs, then its non-zeros, each padded to whole words once a pixel.</param>
    /// <param name="words">Words of a plane.</param>
    /// <param name="channels">Bits of a pixel.</param>
    /// <param name="rows">Receives the first row, then the second.</param>
    public static void Rows(uint* planes, int words, int channels, uint* rows)
    {
        int pixelWords = (channels + 31) >> 5;
        uint last = (channels & 31) == 0 ? ~0u : (1u << channels) - 1u;
        for (int i = 0; i < words; i++)
        {
            uint valid = i % pixelWords == pixelWords - 1 ? last : ~0u;
            rows[i] = planes[i];
            rows[words + i] = planes[i] | (~planes[words + i] & valid);
        }
    }

    public override void Store(int pixel, int channel, int count, int signs, ushort* differ)
    {
        int* dots = stackalloc int[Chunk];
        for (int first = 0; first < count / 2; first += Chunk)
        {
            int n = Math.Min(Chunk, count / 2 - first);
            ushort* pair = differ + 2 * first;
            for (int i = 0; i < n; i++) dots[i] = signs - pair[2 * i] - pair[2 * i + 1];
            inner.StoreDots(pixel, channel / 2 + first, n, dots);
        }
    }

    public override void StoreDots(int pixel, int channel, int count, int* dots)
    {
        int* means = stackalloc int[Chunk];
        for (int first = 0; first < count / 2; first += Chunk)
        {
            int n = Math.Min(Chunk, count / 2 - first);
            int* pair = dots + 2 * first;
            for (int i = 0; i < n; i++) means[i] = (pair[2 * i] + pair[2 * i + 1]) / 2;
            inner.StoreDots(pixel, channel / 2 + first, n, means);
        }
    }
}

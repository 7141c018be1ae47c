using System;

namespace EdgeRuntime.Devices.Jpeg;

/// <summary>
/// Inverse discrete cosine transform of 8 x 8 coefficients in integers, with the fewest multiplications of a direct form:
/// C. Loeffler, A. Ligtenberg, G. Moschytz, "Practical fast 1-D DCT algorithms with 11 multiplications", ICASSP 1989.
/// </summary>
/// <remarks>Constants in units of 2^-13; columns keep 2 bits of fraction, rows round to whole samples: the "accurate" transform of common decoders, bit for bit.</remarks>
internal static class JpegInverseDct
{
    private const int Side = 8;
    private const int ConstantBits = 13;
    private const int FractionBits = 2;

    /// <summary>Writes a block of samples: 128 + the transform, within 0 to 255.</summary>
    /// <param name="block">64 dequantised coefficients, row by row; overwritten.</param>
    /// <param name="acColumns">Bit x: column x has coefficients outside its first row.</param>
    /// <param name="samples">Receives 8 rows.</param>
    /// <param name="start">First sample of the block.</param>
    /// <param name="stride">Samples from a row to the next.</param>
    public static void Transform(Span<int> block, int acColumns, Span<byte> samples, int start, int stride)
    {
        for (int x = 0; x < Side; x++)
        {
            if ((acColumns >> x & 1) == 0)
            {
                int flat = block[x] << FractionBits;
                for (int i = x; i < block.Length; i += Side) block[i] = flat;
            }
            else
            {
                Pass(block, x, Side, ConstantBits - FractionBits);
            }
        }

        for (int y = 0; y < Side; y++)
        {
            Span<int> row = block.Slice(y * Side, Side);
            Pass(row, 0, 1, ConstantBits + FractionBits + 3);
            Span<byte> to = samples.Slice(start + y * stride, Side);
            for (int x = 0; x < Side; x++) to[x] = (byte)Math.Clamp(row[x] + 128, 0, 255);
        }
    }

    /// <summary>One dimension: eight values from <paramref name="at"/> on, <paramref name="step"/> apart; the result is rounded by <paramref name="shift"/> bits.</summary>
    private static void Pass(Span<int> v, int at, int step, int shift)
    {
        int c0 = v[at], c1 = v[at + step], c2 = v[at + 2 * step], c3 = v[at + 3 * step];
        int c4 = v[at + 4 * step], c5 = v[at + 5 * step], c6 = v[at + 6 * step], c7 = v[at + 7 * step];
        int round = 1 << (shift - 1);

        // Even half: a rotation by 3 pi / 8 of c2 and c6, a butterfly of c0 and c4.
        int rotated = (c2 + c6) * 4433;
        int low = rotated - c6 * 15137, high = rotated + c2 * 6270;
        int sum = ((c0 + c4) << ConstantBits) + round, difference = ((c0 - c4) << ConstantBits) + round;
        int e0 = sum + high, e3 = sum - high, e1 = difference + low, e2 = difference - low;

        // Odd half.
        int z1 = (c7 + c1) * -7373, z2 = (c5 + c3) * -20995, z5 = (c7 + c3 + c5 + c1) * 9633;
        int z3 = (c7 + c3) * -16069 + z5, z4 = (c5 + c1) * -3196 + z5;
        int o0 = c1 * 12299 + z1 + z4, o1 = c3 * 25172 + z2 + z3, o2 = c5 * 16819 + z2 + z4, o3 = c7 * 2446 + z1 + z3;

        v[at] = (e0 + o0) >> shift;
        v[at + 7 * step] = (e0 - o0) >> shift;
        v[at + step] = (e1 + o1) >> shift;
        v[at + 6 * step] = (e1 - o1) >> shift;
        v[at + 2 * step] = (e2 + o2) >> shift;
        v[at + 5 * step] = (e2 - o2) >> shift;
        v[at + 3 * step] = (e3 + o3) >> shift;
        v[at + 4 * step] = (e3 - o3) >> shift;
    }
}

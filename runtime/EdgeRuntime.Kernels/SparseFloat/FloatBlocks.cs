using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.X86;

namespace EdgeRuntime.Kernels;

/// <summary>Transposition of float matrices.</summary>
public static unsafe class FloatBlocks
{
    private const int Side = 8;

    /// <summary>to[column * toStep + row] = from[row * fromStep + column].</summary>
    public static void Transpose(float* from, nint fromStep, int rows, int columns, float* to, nint toStep)
    {
        int row = 0;
        if (Avx.IsSupported)
        {
            for (; row + Side <= rows; row += Side)
            {
                int column = 0;
                for (; column + Side <= columns; column += Side) EightByEight(from + (row * fromStep) + column, fromStep, to + (column * toStep) + row, toStep);
                Rest(from + (row * fromStep), fromStep, Side, column, columns, to + row, toStep);
            }
        }

        Rest(from + (row * fromStep), fromStep, rows - row, 0, columns, to + row, toStep);
    }

    /// <summary>y = activation(sums + biases) of up to eight neighbouring channels at neighbouring pixels.</summary>
    /// <param name="sums">Sums [pixel][8].</param>
    /// <param name="biases">A bias a channel; eight are readable.</param>
    /// <param name="channels">Channels.</param>
    /// <param name="activation">0 none, 1 max(x, 0), 2 also at most 6.</param>
    /// <param name="pixels">Pixels.</param>
    /// <param name="y">First channel of the first pixel.</param>
    /// <param name="stride">Floats from a pixel to the next.</param>
    public static void Finish(float* sums, float* biases, int channels, int activation, int pixels, float* y, nint stride)
    {
        Vector256<float> bias = Vector256.Load(biases), six = Vector256.Create(6f);
        for (; pixels > 0; pixels--, sums += Side, y += stride)
        {
            if (channels < Side)
            {
                for (int i = 0; i < channels; i++) y[i] = ConvolutionFloat.Activate(sums[i] + biases[i], activation);
                continue;
            }

            Vector256<float> v = Vector256.Load(sums) + bias;
            if (activation != 0) v &= Vector256.GreaterThan(v, default);
            if (activation == 2) v = Vector256.ConditionalSelect(Vector256.GreaterThan(v, six), six, v);
            v.Store(y);
        }
    }

    private static void Rest(float* from, nint fromStep, int rows, int column, int columns, float* to, nint toStep)
    {
        for (int row = 0; row < rows; row++, from += fromStep)
            for (int c = column; c < columns; c++) to[(c * toStep) + row] = from[c];
    }

    private static void EightByEight(float* from, nint fromStep, float* to, nint toStep)
    {
        Vector256<float> a = Vector256.Load(from), b = Vector256.Load(from + fromStep), c = Vector256.Load(from + (2 * fromStep)), d = Vector256.Load(from + (3 * fromStep));
        from += 4 * fromStep;
        Vector256<float> e = Vector256.Load(from), f = Vector256.Load(from + fromStep), g = Vector256.Load(from + (2 * fromStep)), h = Vector256.Load(from + (3 * fromStep));
        Quarter(ref a, ref b, ref c, ref d);
        Quarter(ref e, ref f, ref g, ref h);
        Avx.Permute2x128(a, e, 0x20).Store(to);
        Avx.Permute2x128(b, f, 0x20).Store(to + toStep);
        Avx.Permute2x128(c, g, 0x20).Store(to + (2 * toStep));
        Avx.Permute2x128(d, h, 0x20).Store(to + (3 * toStep));
        to += 4 * toStep;
        Avx.Permute2x128(a, e, 0x31).Store(to);
        Avx.Permute2x128(b, f, 0x31).Store(to + toStep);
        Avx.Permute2x128(c, g, 0x31).Store(to + (2 * toStep));
        Avx.Permute2x128(d, h, 0x31).Store(to + (3 * toStep));
    }

    // Transposes 4x4 blocks inside the two halves of four rows.
    private static void Quarter(ref Vector256<float> a, ref Vector256<float> b, ref Vector256<float> c, ref Vector256<float> d)
    {
        Vector256<float> ab = Avx.UnpackLow(a, b), cd = Avx.UnpackLow(c, d), ab2 = Avx.UnpackHigh(a, b), cd2 = Avx.UnpackHigh(c, d);
        a = Avx.Shuffle(ab, cd, 0x44);
        b = Avx.Shuffle(ab, cd, 0xEE);
        c = Avx.Shuffle(ab2, cd2, 0x44);
        d = Avx.Shuffle(ab2, cd2, 0xEE);
    }
}

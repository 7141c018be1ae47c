using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.X86;

namespace EdgeRuntime.Kernels;

/// <summary>Transposition of float matrices, also with what finishes a layer.</summary>
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

    /// <summary>y[pixel * stride + channel] = activation(sums[channel * step + pixel] + biases[channel]) for up to eight channels.</summary>
    /// <param name="sums">Sums of the first channel.</param>
    /// <param name="step">Floats from a channel to the next.</param>
    /// <param name="biases">A bias a channel; eight are readable.</param>
    /// <param name="channels">Channels.</param>
    /// <param name="activation">0 none, 1 max(x, 0), 2 also at most 6.</param>
    /// <param name="pixels">Pixels.</param>
    /// <param name="y">First channel of the first pixel.</param>
    /// <param name="stride">Floats from a pixel to the next.</param>
    public static void Finish(float* sums, nint step, float* biases, int channels, int activation, int pixels, float* y, nint stride)
    {
        int p = 0;
        if (Avx.IsSupported && channels == Side)
        {
            Vector256<float> bias = Vector256.Load(biases);
            for (; p + Side <= pixels; p += Side) FinishEight(sums + p, step, bias, activation, y + (p * stride), stride);
            // The last block overlaps the one before.
            if (pixels >= Side && p < pixels) FinishEight(sums + pixels - Side, step, bias, activation, y + ((pixels - Side) * stride), stride);
            if (pixels >= Side) return;
        }

        for (; p < pixels; p++)
            for (int c = 0; c < channels; c++) y[(p * stride) + c] = ConvolutionFloat.Activate(sums[(c * step) + p] + biases[c], activation);
    }

    /// <summary>What <see cref="ConvolutionFloat.Activate"/> makes of eight values.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector256<float> Activated(Vector256<float> v, int activation)
    {
        if (activation != 0) v &= Vector256.GreaterThan(v, default);
        if (activation == 2) v = Vector256.ConditionalSelect(Vector256.GreaterThan(v, Vector256.Create(6f)), Vector256.Create(6f), v);
        return v;
    }

    private static void Rest(float* from, nint fromStep, int rows, int column, int columns, float* to, nint toStep)
    {
        for (int row = 0; row < rows; row++, from += fromStep)
            for (int c = column; c < columns; c++) to[(c * toStep) + row] = from[c];
    }

    private static void FinishEight(float* sums, nint step, Vector256<float> bias, int activation, float* y, nint stride)
    {
        Eight(sums, step, out Vector256<float> a, out Vector256<float> b, out Vector256<float> c, out Vector256<float> d, out Vector256<float> e, out Vector256<float> f, out Vector256<float> g, out Vector256<float> h);
        Activated(a + bias, activation).Store(y);
        Activated(b + bias, activation).Store(y + stride);
        Activated(c + bias, activation).Store(y + (2 * stride));
        Activated(d + bias, activation).Store(y + (3 * stride));
        y += 4 * stride;
        Activated(e + bias, activation).Store(y);
        Activated(f + bias, activation).Store(y + stride);
        Activated(g + bias, activation).Store(y + (2 * stride));
        Activated(h + bias, activation).Store(y + (3 * stride));
    }

    private static void EightByEight(float* from, nint fromStep, float* to, nint toStep)
    {
        Eight(from, fromStep, out Vector256<float> a, out Vector256<float> b, out Vector256<float> c, out Vector256<float> d, out Vector256<float> e, out Vector256<float> f, out Vector256<float> g, out Vector256<float> h);
        a.Store(to);
        b.Store(to + toStep);
        c.Store(to + (2 * toStep));
        d.Store(to + (3 * toStep));
        to += 4 * toStep;
        e.Store(to);
        f.Store(to + toStep);
        g.Store(to + (2 * toStep));
        h.Store(to + (3 * toStep));
    }

    // The columns of eight rows.
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void Eight(
        float* from, nint fromStep, out Vector256<float> c0, out Vector256<float> c1, out Vector256<float> c2, out Vector256<float> c3,
        out Vector256<float> c4, out Vector256<float> c5, out Vector256<float> c6, out Vector256<float> c7)
    {
        Vector256<float> a = Vector256.Load(from), b = Vector256.Load(from + fromStep), c = Vector256.Load(from + (2 * fromStep)), d = Vector256.Load(from + (3 * fromStep));
        from += 4 * fromStep;
        Vector256<float> e = Vector256.Load(from), f = Vector256.Load(from + fromStep), g = Vector256.Load(from + (2 * fromStep)), h = Vector256.Load(from + (3 * fromStep));
        Quarter(ref a, ref b, ref c, ref d);
        Quarter(ref e, ref f, ref g, ref h);
        c0 = Avx.Permute2x128(a, e, 0x20);
        c1 = Avx.Permute2x128(b, f, 0x20);
        c2 = Avx.Permute2x128(c, g, 0x20);
        c3 = Avx.Permute2x128(d, h, 0x20);
        c4 = Avx.Permute2x128(a, e, 0x31);
        c5 = Avx.Permute2x128(b, f, 0x31);
        c6 = Avx.Permute2x128(c, g, 0x31);
        c7 = Avx.Permute2x128(d, h, 0x31);
    }

    // Transposes 4x4 blocks inside the two halves of four rows.
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void Quarter(ref Vector256<float> a, ref Vector256<float> b, ref Vector256<float> c, ref Vector256<float> d)
    {
        Vector256<float> ab = Avx.UnpackLow(a, b), cd = Avx.UnpackLow(c, d), ab2 = Avx.UnpackHigh(a, b), cd2 = Avx.UnpackHigh(c, d);
        a = Avx.Shuffle(ab, cd, 0x44);
        b = Avx.Shuffle(ab, cd, 0xEE);
        c = Avx.Shuffle(ab2, cd2, 0x44);
        d = Avx.Shuffle(ab2, cd2, 0xEE);
    }
}

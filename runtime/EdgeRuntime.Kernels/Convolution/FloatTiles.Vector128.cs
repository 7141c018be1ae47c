using System.Runtime.Intrinsics;

namespace EdgeRuntime.Kernels;

/// <summary>Tiles of float convolutions on 128-bit vectors: NEON, and x86 without AVX.</summary>
public static unsafe class FloatTilesVector128
{
    /// <summary>Whether this machine has the instructions.</summary>
    public static bool IsSupported => Vector128.IsHardwareAccelerated;

    /// <inheritdoc cref="FloatTileKernel.Four"/>
    public static void Four(float** windows, Segment* segments, int count, float* w, float* sums)
    {
        Two(windows[0], windows[1], segments, count, w, sums);
        Two(windows[2], windows[3], segments, count, w, sums + 32);
    }

    /// <inheritdoc cref="FloatTileKernel.FourHalf"/>
    public static void FourHalf(float** windows, Segment* segments, int count, float* w, float* sums)
    {
        Vector128<float> a0 = default, a1 = default, b0 = default, b1 = default, c0 = default, c1 = default, d0 = default, d1 = default;
        for (; count > 0; count--, segments++)
        {
            float* a = windows[0] + segments->Offset, b = windows[1] + segments->Offset, c = windows[2] + segments->Offset, d = windows[3] + segments->Offset;
            for (nint i = 0; i < segments->Length; i++, w += PackedWeights.Panel)
            {
                Vector128<float> w0 = Vector128.Load(w), w1 = Vector128.Load(w + 4);
                a0 += Vector128.Create(a[i]) * w0;
                a1 += Vector128.Create(a[i]) * w1;
                b0 += Vector128.Create(b[i]) * w0;
                b1 += Vector128.Create(b[i]) * w1;
                c0 += Vector128.Create(c[i]) * w0;
                c1 += Vector128.Create(c[i]) * w1;
                d0 += Vector128.Create(d[i]) * w0;
                d1 += Vector128.Create(d[i]) * w1;
            }
        }

        a0.Store(sums);
        a1.Store(sums + 4);
        b0.Store(sums + 16);
        b1.Store(sums + 20);
        c0.Store(sums + 32);
        c1.Store(sums + 36);
        d0.Store(sums + 48);
        d1.Store(sums + 52);
    }

    /// <inheritdoc cref="FloatTileKernel.One"/>
    public static void One(float* window, Segment* segments, int count, float* w, nint step, float* sums)
    {
        for (int panel = 0; panel < 4; panel++, w += step, sums += PackedWeights.Panel)
        {
            Vector128<float> s0 = default, s1 = default, s2 = default, s3 = default;
            float* at = w;
            for (int s = 0; s < count; s++)
            {
                float* x = window + segments[s].Offset;
                for (nint i = 0; i < segments[s].Length; i++, at += PackedWeights.Panel)
                {
                    Vector128<float> v = Vector128.Create(x[i]);
                    s0 += v * Vector128.Load(at);
                    s1 += v * Vector128.Load(at + 4);
                    s2 += v * Vector128.Load(at + 8);
                    s3 += v * Vector128.Load(at + 12);
                }
            }

            s0.Store(sums);
            s1.Store(sums + 4);
            s2.Store(sums + 8);
            s3.Store(sums + 12);
        }
    }

    private static void Two(float* first, float* second, Segment* segments, int count, float* w, float* sums)
    {
        Vector128<float> a0 = default, a1 = default, a2 = default, a3 = default, b0 = default, b1 = default, b2 = default, b3 = default;
        for (; count > 0; count--, segments++)
        {
            float* a = first + segments->Offset, b = second + segments->Offset;
            for (nint i = 0; i < segments->Length; i++, w += PackedWeights.Panel)
            {
                Vector128<float> w0 = Vector128.Load(w), w1 = Vector128.Load(w + 4), w2 = Vector128.Load(w + 8), w3 = Vector128.Load(w + 12);
                Vector128<float> x = Vector128.Create(a[i]), y = Vector128.Create(b[i]);
                a0 += x * w0;
                a1 += x * w1;
                a2 += x * w2;
                a3 += x * w3;
                b0 += y * w0;
                b1 += y * w1;
                b2 += y * w2;
                b3 += y * w3;
            }
        }

        a0.Store(sums);
        a1.Store(sums + 4);
        a2.Store(sums + 8);
        a3.Store(sums + 12);
        b0.Store(sums + 16);
        b1.Store(sums + 20);
        b2.Store(sums + 24);
        b3.Store(sums + 28);
    }
}

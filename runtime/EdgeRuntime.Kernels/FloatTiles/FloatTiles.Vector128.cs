using System.Runtime.Intrinsics;

namespace EdgeRuntime.Kernels;

/// <summary>Float tiles on 128-bit vectors, for NEON and for x86 without AVX: four rows, two at a time by four vectors.</summary>
public static unsafe class FloatTilesVector128
{
    /// <inheritdoc cref="FloatTileKernel.Rows"/>
    public const int Rows = 4;

    /// <summary>Whether this machine has the instructions.</summary>
    public static bool IsSupported => Vector128.IsHardwareAccelerated;

    /// <inheritdoc cref="FloatTileKernel.Full"/>
    public static void Full(FloatTile* t)
    {
        Two(t, t->Rows[0], t->Rows[1], t->Sums);
        Two(t, t->Rows[2], t->Rows[3], t->Sums + 2 * t->Stride);
    }

    /// <inheritdoc cref="FloatTileKernel.Half"/>
    public static void Half(FloatTile* t)
    {
        float* s = t->Sums, w = t->Panel;
        nint stride = t->Stride, step = t->Step;
        Vector128<float> a0 = Vector128.Load(s), a1 = Vector128.Load(s + 4), b0 = Vector128.Load(s + stride), b1 = Vector128.Load(s + stride + 4);
        Vector128<float> c0 = Vector128.Load(s + 2 * stride), c1 = Vector128.Load(s + 2 * stride + 4), d0 = Vector128.Load(s + 3 * stride), d1 = Vector128.Load(s + 3 * stride + 4);
        Segment* segment = t->Segments;
        for (int count = t->Count; count > 0; count--, segment++)
        {
            float* x0 = t->Rows[0] + segment->Offset, x1 = t->Rows[1] + segment->Offset, x2 = t->Rows[2] + segment->Offset, x3 = t->Rows[3] + segment->Offset;
            nint end = segment->Length * step;
            for (nint i = 0; i < end; i += step, w += PackedWeights.Panel)
            {
                Vector128<float> w0 = Vector128.Load(w), w1 = Vector128.Load(w + 4);
                a0 += Vector128.Create(x0[i]) * w0;
                a1 += Vector128.Create(x0[i]) * w1;
                b0 += Vector128.Create(x1[i]) * w0;
                b1 += Vector128.Create(x1[i]) * w1;
                c0 += Vector128.Create(x2[i]) * w0;
                c1 += Vector128.Create(x2[i]) * w1;
                d0 += Vector128.Create(x3[i]) * w0;
                d1 += Vector128.Create(x3[i]) * w1;
            }
        }

        a0.Store(s);
        a1.Store(s + 4);
        b0.Store(s + stride);
        b1.Store(s + stride + 4);
        c0.Store(s + 2 * stride);
        c1.Store(s + 2 * stride + 4);
        d0.Store(s + 3 * stride);
        d1.Store(s + 3 * stride + 4);
    }

    /// <inheritdoc cref="FloatTileKernel.One"/>
    public static void One(float* row, Segment* segments, int count, float* w, nint step, float* sums)
    {
        for (int panel = 0; panel < FloatTileKernel.Panels; panel++, w += step, sums += PackedWeights.Panel)
        {
            Vector128<float> s0 = Vector128.Load(sums), s1 = Vector128.Load(sums + 4), s2 = Vector128.Load(sums + 8), s3 = Vector128.Load(sums + 12);
            float* at = w;
            for (int s = 0; s < count; s++)
            {
                float* x = row + segments[s].Offset;
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

    private static void Two(FloatTile* t, float* first, float* second, float* s)
    {
        float* w = t->Panel, r = s + t->Stride;
        nint step = t->Step;
        Vector128<float> a0 = Vector128.Load(s), a1 = Vector128.Load(s + 4), a2 = Vector128.Load(s + 8), a3 = Vector128.Load(s + 12);
        Vector128<float> b0 = Vector128.Load(r), b1 = Vector128.Load(r + 4), b2 = Vector128.Load(r + 8), b3 = Vector128.Load(r + 12);
        Segment* segment = t->Segments;
        for (int count = t->Count; count > 0; count--, segment++)
        {
            float* x0 = first + segment->Offset, x1 = second + segment->Offset;
            nint end = segment->Length * step;
            for (nint i = 0; i < end; i += step, w += PackedWeights.Panel)
            {
                Vector128<float> w0 = Vector128.Load(w), w1 = Vector128.Load(w + 4), w2 = Vector128.Load(w + 8), w3 = Vector128.Load(w + 12);
                Vector128<float> x = Vector128.Create(x0[i]), y = Vector128.Create(x1[i]);
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

        a0.Store(s);
        a1.Store(s + 4);
        a2.Store(s + 8);
        a3.Store(s + 12);
        b0.Store(r);
        b1.Store(r + 4);
        b2.Store(r + 8);
        b3.Store(r + 12);
    }
}

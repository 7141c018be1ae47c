using System.Runtime.Intrinsics;

namespace EdgeRuntime.Kernels;

/// <summary>Float tiles on 512-bit vectors: eight rows by one vector, as many chains as two pipes of four cycles need.</summary>
public static unsafe class FloatTilesVector512
{
    /// <inheritdoc cref="FloatTileKernel.Rows"/>
    public const int Rows = 8;

    /// <summary>Whether this machine has the instructions.</summary>
    public static bool IsSupported => Vector512.IsHardwareAccelerated;

    /// <inheritdoc cref="FloatTileKernel.Full"/>
    public static void Full(FloatTile* t)
    {
        float* s = t->Sums, w = t->Panel;
        nint stride = t->Stride, step = t->Step;
        Vector512<float> a = Vector512.Load(s), b = Vector512.Load(s + stride), c = Vector512.Load(s + 2 * stride), d = Vector512.Load(s + 3 * stride);
        Vector512<float> e = Vector512.Load(s + 4 * stride), f = Vector512.Load(s + 5 * stride), g = Vector512.Load(s + 6 * stride), h = Vector512.Load(s + 7 * stride);
        Segment* segment = t->Segments;
        for (int count = t->Count; count > 0; count--, segment++)
        {
            float* x0 = t->Rows[0] + segment->Offset, x1 = t->Rows[1] + segment->Offset, x2 = t->Rows[2] + segment->Offset, x3 = t->Rows[3] + segment->Offset;
            float* x4 = t->Rows[4] + segment->Offset, x5 = t->Rows[5] + segment->Offset, x6 = t->Rows[6] + segment->Offset, x7 = t->Rows[7] + segment->Offset;
            nint end = segment->Length * step;
            for (nint i = 0; i < end; i += step, w += PackedWeights.Panel)
            {
                Vector512<float> w0 = Vector512.Load(w);
                a += Vector512.Create(x0[i]) * w0;
                b += Vector512.Create(x1[i]) * w0;
                c += Vector512.Create(x2[i]) * w0;
                d += Vector512.Create(x3[i]) * w0;
                e += Vector512.Create(x4[i]) * w0;
                f += Vector512.Create(x5[i]) * w0;
                g += Vector512.Create(x6[i]) * w0;
                h += Vector512.Create(x7[i]) * w0;
            }
        }

        a.Store(s);
        b.Store(s + stride);
        c.Store(s + 2 * stride);
        d.Store(s + 3 * stride);
        e.Store(s + 4 * stride);
        f.Store(s + 5 * stride);
        g.Store(s + 6 * stride);
        h.Store(s + 7 * stride);
    }

    /// <inheritdoc cref="FloatTileKernel.Half"/>
    public static void Half(FloatTile* t)
    {
        float* s = t->Sums, w = t->Panel;
        nint stride = t->Stride, step = t->Step;
        Vector256<float> a = Vector256.Load(s), b = Vector256.Load(s + stride), c = Vector256.Load(s + 2 * stride), d = Vector256.Load(s + 3 * stride);
        Vector256<float> e = Vector256.Load(s + 4 * stride), f = Vector256.Load(s + 5 * stride), g = Vector256.Load(s + 6 * stride), h = Vector256.Load(s + 7 * stride);
        Segment* segment = t->Segments;
        for (int count = t->Count; count > 0; count--, segment++)
        {
            float* x0 = t->Rows[0] + segment->Offset, x1 = t->Rows[1] + segment->Offset, x2 = t->Rows[2] + segment->Offset, x3 = t->Rows[3] + segment->Offset;
            float* x4 = t->Rows[4] + segment->Offset, x5 = t->Rows[5] + segment->Offset, x6 = t->Rows[6] + segment->Offset, x7 = t->Rows[7] + segment->Offset;
            nint end = segment->Length * step;
            for (nint i = 0; i < end; i += step, w += PackedWeights.Panel)
            {
                Vector256<float> w0 = Vector256.Load(w);
                a += Vector256.Create(x0[i]) * w0;
                b += Vector256.Create(x1[i]) * w0;
                c += Vector256.Create(x2[i]) * w0;
                d += Vector256.Create(x3[i]) * w0;
                e += Vector256.Create(x4[i]) * w0;
                f += Vector256.Create(x5[i]) * w0;
                g += Vector256.Create(x6[i]) * w0;
                h += Vector256.Create(x7[i]) * w0;
            }
        }

        a.Store(s);
        b.Store(s + stride);
        c.Store(s + 2 * stride);
        d.Store(s + 3 * stride);
        e.Store(s + 4 * stride);
        f.Store(s + 5 * stride);
        g.Store(s + 6 * stride);
        h.Store(s + 7 * stride);
    }

    /// <inheritdoc cref="FloatTileKernel.One"/>
    public static void One(float* row, Segment* segments, int count, float* w, nint step, float* sums)
    {
        Vector512<float> a = Vector512.Load(sums), b = Vector512.Load(sums + 16), c = Vector512.Load(sums + 32), d = Vector512.Load(sums + 48);
        float* two = w + step, three = two + step, four = three + step;
        for (; count > 0; count--, segments++)
        {
            float* x = row + segments->Offset;
            nint n = segments->Length;
            for (nint i = 0; i < n; i++)
            {
                Vector512<float> v = Vector512.Create(x[i]);
                a += v * Vector512.Load(w);
                b += v * Vector512.Load(two);
                c += v * Vector512.Load(three);
                d += v * Vector512.Load(four);
                w += PackedWeights.Panel;
                two += PackedWeights.Panel;
                three += PackedWeights.Panel;
                four += PackedWeights.Panel;
            }
        }

        a.Store(sums);
        b.Store(sums + 16);
        c.Store(sums + 32);
        d.Store(sums + 48);
    }
}

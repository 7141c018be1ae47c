using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;

namespace EdgeRuntime.Kernels;

/// <summary>Float tiles on 256-bit vectors: six rows by two vectors, twelve sums in sixteen registers, where every vector of weights loaded serves six rows.</summary>
public static unsafe class FloatTilesVector256
{
    /// <inheritdoc cref="FloatTileKernel.Rows"/>
    public const int Rows = 6;

    /// <summary>Whether this machine has the instructions.</summary>
    public static bool IsSupported => Vector256.IsHardwareAccelerated;

    /// <inheritdoc cref="FloatTileKernel.Full"/>
    public static void Full(FloatTile* t)
    {
        float* s = t->Sums, w = t->Panel;
        nint stride = t->Stride, step = t->Step;
        Vector256<float> a0 = Vector256.Load(s), a1 = Vector256.Load(s + 8), b0 = Vector256.Load(s + stride), b1 = Vector256.Load(s + stride + 8);
        Vector256<float> c0 = Vector256.Load(s + 2 * stride), c1 = Vector256.Load(s + 2 * stride + 8), d0 = Vector256.Load(s + 3 * stride), d1 = Vector256.Load(s + 3 * stride + 8);
        Vector256<float> e0 = Vector256.Load(s + 4 * stride), e1 = Vector256.Load(s + 4 * stride + 8), f0 = Vector256.Load(s + 5 * stride), f1 = Vector256.Load(s + 5 * stride + 8);
        Segment* segment = t->Segments;
        for (int count = t->Count; count > 0; count--, segment++)
        {
            float* x0 = t->Rows[0] + segment->Offset, x1 = t->Rows[1] + segment->Offset, x2 = t->Rows[2] + segment->Offset;
            float* x3 = t->Rows[3] + segment->Offset, x4 = t->Rows[4] + segment->Offset, x5 = t->Rows[5] + segment->Offset;
            nint end = segment->Length * step;
            nint i = 0;
            // Two at a time: the loop's own instructions count.
            for (; i + step < end; i += 2 * step, w += 2 * PackedWeights.Panel)
            {
                Step(x0, x1, x2, x3, x4, x5, i, w, ref a0, ref a1, ref b0, ref b1, ref c0, ref c1, ref d0, ref d1, ref e0, ref e1, ref f0, ref f1);
                Step(x0, x1, x2, x3, x4, x5, i + step, w + PackedWeights.Panel, ref a0, ref a1, ref b0, ref b1, ref c0, ref c1, ref d0, ref d1, ref e0, ref e1, ref f0, ref f1);
            }

            for (; i < end; i += step, w += PackedWeights.Panel)
                Step(x0, x1, x2, x3, x4, x5, i, w, ref a0, ref a1, ref b0, ref b1, ref c0, ref c1, ref d0, ref d1, ref e0, ref e1, ref f0, ref f1);
        }

        a0.Store(s);
        a1.Store(s + 8);
        b0.Store(s + stride);
        b1.Store(s + stride + 8);
        c0.Store(s + 2 * stride);
        c1.Store(s + 2 * stride + 8);
        d0.Store(s + 3 * stride);
        d1.Store(s + 3 * stride + 8);
        e0.Store(s + 4 * stride);
        e1.Store(s + 4 * stride + 8);
        f0.Store(s + 5 * stride);
        f1.Store(s + 5 * stride + 8);
    }

    /// <inheritdoc cref="FloatTileKernel.Half"/>
    public static void Half(FloatTile* t)
    {
        float* s = t->Sums, w = t->Panel;
        nint stride = t->Stride, step = t->Step;
        Vector256<float> a = Vector256.Load(s), b = Vector256.Load(s + stride), c = Vector256.Load(s + 2 * stride), d = Vector256.Load(s + 3 * stride);
        Vector256<float> e = Vector256.Load(s + 4 * stride), f = Vector256.Load(s + 5 * stride);
        Segment* segment = t->Segments;
        for (int count = t->Count; count > 0; count--, segment++)
        {
            float* x0 = t->Rows[0] + segment->Offset, x1 = t->Rows[1] + segment->Offset, x2 = t->Rows[2] + segment->Offset;
            float* x3 = t->Rows[3] + segment->Offset, x4 = t->Rows[4] + segment->Offset, x5 = t->Rows[5] + segment->Offset;
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
            }
        }

        a.Store(s);
        b.Store(s + stride);
        c.Store(s + 2 * stride);
        d.Store(s + 3 * stride);
        e.Store(s + 4 * stride);
        f.Store(s + 5 * stride);
    }

    /// <inheritdoc cref="FloatTileKernel.One"/>
    public static void One(float* row, Segment* segments, int count, float* w, nint step, float* sums)
    {
        Vector256<float> a0 = Vector256.Load(sums), a1 = Vector256.Load(sums + 8), b0 = Vector256.Load(sums + 16), b1 = Vector256.Load(sums + 24);
        Vector256<float> c0 = Vector256.Load(sums + 32), c1 = Vector256.Load(sums + 40), d0 = Vector256.Load(sums + 48), d1 = Vector256.Load(sums + 56);
        float* two = w + step, three = two + step, four = three + step;
        for (; count > 0; count--, segments++)
        {
            float* x = row + segments->Offset;
            nint n = segments->Length;
            for (nint i = 0; i < n; i++)
            {
                Vector256<float> v = Vector256.Create(x[i]);
                a0 += v * Vector256.Load(w);
                a1 += v * Vector256.Load(w + 8);
                b0 += v * Vector256.Load(two);
                b1 += v * Vector256.Load(two + 8);
                c0 += v * Vector256.Load(three);
                c1 += v * Vector256.Load(three + 8);
                d0 += v * Vector256.Load(four);
                d1 += v * Vector256.Load(four + 8);
                w += PackedWeights.Panel;
                two += PackedWeights.Panel;
                three += PackedWeights.Panel;
                four += PackedWeights.Panel;
            }
        }

        a0.Store(sums);
        a1.Store(sums + 8);
        b0.Store(sums + 16);
        b1.Store(sums + 24);
        c0.Store(sums + 32);
        c1.Store(sums + 40);
        d0.Store(sums + 48);
        d1.Store(sums + 56);
    }

    // One k of a full tile.
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void Step(
        float* x0, float* x1, float* x2, float* x3, float* x4, float* x5, nint i, float* w,
        ref Vector256<float> a0, ref Vector256<float> a1, ref Vector256<float> b0, ref Vector256<float> b1, ref Vector256<float> c0, ref Vector256<float> c1,
        ref Vector256<float> d0, ref Vector256<float> d1, ref Vector256<float> e0, ref Vector256<float> e1, ref Vector256<float> f0, ref Vector256<float> f1)
    {
        Vector256<float> w0 = Vector256.Load(w), w1 = Vector256.Load(w + 8);
        Add(ref a0, ref a1, x0[i], w0, w1);
        Add(ref b0, ref b1, x1[i], w0, w1);
        Add(ref c0, ref c1, x2[i], w0, w1);
        Add(ref d0, ref d1, x3[i], w0, w1);
        Add(ref e0, ref e1, x4[i], w0, w1);
        Add(ref f0, ref f1, x5[i], w0, w1);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void Add(ref Vector256<float> sum0, ref Vector256<float> sum1, float x, Vector256<float> w0, Vector256<float> w1)
    {
        Vector256<float> all = Vector256.Create(x);
        sum0 += all * w0;
        sum1 += all * w1;
    }
}

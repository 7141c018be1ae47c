using System.Runtime.CompilerServices;
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
    public static void Full(FloatTile* t) => Eight<Vector512<float>, FloatLanes512>(t);

    /// <inheritdoc cref="FloatTileKernel.Half"/>
    public static void Half(FloatTile* t) => Eight<Vector256<float>, FloatLanes256>(t);

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

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void Eight<TVector, TLanes>(FloatTile* t)
        where TVector : struct
        where TLanes : struct, IFloatLanes<TVector>
    {
        float* s = t->Sums, w = t->Panel;
        nint stride = t->Stride, step = t->Step;
        TVector a = TLanes.Load(s), b = TLanes.Load(s + stride), c = TLanes.Load(s + 2 * stride), d = TLanes.Load(s + 3 * stride);
        TVector e = TLanes.Load(s + 4 * stride), f = TLanes.Load(s + 5 * stride), g = TLanes.Load(s + 6 * stride), h = TLanes.Load(s + 7 * stride);
        Segment* segment = t->Segments;
        for (int count = t->Count; count > 0; count--, segment++)
        {
            float* x0 = t->Rows[0] + segment->Offset, x1 = t->Rows[1] + segment->Offset, x2 = t->Rows[2] + segment->Offset, x3 = t->Rows[3] + segment->Offset;
            float* x4 = t->Rows[4] + segment->Offset, x5 = t->Rows[5] + segment->Offset, x6 = t->Rows[6] + segment->Offset, x7 = t->Rows[7] + segment->Offset;
            nint end = segment->Length * step;
            for (nint i = 0; i < end; i += step, w += PackedWeights.Panel)
            {
                TVector w0 = TLanes.Load(w);
                a = TLanes.Add(a, x0[i], w0);
                b = TLanes.Add(b, x1[i], w0);
                c = TLanes.Add(c, x2[i], w0);
                d = TLanes.Add(d, x3[i], w0);
                e = TLanes.Add(e, x4[i], w0);
                f = TLanes.Add(f, x5[i], w0);
                g = TLanes.Add(g, x6[i], w0);
                h = TLanes.Add(h, x7[i], w0);
            }
        }

        TLanes.Store(a, s);
        TLanes.Store(b, s + stride);
        TLanes.Store(c, s + 2 * stride);
        TLanes.Store(d, s + 3 * stride);
        TLanes.Store(e, s + 4 * stride);
        TLanes.Store(f, s + 5 * stride);
        TLanes.Store(g, s + 6 * stride);
        TLanes.Store(h, s + 7 * stride);
    }
}

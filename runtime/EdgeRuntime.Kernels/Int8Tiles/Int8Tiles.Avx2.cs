using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.X86;

namespace EdgeRuntime.Kernels;

/// <summary>Int8 tiles on 256-bit vectors: six rows by two vectors of sums, pairs of 16-bit values multiplied and added at once.</summary>
internal static unsafe class Int8TilesAvx2<TPairs>
    where TPairs : struct, IPairs
{
    private const int Step = 2 * PackedInt8Weights.Panel;

    /// <inheritdoc cref="Int8TileKernel.Full"/>
    public static void Full(Int8Tile* t)
    {
        int* s = t->Sums;
        short* w = t->Panel;
        Vector256<int> a0 = Avx.LoadVector256(s), a1 = Avx.LoadVector256(s + 8), b0 = Avx.LoadVector256(s + 16), b1 = Avx.LoadVector256(s + 24);
        Vector256<int> c0 = Avx.LoadVector256(s + 32), c1 = Avx.LoadVector256(s + 40), d0 = Avx.LoadVector256(s + 48), d1 = Avx.LoadVector256(s + 56);
        Vector256<int> e0 = Avx.LoadVector256(s + 64), e1 = Avx.LoadVector256(s + 72), f0 = Avx.LoadVector256(s + 80), f1 = Avx.LoadVector256(s + 88);
        Segment* segment = t->Segments;
        for (int count = t->Count; count > 0; count--, segment++)
        {
            short* x0 = t->Rows[0] + segment->Offset, x1 = t->Rows[1] + segment->Offset, x2 = t->Rows[2] + segment->Offset;
            short* x3 = t->Rows[3] + segment->Offset, x4 = t->Rows[4] + segment->Offset, x5 = t->Rows[5] + segment->Offset;
            nint n = segment->Length;
            for (nint i = 0; i < n; i += 2, w += Step)
            {
                Vector256<short> w0 = Avx.LoadVector256(w), w1 = Avx.LoadVector256(w + 16);
                Vector256<short> x = Avx2.BroadcastScalarToVector256((int*)(x0 + i)).AsInt16();
                a0 = TPairs.MultiplyAdd(a0, x, w0);
                a1 = TPairs.MultiplyAdd(a1, x, w1);
                x = Avx2.BroadcastScalarToVector256((int*)(x1 + i)).AsInt16();
                b0 = TPairs.MultiplyAdd(b0, x, w0);
                b1 = TPairs.MultiplyAdd(b1, x, w1);
                x = Avx2.BroadcastScalarToVector256((int*)(x2 + i)).AsInt16();
                c0 = TPairs.MultiplyAdd(c0, x, w0);
                c1 = TPairs.MultiplyAdd(c1, x, w1);
                x = Avx2.BroadcastScalarToVector256((int*)(x3 + i)).AsInt16();
                d0 = TPairs.MultiplyAdd(d0, x, w0);
                d1 = TPairs.MultiplyAdd(d1, x, w1);
                x = Avx2.BroadcastScalarToVector256((int*)(x4 + i)).AsInt16();
                e0 = TPairs.MultiplyAdd(e0, x, w0);
                e1 = TPairs.MultiplyAdd(e1, x, w1);
                x = Avx2.BroadcastScalarToVector256((int*)(x5 + i)).AsInt16();
                f0 = TPairs.MultiplyAdd(f0, x, w0);
                f1 = TPairs.MultiplyAdd(f1, x, w1);
            }
        }

        Avx.Store(s, a0);
        Avx.Store(s + 8, a1);
        Avx.Store(s + 16, b0);
        Avx.Store(s + 24, b1);
        Avx.Store(s + 32, c0);
        Avx.Store(s + 40, c1);
        Avx.Store(s + 48, d0);
        Avx.Store(s + 56, d1);
        Avx.Store(s + 64, e0);
        Avx.Store(s + 72, e1);
        Avx.Store(s + 80, f0);
        Avx.Store(s + 88, f1);
    }

    /// <inheritdoc cref="Int8TileKernel.One"/>
    public static void One(short* row, Segment* segments, int count, short* w, nint step, int* sums)
    {
        Vector256<int> a0 = Avx.LoadVector256(sums), a1 = Avx.LoadVector256(sums + 8), b0 = Avx.LoadVector256(sums + 16), b1 = Avx.LoadVector256(sums + 24);
        short* second = w + step;
        for (; count > 0; count--, segments++)
        {
            short* x = row + segments->Offset;
            nint n = segments->Length;
            for (nint i = 0; i < n; i += 2)
            {
                Vector256<short> v = Avx2.BroadcastScalarToVector256((int*)(x + i)).AsInt16();
                a0 = TPairs.MultiplyAdd(a0, v, Avx.LoadVector256(w));
                a1 = TPairs.MultiplyAdd(a1, v, Avx.LoadVector256(w + 16));
                b0 = TPairs.MultiplyAdd(b0, v, Avx.LoadVector256(second));
                b1 = TPairs.MultiplyAdd(b1, v, Avx.LoadVector256(second + 16));
                w += Step;
                second += Step;
            }
        }

        Avx.Store(sums, a0);
        Avx.Store(sums + 8, a1);
        Avx.Store(sums + 16, b0);
        Avx.Store(sums + 24, b1);
    }
}

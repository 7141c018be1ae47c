using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.X86;

namespace EdgeRuntime.Kernels;

/// <summary>Tiles of float convolutions on 256-bit vectors: multiplication and addition apart, on the cores that have pipes for both as fast as fused.</summary>
public static unsafe class FloatTilesAvx
{
    /// <summary>Whether this machine has the instructions.</summary>
    public static bool IsSupported => Avx.IsSupported;

    /// <inheritdoc cref="FloatTileKernel.Four"/>
    public static void Four(float** windows, Segment* segments, int count, float* w, float* sums)
    {
        Vector256<float> a0 = default, a1 = default, b0 = default, b1 = default, c0 = default, c1 = default, d0 = default, d1 = default;
        for (; count > 0; count--, segments++)
        {
            float* a = windows[0] + segments->Offset, b = windows[1] + segments->Offset, c = windows[2] + segments->Offset, d = windows[3] + segments->Offset;
            nint n = segments->Length;
            for (nint i = 0; i < n; i++)
            {
                Vector256<float> w0 = Avx.LoadVector256(w), w1 = Avx.LoadVector256(w + 8);
                Vector256<float> v = Avx.BroadcastScalarToVector256(a + i);
                a0 = Avx.Add(a0, Avx.Multiply(v, w0));
                a1 = Avx.Add(a1, Avx.Multiply(v, w1));
                v = Avx.BroadcastScalarToVector256(b + i);
                b0 = Avx.Add(b0, Avx.Multiply(v, w0));
                b1 = Avx.Add(b1, Avx.Multiply(v, w1));
                v = Avx.BroadcastScalarToVector256(c + i);
                c0 = Avx.Add(c0, Avx.Multiply(v, w0));
                c1 = Avx.Add(c1, Avx.Multiply(v, w1));
                v = Avx.BroadcastScalarToVector256(d + i);
                d0 = Avx.Add(d0, Avx.Multiply(v, w0));
                d1 = Avx.Add(d1, Avx.Multiply(v, w1));
                w += PackedWeights.Panel;
            }
        }

        Avx.Store(sums, a0);
        Avx.Store(sums + 8, a1);
        Avx.Store(sums + 16, b0);
        Avx.Store(sums + 24, b1);
        Avx.Store(sums + 32, c0);
        Avx.Store(sums + 40, c1);
        Avx.Store(sums + 48, d0);
        Avx.Store(sums + 56, d1);
    }

    /// <inheritdoc cref="FloatTileKernel.FourHalf"/>
    public static void FourHalf(float** windows, Segment* segments, int count, float* w, float* sums)
    {
        Vector256<float> s0 = default, s1 = default, s2 = default, s3 = default;
        for (; count > 0; count--, segments++)
        {
            float* a = windows[0] + segments->Offset, b = windows[1] + segments->Offset, c = windows[2] + segments->Offset, d = windows[3] + segments->Offset;
            nint n = segments->Length;
            for (nint i = 0; i < n; i++)
            {
                Vector256<float> w0 = Avx.LoadVector256(w);
                s0 = Avx.Add(s0, Avx.Multiply(Avx.BroadcastScalarToVector256(a + i), w0));
                s1 = Avx.Add(s1, Avx.Multiply(Avx.BroadcastScalarToVector256(b + i), w0));
                s2 = Avx.Add(s2, Avx.Multiply(Avx.BroadcastScalarToVector256(c + i), w0));
                s3 = Avx.Add(s3, Avx.Multiply(Avx.BroadcastScalarToVector256(d + i), w0));
                w += PackedWeights.Panel;
            }
        }

        Avx.Store(sums, s0);
        Avx.Store(sums + 16, s1);
        Avx.Store(sums + 32, s2);
        Avx.Store(sums + 48, s3);
    }

    /// <inheritdoc cref="FloatTileKernel.One"/>
    public static void One(float* window, Segment* segments, int count, float* w, nint step, float* sums)
    {
        Vector256<float> a0 = default, a1 = default, b0 = default, b1 = default, c0 = default, c1 = default, d0 = default, d1 = default;
        float* two = w + step, three = two + step, four = three + step;
        for (; count > 0; count--, segments++)
        {
            float* x = window + segments->Offset;
            nint n = segments->Length;
            for (nint i = 0; i < n; i++)
            {
                Vector256<float> v = Avx.BroadcastScalarToVector256(x + i);
                a0 = Avx.Add(a0, Avx.Multiply(v, Avx.LoadVector256(w)));
                a1 = Avx.Add(a1, Avx.Multiply(v, Avx.LoadVector256(w + 8)));
                b0 = Avx.Add(b0, Avx.Multiply(v, Avx.LoadVector256(two)));
                b1 = Avx.Add(b1, Avx.Multiply(v, Avx.LoadVector256(two + 8)));
                c0 = Avx.Add(c0, Avx.Multiply(v, Avx.LoadVector256(three)));
                c1 = Avx.Add(c1, Avx.Multiply(v, Avx.LoadVector256(three + 8)));
                d0 = Avx.Add(d0, Avx.Multiply(v, Avx.LoadVector256(four)));
                d1 = Avx.Add(d1, Avx.Multiply(v, Avx.LoadVector256(four + 8)));
                w += PackedWeights.Panel;
                two += PackedWeights.Panel;
                three += PackedWeights.Panel;
                four += PackedWeights.Panel;
            }
        }

        Avx.Store(sums, a0);
        Avx.Store(sums + 8, a1);
        Avx.Store(sums + 16, b0);
        Avx.Store(sums + 24, b1);
        Avx.Store(sums + 32, c0);
        Avx.Store(sums + 40, c1);
        Avx.Store(sums + 48, d0);
        Avx.Store(sums + 56, d1);
    }
}

using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.X86;

namespace EdgeRuntime.Kernels;

/// <summary>Tiles of int8 convolutions: pairs of 16-bit values multiplied and added at once, exact.</summary>
public static unsafe class Int8TilesAvx2
{
    private const int Step = 2 * PackedInt8Weights.Panel;

    /// <summary>Whether this machine has the instructions.</summary>
    public static bool IsSupported => Avx2.IsSupported;

    /// <summary>Four windows by a panel: sums[window * 16 + lane].</summary>
    public static void Four(short** windows, Segment* segments, int count, short* w, int* sums)
    {
        Vector256<int> a0 = default, a1 = default, b0 = default, b1 = default, c0 = default, c1 = default, d0 = default, d1 = default;
        for (; count > 0; count--, segments++)
        {
            short* a = windows[0] + segments->Offset, b = windows[1] + segments->Offset, c = windows[2] + segments->Offset, d = windows[3] + segments->Offset;
            nint n = segments->Length;
            for (nint i = 0; i < n; i += 2)
            {
                Vector256<short> w0 = Avx.LoadVector256(w), w1 = Avx.LoadVector256(w + 16);
                Vector256<short> v = Avx2.BroadcastScalarToVector256((int*)(a + i)).AsInt16();
                a0 = Avx2.Add(a0, Avx2.MultiplyAddAdjacent(v, w0));
                a1 = Avx2.Add(a1, Avx2.MultiplyAddAdjacent(v, w1));
                v = Avx2.BroadcastScalarToVector256((int*)(b + i)).AsInt16();
                b0 = Avx2.Add(b0, Avx2.MultiplyAddAdjacent(v, w0));
                b1 = Avx2.Add(b1, Avx2.MultiplyAddAdjacent(v, w1));
                v = Avx2.BroadcastScalarToVector256((int*)(c + i)).AsInt16();
                c0 = Avx2.Add(c0, Avx2.MultiplyAddAdjacent(v, w0));
                c1 = Avx2.Add(c1, Avx2.MultiplyAddAdjacent(v, w1));
                v = Avx2.BroadcastScalarToVector256((int*)(d + i)).AsInt16();
                d0 = Avx2.Add(d0, Avx2.MultiplyAddAdjacent(v, w0));
                d1 = Avx2.Add(d1, Avx2.MultiplyAddAdjacent(v, w1));
                w += Step;
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

    /// <summary>One window by two panels, <paramref name="step"/> values apart: sums[panel * 16 + lane]. Every other step has accumulators of its own.</summary>
    public static void One(short* window, Segment* segments, int count, short* w, nint step, int* sums)
    {
        Vector256<int> a0 = default, a1 = default, b0 = default, b1 = default;
        short* second = w + step;
        for (; count > 0; count--, segments++)
        {
            short* x = window + segments->Offset;
            nint n = segments->Length;
            for (nint i = 0; i < n; i += 2)
            {
                Vector256<short> v = Avx2.BroadcastScalarToVector256((int*)(x + i)).AsInt16();
                a0 = Avx2.Add(a0, Avx2.MultiplyAddAdjacent(v, Avx.LoadVector256(w)));
                a1 = Avx2.Add(a1, Avx2.MultiplyAddAdjacent(v, Avx.LoadVector256(w + 16)));
                b0 = Avx2.Add(b0, Avx2.MultiplyAddAdjacent(v, Avx.LoadVector256(second)));
                b1 = Avx2.Add(b1, Avx2.MultiplyAddAdjacent(v, Avx.LoadVector256(second + 16)));
                w += Step;
                second += Step;
            }
        }

        Avx.Store(sums, a0);
        Avx.Store(sums + 8, a1);
        Avx.Store(sums + 16, b0);
        Avx.Store(sums + 24, b1);
    }

    /// <summary>Depthwise: 16 channels of one window, pairs of kernel positions: sums[lane].</summary>
    /// <param name="x">First channel of the window.</param>
    /// <param name="offsets">Offsets of the kernel positions, an even number; the last may repeat another with a weight of zero.</param>
    /// <param name="count">Positions.</param>
    /// <param name="w">Weights [pair][channel][2].</param>
    /// <param name="step">Values from a pair to the next.</param>
    /// <param name="sums">Receives 16 sums.</param>
    public static void Depthwise(short* x, nint* offsets, int count, short* w, nint step, int* sums)
    {
        Vector256<int> low = default, high = default;
        for (int p = 0; p < count; p += 2, w += step)
        {
            Vector256<short> a = Avx.LoadVector256(x + offsets[p]), b = Avx.LoadVector256(x + offsets[p + 1]);
            // Unpacking works on halves: channels 0-3 and 8-11, then 4-7 and 12-15; the weights stand in the same order.
            low = Avx2.Add(low, Avx2.MultiplyAddAdjacent(Avx2.UnpackLow(a, b), Avx.LoadVector256(w)));
            high = Avx2.Add(high, Avx2.MultiplyAddAdjacent(Avx2.UnpackHigh(a, b), Avx.LoadVector256(w + 16)));
        }

        Avx.Store(sums, Avx2.Permute2x128(low, high, 0x20));
        Avx.Store(sums + 8, Avx2.Permute2x128(low, high, 0x31));
    }

    /// <summary>Adds <paramref name="count"/> sums, a multiple of 8, to others.</summary>
    public static void Add(int* sums, int count, int* to)
    {
        for (int i = 0; i < count; i += 8) Avx.Store(to + i, Avx2.Add(Avx.LoadVector256(to + i), Avx.LoadVector256(sums + i)));
    }

    /// <summary>Widens <paramref name="count"/> values less the zero point.</summary>
    public static void Widen(sbyte* x, int zeroPoint, int count, short* to)
    {
        Vector256<short> zero = Vector256.Create((short)zeroPoint);
        int i = 0;
        for (; i + 16 <= count; i += 16) Avx.Store(to + i, Avx2.Subtract(Avx2.ConvertToVector256Int16(x + i), zero));
        for (; i < count; i++) to[i] = (short)(x[i] - zeroPoint);
    }
}

using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.X86;

namespace EdgeRuntime.Kernels;

/// <summary>The inner loop of depthwise int8 convolutions.</summary>
public static unsafe class Int8DepthwiseAvx2
{
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
}

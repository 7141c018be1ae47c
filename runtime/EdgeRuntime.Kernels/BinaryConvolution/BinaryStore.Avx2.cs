using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.X86;

namespace EdgeRuntime.Kernels;

/// <summary>The output transforms of binary convolutions on 256-bit vectors: the same results as the scalar ones beside them.</summary>
internal static unsafe class BinaryStoreAvx2
{
    public static bool IsSupported => Avx2.IsSupported;

    /// <summary>Writes the multiple of 8 of <paramref name="count"/> floats and gives their number.</summary>
    public static int Floats(ushort* differ, int count, int signs, float* scale, float* bias, int activation, float* y)
    {
        Vector256<int> total = Vector256.Create(signs);
        // The second operand of Max wins when the first is not a number, as in the portable activation.
        Vector256<float> least = activation == 0 ? Vector256.Create(float.NegativeInfinity) : default;
        Vector256<float> most = Vector256.Create(activation == 2 ? 6f : float.PositiveInfinity);
        int i = 0;
        for (; i + 8 <= count; i += 8)
        {
            Vector256<int> n = Avx2.ConvertToVector256Int32(differ + i);
            Vector256<float> v = Avx.ConvertToVector256Single(Avx2.Subtract(total, Avx2.Add(n, n)));
            v = Avx.Add(Avx.Multiply(v, Avx.LoadVector256(scale + i)), Avx.LoadVector256(bias + i));
            if (activation != 0) v = Avx.Min(Avx.Max(v, least), most);
            Avx.Store(y + i, v);
        }

        return i;
    }

    /// <summary>The word of 32 channels.</summary>
    public static uint Bits(ushort* differ, int signs, short* sign, short* threshold)
    {
        Vector256<short> low = Below(differ, signs, sign, threshold), high = Below(differ + 16, signs, sign + 16, threshold + 16);
        // Packing works on halves: [low 0-7, high 0-7, low 8-15, high 8-15].
        return (uint)Avx2.MoveMask(Avx2.Permute4x64(Avx2.PackSignedSaturate(low, high).AsInt64(), 0b11011000).AsSByte());
    }

    private static Vector256<short> Below(ushort* differ, int signs, short* sign, short* threshold)
    {
        Vector256<short> n = Avx.LoadVector256((short*)differ);
        Vector256<short> dot = Avx2.Subtract(Vector256.Create((short)signs), Avx2.Add(n, n));
        return Avx2.CompareGreaterThan(Avx.LoadVector256(threshold), Avx2.Sign(dot, Avx.LoadVector256(sign)));
    }
}

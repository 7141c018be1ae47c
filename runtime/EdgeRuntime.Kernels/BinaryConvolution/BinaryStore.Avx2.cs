using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.X86;

namespace EdgeRuntime.Kernels;

/// <summary>The output transforms of binary convolutions on 256-bit vectors: the same results as the scalar ones beside them.</summary>
internal static unsafe class BinaryStoreAvx2
{
    public static bool IsSupported => Avx2.IsSupported;

    /// <summary>Writes the multiple of 16 of <paramref name="count"/> floats and gives their number; dot products have 16 bits.</summary>
    public static int Floats(ushort* differ, int count, int signs, float* scale, float* bias, int activation, float* y)
    {
        Vector256<short> total = Vector256.Create((short)signs);
        Vector256<float> most = Vector256.Create(activation == 2 ? 6f : float.PositiveInfinity);
        nint i = 0;
        for (nint last = count - 16; i <= last; i += 16)
        {
            Vector256<short> n = Avx.LoadVector256((short*)differ + i);
            Vector256<short> dot = Avx2.Subtract(total, Avx2.Add(n, n));
            Vector256<float> low = Scaled(dot.GetLower(), scale + i, bias + i), high = Scaled(dot.GetUpper(), scale + i + 8, bias + i + 8);
            if (activation != 0)
            {
                // The second operand of Max wins when the first is not a number, as in the portable activation.
                low = Avx.Min(Avx.Max(low, default), most);
                high = Avx.Min(Avx.Max(high, default), most);
            }

            Avx.Store(y + i, low);
            Avx.Store(y + i + 8, high);
        }

        return (int)i;
    }

    private static Vector256<float> Scaled(Vector128<short> dot, float* scale, float* bias)
        => Avx.Add(Avx.Multiply(Avx.ConvertToVector256Single(Avx2.ConvertToVector256Int32(dot)), Avx.LoadVector256(scale)), Avx.LoadVector256(bias));

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

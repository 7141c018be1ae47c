using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.Arm;

namespace EdgeRuntime.Kernels;

/// <summary>Tile of <see cref="BinaryGemm"/> on 16 sums of bytes: three vector instructions for 128 products, widened every 31 blocks.</summary>
public static unsafe class BinaryGemmAdvSimd
{
    // A byte lane gains at most 8 a block.
    private const int BlocksPerSum = 31;

    /// <summary>Whether this machine has the instructions.</summary>
    public static bool IsSupported => AdvSimd.IsSupported && AdvSimd.Arm64.IsSupported;

    /// <summary>The same counts as <see cref="BinaryGemm.Multiply"/>.</summary>
    public static void Multiply(uint* left, uint* right, int blocks, uint* counts)
    {
        byte* a = (byte*)left, b = (byte*)right;
        for (int i = 0; i < BinaryGemm.Tile; i++) counts[i] = 0;
        for (; blocks > 0; blocks -= BlocksPerSum)
        {
            int n = blocks < BlocksPerSum ? blocks : BlocksPerSum;
            Vector128<byte> s0 = default, s1 = default, s2 = default, s3 = default, s4 = default, s5 = default, s6 = default, s7 = default;
            Vector128<byte> s8 = default, s9 = default, s10 = default, s11 = default, s12 = default, s13 = default, s14 = default, s15 = default;
            Vector128<byte> x0 = default, x1 = default, x2 = default, x3 = default, x4 = default, x5 = default, x6 = default, x7 = default;
            Vector128<byte> a0, a1, a2, a3, b0, b1, b2, b3;
            // The order is the schedule of in-order cores: a result is used six vector instructions later, and the last products of a block are counted
            // and added in the next one, while its words are loaded, four vectors at once. At most 32 vectors are alive.
            do
            {
                n--;
                x5 = AdvSimd.PopCount(x5); (a0, a1, a2, a3) = AdvSimd.Arm64.Load4xVector128(a); x6 = AdvSimd.PopCount(x6); x7 = AdvSimd.PopCount(x7);
                s8 = AdvSimd.Add(s8, x0); s9 = AdvSimd.Add(s9, x1); (b0, b1, b2, b3) = AdvSimd.Arm64.Load4xVector128(b); s10 = AdvSimd.Add(s10, x2);
                s11 = AdvSimd.Add(s11, x3); s12 = AdvSimd.Add(s12, x4); s13 = AdvSimd.Add(s13, x5); s14 = AdvSimd.Add(s14, x6); s15 = AdvSimd.Add(s15, x7);
                x0 = AdvSimd.Xor(a0, b0); x1 = AdvSimd.Xor(a0, b1); x2 = AdvSimd.Xor(a0, b2); x3 = AdvSimd.Xor(a0, b3); x4 = AdvSimd.Xor(a1, b0);
                x5 = AdvSimd.Xor(a1, b1); x6 = AdvSimd.Xor(a1, b2); x7 = AdvSimd.Xor(a1, b3); x0 = AdvSimd.PopCount(x0); x1 = AdvSimd.PopCount(x1);
                x2 = AdvSimd.PopCount(x2); x4 = AdvSimd.PopCount(x4); x5 = AdvSimd.PopCount(x5); x6 = AdvSimd.PopCount(x6); x7 = AdvSimd.PopCount(x7);
                x3 = AdvSimd.PopCount(x3); s0 = AdvSimd.Add(s0, x0); s2 = AdvSimd.Add(s2, x2); x0 = AdvSimd.Xor(a2, b0); s1 = AdvSimd.Add(s1, x1);
                s4 = AdvSimd.Add(s4, x4); s5 = AdvSimd.Add(s5, x5); s6 = AdvSimd.Add(s6, x6); x1 = AdvSimd.Xor(a2, b1); x2 = AdvSimd.Xor(a2, b2);
                s3 = AdvSimd.Add(s3, x3); s7 = AdvSimd.Add(s7, x7); x0 = AdvSimd.PopCount(x0); x3 = AdvSimd.Xor(a2, b3); x1 = AdvSimd.PopCount(x1);
                x4 = AdvSimd.Xor(a3, b0); x5 = AdvSimd.Xor(a3, b1); x6 = AdvSimd.Xor(a3, b2); x2 = AdvSimd.PopCount(x2); x3 = AdvSimd.PopCount(x3);
                x7 = AdvSimd.Xor(a3, b3); x4 = AdvSimd.PopCount(x4);
                a += 64;
                b += 64;
            }
            while (n != 0);
            x5 = AdvSimd.PopCount(x5); x6 = AdvSimd.PopCount(x6); x7 = AdvSimd.PopCount(x7);
            s8 = AdvSimd.Add(s8, x0); s9 = AdvSimd.Add(s9, x1); s10 = AdvSimd.Add(s10, x2); s11 = AdvSimd.Add(s11, x3);
            s12 = AdvSimd.Add(s12, x4); s13 = AdvSimd.Add(s13, x5); s14 = AdvSimd.Add(s14, x6); s15 = AdvSimd.Add(s15, x7);
            Widen(s0, s1, s2, s3, counts);
            Widen(s4, s5, s6, s7, counts + 4);
            Widen(s8, s9, s10, s11, counts + 8);
            Widen(s12, s13, s14, s15, counts + 12);
        }
    }

    // Lanes: 16 bytes a product, then 8 pair sums each, then [x, y] and [z, w] by four, then two each of x, y, z, w, which the last step joins.
    internal static void Widen(Vector128<byte> x, Vector128<byte> y, Vector128<byte> z, Vector128<byte> w, uint* counts)
    {
        Vector128<ushort> low = AdvSimd.Arm64.AddPairwise(AdvSimd.AddPairwiseWidening(x), AdvSimd.AddPairwiseWidening(y));
        Vector128<ushort> high = AdvSimd.Arm64.AddPairwise(AdvSimd.AddPairwiseWidening(z), AdvSimd.AddPairwiseWidening(w));
        AdvSimd.Store(counts, AdvSimd.AddPairwiseWideningAndAdd(AdvSimd.LoadVector128(counts), AdvSimd.Arm64.AddPairwise(low, high)));
    }
}

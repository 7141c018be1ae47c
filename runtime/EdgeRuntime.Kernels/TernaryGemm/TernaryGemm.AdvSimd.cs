using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.Arm;

namespace EdgeRuntime.Kernels;

/// <summary>
/// Tile of <see cref="TernaryGemm"/> on 16 sums of bytes, widened every 31 blocks. A bit of the left side selects that of the weight's plus or minus plane
/// (BIT), so that 128 products take three vector instructions, one of which counts twice on Cortex-A72, and the minus plane is loaded for each of them.
/// </summary>
public static unsafe class TernaryGemmAdvSimd
{
    // A byte lane gains at most 8 a block.
    private const int BlocksPerSum = 31;

    /// <summary>Whether this machine has the instructions.</summary>
    public static bool IsSupported => AdvSimd.Arm64.IsSupported;

    /// <summary>The same counts as <see cref="TernaryGemm.Multiply"/>.</summary>
    public static void Multiply(uint* left, uint* right, int blocks, uint* counts)
    {
        byte* a = (byte*)left, later = a + 32, plus = (byte*)right, minus = plus + 64, minus2 = minus + 32;
        ulong* zeros = stackalloc ulong[4];
        for (int i = 0; i < 4; i++) zeros[i] = 0;
        for (int i = 0; i < BinaryGemm.Tile; i++) counts[i] = 0;
        for (; blocks > 0; blocks -= BlocksPerSum)
        {
            int n = blocks < BlocksPerSum ? blocks : BlocksPerSum;
            Vector128<byte> s0 = default, s1 = default, s2 = default, s3 = default, s4 = default, s5 = default, s6 = default, s7 = default;
            Vector128<byte> s8 = default, s9 = default, s10 = default, s11 = default, s12 = default, s13 = default, s14 = default, s15 = default;
            Vector128<byte> x0, x1, x2, x3, x4, x5, x6, x7;
            (x0, x1) = AdvSimd.Arm64.Load2xVector128((byte*)zeros);
            (x2, x3) = AdvSimd.Arm64.Load2xVector128((byte*)zeros);
            (x4, x5) = AdvSimd.Arm64.Load2xVector128((byte*)zeros);
            (x6, x7) = AdvSimd.Arm64.Load2xVector128((byte*)zeros);
            Vector128<byte> a0, a1, a2, a3, p0, p1, p2, p3;
            // The schedule of in-order cores, as in BinaryGemmAdvSimd.
            do
            {
                n--;
                (a0, a1) = AdvSimd.Arm64.Load2xVector128(a); x3 = AdvSimd.PopCount(x3); x5 = AdvSimd.PopCount(x5);
                (p0, p1, p2, p3) = AdvSimd.Arm64.Load4xVector128(plus); x4 = AdvSimd.PopCount(x4); x6 = AdvSimd.PopCount(x6); x7 = AdvSimd.PopCount(x7);
                s8 = AdvSimd.Add(s8, x0); s9 = AdvSimd.Add(s9, x1); s10 = AdvSimd.Add(s10, x2); (x0, x1) = AdvSimd.Arm64.Load2xVector128(minus);
                s11 = AdvSimd.Add(s11, x3); s12 = AdvSimd.Add(s12, x4); (x2, x3) = AdvSimd.Arm64.Load2xVector128(minus2); s13 = AdvSimd.Add(s13, x5);
                s15 = AdvSimd.Add(s15, x7); (x4, x5) = AdvSimd.Arm64.Load2xVector128(minus); s14 = AdvSimd.Add(s14, x6); x0 = AdvSimd.BitwiseSelect(a0, p0, x0);
                (x6, x7) = AdvSimd.Arm64.Load2xVector128(minus2); x1 = AdvSimd.BitwiseSelect(a0, p1, x1); x2 = AdvSimd.BitwiseSelect(a0, p2, x2);
                x3 = AdvSimd.BitwiseSelect(a0, p3, x3); x4 = AdvSimd.BitwiseSelect(a1, p0, x4); x5 = AdvSimd.BitwiseSelect(a1, p1, x5); x0 = AdvSimd.PopCount(x0);
                x1 = AdvSimd.PopCount(x1); x2 = AdvSimd.PopCount(x2); x3 = AdvSimd.PopCount(x3); x6 = AdvSimd.BitwiseSelect(a1, p2, x6);
                x7 = AdvSimd.BitwiseSelect(a1, p3, x7); (a2, a3) = AdvSimd.Arm64.Load2xVector128(later); x4 = AdvSimd.PopCount(x4); x5 = AdvSimd.PopCount(x5);
                s0 = AdvSimd.Add(s0, x0); s1 = AdvSimd.Add(s1, x1); (x0, x1) = AdvSimd.Arm64.Load2xVector128(minus); x6 = AdvSimd.PopCount(x6);
                x7 = AdvSimd.PopCount(x7); s2 = AdvSimd.Add(s2, x2); s3 = AdvSimd.Add(s3, x3); s4 = AdvSimd.Add(s4, x4);
                (x2, x3) = AdvSimd.Arm64.Load2xVector128(minus2); x0 = AdvSimd.BitwiseSelect(a2, p0, x0); x1 = AdvSimd.BitwiseSelect(a2, p1, x1);
                s5 = AdvSimd.Add(s5, x5); (x4, x5) = AdvSimd.Arm64.Load2xVector128(minus); s6 = AdvSimd.Add(s6, x6); s7 = AdvSimd.Add(s7, x7);
                (x6, x7) = AdvSimd.Arm64.Load2xVector128(minus2); x2 = AdvSimd.BitwiseSelect(a2, p2, x2); x0 = AdvSimd.PopCount(x0);
                x3 = AdvSimd.BitwiseSelect(a2, p3, x3); x1 = AdvSimd.PopCount(x1); x4 = AdvSimd.BitwiseSelect(a3, p0, x4); x5 = AdvSimd.BitwiseSelect(a3, p1, x5);
                x6 = AdvSimd.BitwiseSelect(a3, p2, x6); x2 = AdvSimd.PopCount(x2); x7 = AdvSimd.BitwiseSelect(a3, p3, x7);
                a += 64;
                later += 64;
                plus += 128;
                minus += 128;
                minus2 += 128;
            }
            while (n != 0);
            x3 = AdvSimd.PopCount(x3); x4 = AdvSimd.PopCount(x4); x5 = AdvSimd.PopCount(x5); x6 = AdvSimd.PopCount(x6); x7 = AdvSimd.PopCount(x7);
            s8 = AdvSimd.Add(s8, x0); s9 = AdvSimd.Add(s9, x1); s10 = AdvSimd.Add(s10, x2); s11 = AdvSimd.Add(s11, x3); s12 = AdvSimd.Add(s12, x4);
            s13 = AdvSimd.Add(s13, x5); s14 = AdvSimd.Add(s14, x6); s15 = AdvSimd.Add(s15, x7);
            BinaryGemmAdvSimd.Widen(s0, s1, s2, s3, counts);
            BinaryGemmAdvSimd.Widen(s4, s5, s6, s7, counts + 4);
            BinaryGemmAdvSimd.Widen(s8, s9, s10, s11, counts + 8);
            BinaryGemmAdvSimd.Widen(s12, s13, s14, s15, counts + 12);
        }
    }
}

using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.X86;

namespace EdgeRuntime.Kernels;

/// <summary>Tile of <see cref="BinaryGemm"/>: two rows of a in one 256-bit vector, each row of b in both halves of another.</summary>
public static unsafe class BinaryGemmAvx2
{
    // A byte lane gains at most 8 a block.
    private const int BlocksPerSum = 31;

    /// <summary>Whether this machine has the instructions.</summary>
    public static bool IsSupported => Avx2.IsSupported;

    /// <summary>The same counts as <see cref="BinaryGemm.Multiply"/>.</summary>
    public static void Multiply(uint* a, uint* b, int blocks, uint* counts)
    {
        TwoRows(a, b, blocks, counts);
        TwoRows(a + 2 * BinaryGemm.BlockWords, b, blocks, counts + 2 * BinaryGemm.Rows);
    }

    private static void TwoRows(uint* a, uint* b, int blocks, uint* counts)
    {
        Vector256<long> t0 = default, t1 = default, t2 = default, t3 = default;
        Vector256<byte> nibble = Vector256.Create((byte)15);
        Vector256<byte> ones = Vector256.Create(0x0302020102010100ul, 0x0403030203020201ul, 0x0302020102010100ul, 0x0403030203020201ul).AsByte();
        while (blocks > 0)
        {
            int n = blocks < BlocksPerSum ? blocks : BlocksPerSum;
            blocks -= n;
            Vector256<byte> s0 = default, s1 = default, s2 = default, s3 = default;
            for (; n > 0; n--, a += BinaryGemm.PanelBlock, b += BinaryGemm.PanelBlock)
            {
                Vector256<byte> x = Avx.LoadVector256((byte*)a);
                s0 = Avx2.Add(s0, PopCount(Avx2.Xor(x, Avx2.BroadcastVector128ToVector256((byte*)b)), nibble, ones));
                s1 = Avx2.Add(s1, PopCount(Avx2.Xor(x, Avx2.BroadcastVector128ToVector256((byte*)(b + 4))), nibble, ones));
                s2 = Avx2.Add(s2, PopCount(Avx2.Xor(x, Avx2.BroadcastVector128ToVector256((byte*)(b + 8))), nibble, ones));
                s3 = Avx2.Add(s3, PopCount(Avx2.Xor(x, Avx2.BroadcastVector128ToVector256((byte*)(b + 12))), nibble, ones));
            }

            t0 = Avx2.Add(t0, Avx2.SumAbsoluteDifferences(s0, default).AsInt64());
            t1 = Avx2.Add(t1, Avx2.SumAbsoluteDifferences(s1, default).AsInt64());
            t2 = Avx2.Add(t2, Avx2.SumAbsoluteDifferences(s2, default).AsInt64());
            t3 = Avx2.Add(t3, Avx2.SumAbsoluteDifferences(s3, default).AsInt64());
        }

        // Each 64-bit half of a row's sums stays below 2^32: low words [t0, t0, t1, t1], then pairs added, one row a half.
        Vector256<int> low = Avx.Shuffle(t0.AsSingle(), t1.AsSingle(), 0x88).AsInt32();
        Vector256<int> high = Avx.Shuffle(t2.AsSingle(), t3.AsSingle(), 0x88).AsInt32();
        Avx.Store(counts, Avx2.HorizontalAdd(low, high).AsUInt32());
    }

    private static Vector256<byte> PopCount(Vector256<byte> x, Vector256<byte> nibble, Vector256<byte> ones)
    {
        Vector256<byte> high = Avx2.And(Avx2.ShiftRightLogical(x.AsUInt16(), 4).AsByte(), nibble);
        return Avx2.Add(Avx2.Shuffle(ones, Avx2.And(x, nibble)), Avx2.Shuffle(ones, high));
    }
}

using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.Arm;

namespace EdgeRuntime.Kernels;

/// <summary><see cref="CodebookInt8"/>: a table look-up (TBL) gives 16 weights, then as in <see cref="Int8GemmAdvSimd"/>.</summary>
public static unsafe class CodebookInt8AdvSimd
{
    /// <summary>Whether this machine has the instructions.</summary>
    public static bool IsSupported => AdvSimd.Arm64.IsSupported;

    /// <summary>The same sums as <see cref="CodebookInt8.Multiply"/>.</summary>
    public static void Multiply(byte* indices, nint stride, int blocks, sbyte* table, sbyte* x, int* sums)
    {
        Vector128<byte> t = AdvSimd.LoadVector128((byte*)table), nibble = AdvSimd.DuplicateToVector128((byte)15);
        byte* i1 = indices + stride, i2 = i1 + stride, i3 = i2 + stride;
        Vector128<int> s0 = default, s1 = default, s2 = default, s3 = default;
        // Quarters of a block: inputs 0-15 and 32-47 share the first sixteen bytes, 16-31 and 48-63 the others.
        for (nint at = 0; blocks > 0; blocks--, at += CodebookInt8.BlockBytes)
        {
            Vector128<byte> y0 = AdvSimd.LoadVector128(indices + at), y1 = AdvSimd.LoadVector128(i1 + at);
            Vector128<byte> y2 = AdvSimd.LoadVector128(i2 + at), y3 = AdvSimd.LoadVector128(i3 + at);
            Vector128<sbyte> lx = AdvSimd.LoadVector128(x + (2 * at));
            Vector64<sbyte> lx64 = AdvSimd.LoadVector64(x + (2 * at));
            Vector128<sbyte> lw0 = AdvSimd.Arm64.VectorTableLookup(t, AdvSimd.And(y0, nibble)).AsSByte();
            Vector128<sbyte> lw1 = AdvSimd.Arm64.VectorTableLookup(t, AdvSimd.And(y1, nibble)).AsSByte();
            Vector128<sbyte> lw2 = AdvSimd.Arm64.VectorTableLookup(t, AdvSimd.And(y2, nibble)).AsSByte();
            Vector128<sbyte> lw3 = AdvSimd.Arm64.VectorTableLookup(t, AdvSimd.And(y3, nibble)).AsSByte();
            Vector128<short> lp0 = AdvSimd.MultiplyWideningLower(lx64, lw0.GetLower());
            Vector128<short> lp1 = AdvSimd.MultiplyWideningLower(lx64, lw1.GetLower());
            Vector128<short> lp2 = AdvSimd.MultiplyWideningLower(lx64, lw2.GetLower());
            Vector128<short> lp3 = AdvSimd.MultiplyWideningLower(lx64, lw3.GetLower());
            lp0 = AdvSimd.MultiplyWideningUpperAndAdd(lp0, lx, lw0);
            lp1 = AdvSimd.MultiplyWideningUpperAndAdd(lp1, lx, lw1);
            lp2 = AdvSimd.MultiplyWideningUpperAndAdd(lp2, lx, lw2);
            lp3 = AdvSimd.MultiplyWideningUpperAndAdd(lp3, lx, lw3);
            s0 = AdvSimd.AddPairwiseWideningAndAdd(s0, lp0);
            s1 = AdvSimd.AddPairwiseWideningAndAdd(s1, lp1);
            s2 = AdvSimd.AddPairwiseWideningAndAdd(s2, lp2);
            s3 = AdvSimd.AddPairwiseWideningAndAdd(s3, lp3);
            Vector128<sbyte> hx = AdvSimd.LoadVector128(x + (2 * at) + 32);
            Vector64<sbyte> hx64 = AdvSimd.LoadVector64(x + (2 * at) + 32);
            Vector128<sbyte> hw0 = AdvSimd.Arm64.VectorTableLookup(t, AdvSimd.ShiftRightLogical(y0, 4)).AsSByte();
            Vector128<sbyte> hw1 = AdvSimd.Arm64.VectorTableLookup(t, AdvSimd.ShiftRightLogical(y1, 4)).AsSByte();
            Vector128<sbyte> hw2 = AdvSimd.Arm64.VectorTableLookup(t, AdvSimd.ShiftRightLogical(y2, 4)).AsSByte();
            Vector128<sbyte> hw3 = AdvSimd.Arm64.VectorTableLookup(t, AdvSimd.ShiftRightLogical(y3, 4)).AsSByte();
            Vector128<short> hp0 = AdvSimd.MultiplyWideningLower(hx64, hw0.GetLower());
            Vector128<short> hp1 = AdvSimd.MultiplyWideningLower(hx64, hw1.GetLower());
            Vector128<short> hp2 = AdvSimd.MultiplyWideningLower(hx64, hw2.GetLower());
            Vector128<short> hp3 = AdvSimd.MultiplyWideningLower(hx64, hw3.GetLower());
            hp0 = AdvSimd.MultiplyWideningUpperAndAdd(hp0, hx, hw0);
            hp1 = AdvSimd.MultiplyWideningUpperAndAdd(hp1, hx, hw1);
            hp2 = AdvSimd.MultiplyWideningUpperAndAdd(hp2, hx, hw2);
            hp3 = AdvSimd.MultiplyWideningUpperAndAdd(hp3, hx, hw3);
            s0 = AdvSimd.AddPairwiseWideningAndAdd(s0, hp0);
            s1 = AdvSimd.AddPairwiseWideningAndAdd(s1, hp1);
            s2 = AdvSimd.AddPairwiseWideningAndAdd(s2, hp2);
            s3 = AdvSimd.AddPairwiseWideningAndAdd(s3, hp3);
            Vector128<byte> by0 = AdvSimd.LoadVector128(indices + at + 16), by1 = AdvSimd.LoadVector128(i1 + at + 16);
            Vector128<byte> by2 = AdvSimd.LoadVector128(i2 + at + 16), by3 = AdvSimd.LoadVector128(i3 + at + 16);
            Vector128<sbyte> blx = AdvSimd.LoadVector128(x + (2 * at) + 16);
            Vector64<sbyte> blx64 = AdvSimd.LoadVector64(x + (2 * at) + 16);
            Vector128<sbyte> blw0 = AdvSimd.Arm64.VectorTableLookup(t, AdvSimd.And(by0, nibble)).AsSByte();
            Vector128<sbyte> blw1 = AdvSimd.Arm64.VectorTableLookup(t, AdvSimd.And(by1, nibble)).AsSByte();
            Vector128<sbyte> blw2 = AdvSimd.Arm64.VectorTableLookup(t, AdvSimd.And(by2, nibble)).AsSByte();
            Vector128<sbyte> blw3 = AdvSimd.Arm64.VectorTableLookup(t, AdvSimd.And(by3, nibble)).AsSByte();
            Vector128<short> blp0 = AdvSimd.MultiplyWideningLower(blx64, blw0.GetLower());
            Vector128<short> blp1 = AdvSimd.MultiplyWideningLower(blx64, blw1.GetLower());
            Vector128<short> blp2 = AdvSimd.MultiplyWideningLower(blx64, blw2.GetLower());
            Vector128<short> blp3 = AdvSimd.MultiplyWideningLower(blx64, blw3.GetLower());
            blp0 = AdvSimd.MultiplyWideningUpperAndAdd(blp0, blx, blw0);
            blp1 = AdvSimd.MultiplyWideningUpperAndAdd(blp1, blx, blw1);
            blp2 = AdvSimd.MultiplyWideningUpperAndAdd(blp2, blx, blw2);
            blp3 = AdvSimd.MultiplyWideningUpperAndAdd(blp3, blx, blw3);
            s0 = AdvSimd.AddPairwiseWideningAndAdd(s0, blp0);
            s1 = AdvSimd.AddPairwiseWideningAndAdd(s1, blp1);
            s2 = AdvSimd.AddPairwiseWideningAndAdd(s2, blp2);
            s3 = AdvSimd.AddPairwiseWideningAndAdd(s3, blp3);
            Vector128<sbyte> bhx = AdvSimd.LoadVector128(x + (2 * at) + 48);
            Vector64<sbyte> bhx64 = AdvSimd.LoadVector64(x + (2 * at) + 48);
            Vector128<sbyte> bhw0 = AdvSimd.Arm64.VectorTableLookup(t, AdvSimd.ShiftRightLogical(by0, 4)).AsSByte();
            Vector128<sbyte> bhw1 = AdvSimd.Arm64.VectorTableLookup(t, AdvSimd.ShiftRightLogical(by1, 4)).AsSByte();
            Vector128<sbyte> bhw2 = AdvSimd.Arm64.VectorTableLookup(t, AdvSimd.ShiftRightLogical(by2, 4)).AsSByte();
            Vector128<sbyte> bhw3 = AdvSimd.Arm64.VectorTableLookup(t, AdvSimd.ShiftRightLogical(by3, 4)).AsSByte();
            Vector128<short> bhp0 = AdvSimd.MultiplyWideningLower(bhx64, bhw0.GetLower());
            Vector128<short> bhp1 = AdvSimd.MultiplyWideningLower(bhx64, bhw1.GetLower());
            Vector128<short> bhp2 = AdvSimd.MultiplyWideningLower(bhx64, bhw2.GetLower());
            Vector128<short> bhp3 = AdvSimd.MultiplyWideningLower(bhx64, bhw3.GetLower());
            bhp0 = AdvSimd.MultiplyWideningUpperAndAdd(bhp0, bhx, bhw0);
            bhp1 = AdvSimd.MultiplyWideningUpperAndAdd(bhp1, bhx, bhw1);
            bhp2 = AdvSimd.MultiplyWideningUpperAndAdd(bhp2, bhx, bhw2);
            bhp3 = AdvSimd.MultiplyWideningUpperAndAdd(bhp3, bhx, bhw3);
            s0 = AdvSimd.AddPairwiseWideningAndAdd(s0, bhp0);
            s1 = AdvSimd.AddPairwiseWideningAndAdd(s1, bhp1);
            s2 = AdvSimd.AddPairwiseWideningAndAdd(s2, bhp2);
            s3 = AdvSimd.AddPairwiseWideningAndAdd(s3, bhp3);
        }

        Int8Sums.Store(s0, s1, s2, s3, sums);
    }
}

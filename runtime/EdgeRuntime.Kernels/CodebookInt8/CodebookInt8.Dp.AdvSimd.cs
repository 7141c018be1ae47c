using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.Arm;

namespace EdgeRuntime.Kernels;

/// <summary><see cref="CodebookInt8"/>: a table look-up (TBL) gives 16 weights, one SDOT multiplies and adds them.</summary>
public static unsafe class CodebookInt8Dp
{
    /// <summary>Whether this machine has the instructions.</summary>
    public static bool IsSupported => Dp.IsSupported;

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
            Vector128<sbyte> lw0 = AdvSimd.Arm64.VectorTableLookup(t, AdvSimd.And(y0, nibble)).AsSByte();
            Vector128<sbyte> lw1 = AdvSimd.Arm64.VectorTableLookup(t, AdvSimd.And(y1, nibble)).AsSByte();
            Vector128<sbyte> lw2 = AdvSimd.Arm64.VectorTableLookup(t, AdvSimd.And(y2, nibble)).AsSByte();
            Vector128<sbyte> lw3 = AdvSimd.Arm64.VectorTableLookup(t, AdvSimd.And(y3, nibble)).AsSByte();
            s0 = Dp.DotProduct(s0, lx, lw0);
            s1 = Dp.DotProduct(s1, lx, lw1);
            s2 = Dp.DotProduct(s2, lx, lw2);
            s3 = Dp.DotProduct(s3, lx, lw3);
            Vector128<sbyte> hx = AdvSimd.LoadVector128(x + (2 * at) + 32);
            Vector128<sbyte> hw0 = AdvSimd.Arm64.VectorTableLookup(t, AdvSimd.ShiftRightLogical(y0, 4)).AsSByte();
            Vector128<sbyte> hw1 = AdvSimd.Arm64.VectorTableLookup(t, AdvSimd.ShiftRightLogical(y1, 4)).AsSByte();
            Vector128<sbyte> hw2 = AdvSimd.Arm64.VectorTableLookup(t, AdvSimd.ShiftRightLogical(y2, 4)).AsSByte();
            Vector128<sbyte> hw3 = AdvSimd.Arm64.VectorTableLookup(t, AdvSimd.ShiftRightLogical(y3, 4)).AsSByte();
            s0 = Dp.DotProduct(s0, hx, hw0);
            s1 = Dp.DotProduct(s1, hx, hw1);
            s2 = Dp.DotProduct(s2, hx, hw2);
            s3 = Dp.DotProduct(s3, hx, hw3);
            Vector128<byte> by0 = AdvSimd.LoadVector128(indices + at + 16), by1 = AdvSimd.LoadVector128(i1 + at + 16);
            Vector128<byte> by2 = AdvSimd.LoadVector128(i2 + at + 16), by3 = AdvSimd.LoadVector128(i3 + at + 16);
            Vector128<sbyte> blx = AdvSimd.LoadVector128(x + (2 * at) + 16);
            Vector128<sbyte> blw0 = AdvSimd.Arm64.VectorTableLookup(t, AdvSimd.And(by0, nibble)).AsSByte();
            Vector128<sbyte> blw1 = AdvSimd.Arm64.VectorTableLookup(t, AdvSimd.And(by1, nibble)).AsSByte();
            Vector128<sbyte> blw2 = AdvSimd.Arm64.VectorTableLookup(t, AdvSimd.And(by2, nibble)).AsSByte();
            Vector128<sbyte> blw3 = AdvSimd.Arm64.VectorTableLookup(t, AdvSimd.And(by3, nibble)).AsSByte();
            s0 = Dp.DotProduct(s0, blx, blw0);
            s1 = Dp.DotProduct(s1, blx, blw1);
            s2 = Dp.DotProduct(s2, blx, blw2);
            s3 = Dp.DotProduct(s3, blx, blw3);
            Vector128<sbyte> bhx = AdvSimd.LoadVector128(x + (2 * at) + 48);
            Vector128<sbyte> bhw0 = AdvSimd.Arm64.VectorTableLookup(t, AdvSimd.ShiftRightLogical(by0, 4)).AsSByte();
            Vector128<sbyte> bhw1 = AdvSimd.Arm64.VectorTableLookup(t, AdvSimd.ShiftRightLogical(by1, 4)).AsSByte();
            Vector128<sbyte> bhw2 = AdvSimd.Arm64.VectorTableLookup(t, AdvSimd.ShiftRightLogical(by2, 4)).AsSByte();
            Vector128<sbyte> bhw3 = AdvSimd.Arm64.VectorTableLookup(t, AdvSimd.ShiftRightLogical(by3, 4)).AsSByte();
            s0 = Dp.DotProduct(s0, bhx, bhw0);
            s1 = Dp.DotProduct(s1, bhx, bhw1);
            s2 = Dp.DotProduct(s2, bhx, bhw2);
            s3 = Dp.DotProduct(s3, bhx, bhw3);
        }

        Int8Sums.Store(s0, s1, s2, s3, sums);
    }
}

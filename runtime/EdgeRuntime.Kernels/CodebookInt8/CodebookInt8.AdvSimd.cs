using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.Arm;

namespace EdgeRuntime.Kernels;

/// <summary><see cref="CodebookInt8"/>: a table look-up (TBL) gives 16 weights, then as in <see cref="Int8GemmAdvSimd"/> or <see cref="Int8GemmDp"/>.</summary>
public static unsafe class CodebookInt8AdvSimd
{
    private const int Half = CodebookInt8.BlockBytes / 2;

    /// <summary>Whether this machine has the instructions.</summary>
    public static bool IsSupported => AdvSimd.Arm64.IsSupported;

    /// <summary>The same sums as <see cref="CodebookInt8.Multiply"/>.</summary>
    public static void Multiply(byte* indices, nint stride, int blocks, sbyte* table, sbyte* x, int* sums) => Multiply<Int8WideningStep>(indices, stride, blocks, table, x, sums);

    /// <summary>The same sums with SDOT.</summary>
    public static void MultiplyDots(byte* indices, nint stride, int blocks, sbyte* table, sbyte* x, int* sums) => Multiply<Int8DotStep>(indices, stride, blocks, table, x, sums);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void Multiply<TStep>(byte* indices, nint stride, int blocks, sbyte* table, sbyte* x, int* sums)
        where TStep : struct, IInt8Step
    {
        Vector128<byte> t = AdvSimd.LoadVector128((byte*)table), nibble = AdvSimd.DuplicateToVector128((byte)15);
        byte* i1 = indices + stride, i2 = i1 + stride, i3 = i2 + stride;
        Vector128<int> s0 = default, s1 = default, s2 = default, s3 = default;
        // Half a block after another: its sixteen bytes hold the indices of 16 inputs and of those 32 further on.
        for (nint halves = 2 * (nint)blocks; halves > 0; halves--)
        {
            Vector128<byte> y0 = AdvSimd.LoadVector128(indices), y1 = AdvSimd.LoadVector128(i1), y2 = AdvSimd.LoadVector128(i2), y3 = AdvSimd.LoadVector128(i3);
            Add<TStep>(ref s0, ref s1, ref s2, ref s3, t, x, AdvSimd.And(y0, nibble), AdvSimd.And(y1, nibble), AdvSimd.And(y2, nibble), AdvSimd.And(y3, nibble));
            Add<TStep>(ref s0, ref s1, ref s2, ref s3, t, x + 32, AdvSimd.ShiftRightLogical(y0, 4), AdvSimd.ShiftRightLogical(y1, 4), AdvSimd.ShiftRightLogical(y2, 4), AdvSimd.ShiftRightLogical(y3, 4));
            indices += Half;
            i1 += Half;
            i2 += Half;
            i3 += Half;
            // Behind the second half comes the next block.
            x += (halves & 1) == 0 ? Half : CodebookInt8.Block - Half;
        }

        Int8Products.Store(s0, s1, s2, s3, sums);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void Add<TStep>(
        ref Vector128<int> s0, ref Vector128<int> s1, ref Vector128<int> s2, ref Vector128<int> s3, Vector128<byte> t, sbyte* x,
        Vector128<byte> i0, Vector128<byte> i1, Vector128<byte> i2, Vector128<byte> i3)
        where TStep : struct, IInt8Step
    {
        Vector128<sbyte> w0 = AdvSimd.Arm64.VectorTableLookup(t, i0).AsSByte(), w1 = AdvSimd.Arm64.VectorTableLookup(t, i1).AsSByte();
        Vector128<sbyte> w2 = AdvSimd.Arm64.VectorTableLookup(t, i2).AsSByte(), w3 = AdvSimd.Arm64.VectorTableLookup(t, i3).AsSByte();
        TStep.Add(ref s0, ref s1, ref s2, ref s3, x, w0, w1, w2, w3);
    }
}

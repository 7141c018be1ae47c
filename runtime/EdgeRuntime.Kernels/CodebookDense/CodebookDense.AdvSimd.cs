using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.Arm;

namespace EdgeRuntime.Kernels;

/// <summary><see cref="CodebookDense"/>: each byte of the floats is a table look-up (TBL) of its own; the bytes of 16 floats are then interleaved (ZIP).</summary>
public static unsafe class CodebookDenseAdvSimd
{
    private const int Half = CodebookDense.Panel / 2;

    /// <summary>Whether this machine has the instructions.</summary>
    public static bool IsSupported => AdvSimd.Arm64.IsSupported;

    /// <summary>The same sums as <see cref="CodebookDense.Multiply"/>.</summary>
    public static void Multiply(byte* indices, int panels, int pairs, float* table, float* scales, float* x, float* y)
    {
        byte* planes = stackalloc byte[4 * CodebookDense.Entries];
        CodebookDense.Planes(table, planes);
        for (; panels > 0; panels--, indices += (nint)pairs * CodebookDense.Panel, y += CodebookDense.Panel)
        {
            HalfPanel(indices, pairs, planes, scales, x, y);
            HalfPanel(indices + Half, pairs, planes, scales == null ? null : scales + 4, x, y + 4);
            if (scales != null) scales += CodebookDense.Panel;
        }
    }

    // Outputs 0-3, 8-11, 16-19, 24-27 from y on.
    private static void HalfPanel(byte* indices, int pairs, byte* planes, float* scales, float* x, float* y)
    {
        Vector128<byte> t0 = AdvSimd.LoadVector128(planes), t1 = AdvSimd.LoadVector128(planes + 16);
        Vector128<byte> t2 = AdvSimd.LoadVector128(planes + 32), t3 = AdvSimd.LoadVector128(planes + 48), nibble = AdvSimd.DuplicateToVector128((byte)15);
        Vector128<float> s0 = default, s1 = default, s2 = default, s3 = default, w0, w1, w2, w3;
        Vector128<float> c0 = default, c1 = default, c2 = default, c3 = default;
        if (scales != null)
        {
            c0 = AdvSimd.LoadVector128(scales);
            c1 = AdvSimd.LoadVector128(scales + 8);
            c2 = AdvSimd.LoadVector128(scales + 16);
            c3 = AdvSimd.LoadVector128(scales + 24);
        }

        for (; pairs > 0; pairs--, indices += CodebookDense.Panel)
        {
            Vector128<byte> both = AdvSimd.LoadVector128(indices);
            Vector128<byte> index = AdvSimd.And(both, nibble);
            for (int half = 0; half < 2; half++)
            {
                Vector128<byte> b0 = AdvSimd.Arm64.VectorTableLookup(t0, index), b1 = AdvSimd.Arm64.VectorTableLookup(t1, index);
                Vector128<byte> b2 = AdvSimd.Arm64.VectorTableLookup(t2, index), b3 = AdvSimd.Arm64.VectorTableLookup(t3, index);
                Vector128<float> v = AdvSimd.LoadAndReplicateToVector128(x);
                x++;
                Vector128<ushort> low = AdvSimd.Arm64.ZipLow(b0, b1).AsUInt16(), high = AdvSimd.Arm64.ZipLow(b2, b3).AsUInt16();
                Vector128<ushort> low2 = AdvSimd.Arm64.ZipHigh(b0, b1).AsUInt16(), high2 = AdvSimd.Arm64.ZipHigh(b2, b3).AsUInt16();
                w0 = AdvSimd.Arm64.ZipLow(low, high).AsSingle();
                w1 = AdvSimd.Arm64.ZipHigh(low, high).AsSingle();
                w2 = AdvSimd.Arm64.ZipLow(low2, high2).AsSingle();
                w3 = AdvSimd.Arm64.ZipHigh(low2, high2).AsSingle();
                if (scales != null)
                {
                    w0 = AdvSimd.Multiply(w0, c0);
                    w1 = AdvSimd.Multiply(w1, c1);
                    w2 = AdvSimd.Multiply(w2, c2);
                    w3 = AdvSimd.Multiply(w3, c3);
                }

                w0 = AdvSimd.Multiply(w0, v);
                w1 = AdvSimd.Multiply(w1, v);
                w2 = AdvSimd.Multiply(w2, v);
                w3 = AdvSimd.Multiply(w3, v);
                s0 = AdvSimd.Add(s0, w0);
                s1 = AdvSimd.Add(s1, w1);
                s2 = AdvSimd.Add(s2, w2);
                s3 = AdvSimd.Add(s3, w3);
                index = AdvSimd.ShiftRightLogical(both, 4);
            }
        }

        AdvSimd.Store(y, s0);
        AdvSimd.Store(y + 8, s1);
        AdvSimd.Store(y + 16, s2);
        AdvSimd.Store(y + 24, s3);
    }
}

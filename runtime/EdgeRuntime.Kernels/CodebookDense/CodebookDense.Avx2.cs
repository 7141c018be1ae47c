using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.X86;

namespace EdgeRuntime.Kernels;

/// <summary><see cref="CodebookDense"/>: each byte of the floats is a byte shuffle of its own; the bytes of 32 floats are then interleaved.</summary>
public static unsafe class CodebookDenseAvx2
{
    /// <summary>Whether this machine has the instructions.</summary>
    public static bool IsSupported => Avx2.IsSupported;

    /// <summary>The same sums as <see cref="CodebookDense.Multiply"/>.</summary>
    public static void Multiply(byte* indices, int panels, int pairs, float* table, float* scales, float* x, float* y)
    {
        byte* planes = stackalloc byte[4 * CodebookDense.Entries];
        CodebookDense.Planes(table, planes);
        bool isShort = CodebookDense.IsShort(table);
        for (; panels > 0; panels--, indices += (nint)pairs * CodebookDense.Panel, y += CodebookDense.Panel)
        {
            if (isShort) Short(indices, pairs, planes, scales, x, y);
            else Full(indices, pairs, planes, scales, x, y);
            if (scales != null) scales += CodebookDense.Panel;
        }
    }

    private static void Full(byte* indices, int pairs, byte* planes, float* scales, float* x, float* y)
    {
        Vector256<byte> t0 = Avx2.BroadcastVector128ToVector256(planes), t1 = Avx2.BroadcastVector128ToVector256(planes + 16);
        Vector256<byte> t2 = Avx2.BroadcastVector128ToVector256(planes + 32), t3 = Avx2.BroadcastVector128ToVector256(planes + 48);
        Vector256<byte> nibble = Vector256.Create((byte)15);
        Sums s = default;
        for (; pairs > 0; pairs--, indices += CodebookDense.Panel, x += 2)
        {
            Vector256<byte> both = Avx.LoadVector256(indices), i = Avx2.And(both, nibble);
            s.AddFull(Avx2.Shuffle(t0, i), Avx2.Shuffle(t1, i), Avx2.Shuffle(t2, i), Avx2.Shuffle(t3, i), scales, x);
            i = Avx2.And(Avx2.ShiftRightLogical(both.AsUInt16(), 4).AsByte(), nibble);
            s.AddFull(Avx2.Shuffle(t0, i), Avx2.Shuffle(t1, i), Avx2.Shuffle(t2, i), Avx2.Shuffle(t3, i), scales, x + 1);
        }

        s.Store(y);
    }

    private static void Short(byte* indices, int pairs, byte* planes, float* scales, float* x, float* y)
    {
        Vector256<byte> t2 = Avx2.BroadcastVector128ToVector256(planes + 32), t3 = Avx2.BroadcastVector128ToVector256(planes + 48);
        Vector256<byte> nibble = Vector256.Create((byte)15);
        Sums s = default;
        for (; pairs > 0; pairs--, indices += CodebookDense.Panel, x += 2)
        {
            Vector256<byte> both = Avx.LoadVector256(indices), i = Avx2.And(both, nibble);
            s.AddShort(Avx2.Shuffle(t2, i), Avx2.Shuffle(t3, i), scales, x);
            i = Avx2.And(Avx2.ShiftRightLogical(both.AsUInt16(), 4).AsByte(), nibble);
            s.AddShort(Avx2.Shuffle(t2, i), Avx2.Shuffle(t3, i), scales, x + 1);
        }

        s.Store(y);
    }

    // Sums of 32 outputs; the bytes of their weights become pairs of bytes and then floats inside each 128-bit lane.
    private struct Sums
    {
        private Vector256<float> s0;
        private Vector256<float> s1;
        private Vector256<float> s2;
        private Vector256<float> s3;

        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public void AddFull(Vector256<byte> b0, Vector256<byte> b1, Vector256<byte> b2, Vector256<byte> b3, float* scales, float* x)
        {
            Vector256<ushort> low = Avx2.UnpackLow(b0, b1).AsUInt16(), high = Avx2.UnpackLow(b2, b3).AsUInt16();
            Vector256<ushort> low2 = Avx2.UnpackHigh(b0, b1).AsUInt16(), high2 = Avx2.UnpackHigh(b2, b3).AsUInt16();
            Add(Avx2.UnpackLow(low, high), Avx2.UnpackHigh(low, high), Avx2.UnpackLow(low2, high2), Avx2.UnpackHigh(low2, high2), scales, x);
        }

        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public void AddShort(Vector256<byte> b2, Vector256<byte> b3, float* scales, float* x)
        {
            Vector256<ushort> zero = default, high = Avx2.UnpackLow(b2, b3).AsUInt16(), high2 = Avx2.UnpackHigh(b2, b3).AsUInt16();
            Add(Avx2.UnpackLow(zero, high), Avx2.UnpackHigh(zero, high), Avx2.UnpackLow(zero, high2), Avx2.UnpackHigh(zero, high2), scales, x);
        }

        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        private void Add(Vector256<ushort> w0, Vector256<ushort> w1, Vector256<ushort> w2, Vector256<ushort> w3, float* scales, float* x)
        {
            Vector256<float> v = Avx.BroadcastScalarToVector256(x);
            Vector256<float> f0 = w0.AsSingle(), f1 = w1.AsSingle(), f2 = w2.AsSingle(), f3 = w3.AsSingle();
            if (scales != null)
            {
                f0 = Avx.Multiply(f0, Avx.LoadVector256(scales));
                f1 = Avx.Multiply(f1, Avx.LoadVector256(scales + 8));
                f2 = Avx.Multiply(f2, Avx.LoadVector256(scales + 16));
                f3 = Avx.Multiply(f3, Avx.LoadVector256(scales + 24));
            }

            s0 = Avx.Add(s0, Avx.Multiply(v, f0));
            s1 = Avx.Add(s1, Avx.Multiply(v, f1));
            s2 = Avx.Add(s2, Avx.Multiply(v, f2));
            s3 = Avx.Add(s3, Avx.Multiply(v, f3));
        }

        public readonly void Store(float* y)
        {
            Avx.Store(y, s0);
            Avx.Store(y + 8, s1);
            Avx.Store(y + 16, s2);
            Avx.Store(y + 24, s3);
        }
    }
}

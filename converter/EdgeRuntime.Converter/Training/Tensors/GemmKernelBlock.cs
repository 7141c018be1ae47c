using System.Runtime.CompilerServices;

namespace EdgeRuntime.Converter.Training.Tensors;

/// <summary>A block of 6 rows and two vectors in twelve registers, for any width of vector: the width is a type, so each has code of its own without branches or calls.</summary>
/// <remarks>
/// Twelve chains of fused multiply-adds fill the 16 registers of AVX2 and hide the latency of two units of four cycles on the wider machines too.
/// The engine's float kernels cannot share this loop: they round product and sum apart, in one chain over k, so that every target gives the same bits.
/// </remarks>
internal sealed unsafe class GemmKernelBlock<TVector, TLanes>(string name, bool supported) : GemmKernel
    where TVector : struct
    where TLanes : ILanes<TVector>
{
    public override string Name => name;

    public override bool IsSupported => supported;

    public override int Rows => 6;

    public override int Columns => 2 * TLanes.Count;

    public override void Run(int k, float* a, nint rowStride, nint columnStride, float* b, float* c, nint ldc, bool accumulate)
    {
        float* a3 = a + 3 * rowStride;
        nint row2 = 2 * rowStride;
        TVector c00 = default, c01 = default, c10 = default, c11 = default, c20 = default, c21 = default;
        TVector c30 = default, c31 = default, c40 = default, c41 = default, c50 = default, c51 = default;
        for (int p = 0; p < k; p++)
        {
            TVector b0 = TLanes.Load(b), b1 = TLanes.Load(b + TLanes.Count);
            TVector x0 = TLanes.All(a[0]);
            c00 = TLanes.MultiplyAdd(x0, b0, c00);
            c01 = TLanes.MultiplyAdd(x0, b1, c01);
            TVector x1 = TLanes.All(a[rowStride]);
            c10 = TLanes.MultiplyAdd(x1, b0, c10);
            c11 = TLanes.MultiplyAdd(x1, b1, c11);
            TVector x2 = TLanes.All(a[row2]);
            c20 = TLanes.MultiplyAdd(x2, b0, c20);
            c21 = TLanes.MultiplyAdd(x2, b1, c21);
            TVector x3 = TLanes.All(a3[0]);
            c30 = TLanes.MultiplyAdd(x3, b0, c30);
            c31 = TLanes.MultiplyAdd(x3, b1, c31);
            TVector x4 = TLanes.All(a3[rowStride]);
            c40 = TLanes.MultiplyAdd(x4, b0, c40);
            c41 = TLanes.MultiplyAdd(x4, b1, c41);
            TVector x5 = TLanes.All(a3[row2]);
            c50 = TLanes.MultiplyAdd(x5, b0, c50);
            c51 = TLanes.MultiplyAdd(x5, b1, c51);
            a += columnStride;
            a3 += columnStride;
            b += 2 * TLanes.Count;
        }

        Store(c, c00, c01, accumulate);
        Store(c + ldc, c10, c11, accumulate);
        Store(c + 2 * ldc, c20, c21, accumulate);
        Store(c + 3 * ldc, c30, c31, accumulate);
        Store(c + 4 * ldc, c40, c41, accumulate);
        Store(c + 5 * ldc, c50, c51, accumulate);
    }

    public override void RunHalf(int k, float* a, nint rowStride, nint columnStride, float* b, float* c, nint ldc, bool accumulate)
    {
        float* a3 = a + 3 * rowStride;
        nint row2 = 2 * rowStride;
        TVector c0 = default, c1 = default, c2 = default, c3 = default, c4 = default, c5 = default;
        for (int p = 0; p < k; p++)
        {
            TVector b0 = TLanes.Load(b);
            c0 = TLanes.MultiplyAdd(TLanes.All(a[0]), b0, c0);
            c1 = TLanes.MultiplyAdd(TLanes.All(a[rowStride]), b0, c1);
            c2 = TLanes.MultiplyAdd(TLanes.All(a[row2]), b0, c2);
            c3 = TLanes.MultiplyAdd(TLanes.All(a3[0]), b0, c3);
            c4 = TLanes.MultiplyAdd(TLanes.All(a3[rowStride]), b0, c4);
            c5 = TLanes.MultiplyAdd(TLanes.All(a3[row2]), b0, c5);
            a += columnStride;
            a3 += columnStride;
            b += 2 * TLanes.Count;
        }

        Store(c, c0, accumulate);
        Store(c + ldc, c1, accumulate);
        Store(c + 2 * ldc, c2, accumulate);
        Store(c + 3 * ldc, c3, accumulate);
        Store(c + 4 * ldc, c4, accumulate);
        Store(c + 5 * ldc, c5, accumulate);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void Store(float* c, TVector left, TVector right, bool accumulate)
    {
        Store(c, left, accumulate);
        Store(c + TLanes.Count, right, accumulate);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void Store(float* c, TVector value, bool accumulate) => TLanes.Store(accumulate ? TLanes.Add(value, TLanes.Load(c)) : value, c);
}

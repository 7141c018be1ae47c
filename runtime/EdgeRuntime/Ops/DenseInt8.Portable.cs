using EdgeRuntime.Format;
using EdgeRuntime.Kernels;

namespace EdgeRuntime;

/// <summary>Dense layer over int8.</summary>
public static unsafe class DenseInt8
{
    public static void Check(ref Frame f)
    {
        WindowOps.CheckDense(ref f, Kind.Int8);
        Conv2DInt8.CheckScratch(ref f);
    }

    public static void Run(ref Frame f)
    {
        ConvolutionShape s = default;
        WindowOps.DenseGeometry(ref f, ref s);
        Conv2DInt8.Run(ref f, ref s);
    }
}

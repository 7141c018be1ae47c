using EdgeRuntime.Format;
using EdgeRuntime.Kernels;

namespace EdgeRuntime;

/// <summary>Dense layer of bit-packed activations and weights to int8.</summary>
public static unsafe class DenseBinaryInt8
{
    public static void Check(ref Frame f)
    {
        WindowOps.CheckDense(ref f, Kind.Bits);
        Conv2DBinaryInt8.CheckLayer(ref f);
    }

    public static void Run(ref Frame f)
    {
        ConvolutionShape s = default;
        WindowOps.DenseGeometry(ref f, ref s);
        Conv2DBinaryInt8.Run(ref f, ref s);
    }
}

using EdgeRuntime.Format;
using EdgeRuntime.Kernels;

namespace EdgeRuntime;

/// <summary>Dense layer of bit-packed activations and weights to bits.</summary>
public static unsafe class DenseBinaryBits
{
    public static void Check(ref Frame f)
    {
        WindowOps.CheckDense(ref f, Kind.Bits);
        Conv2DBinaryBits.CheckLayer(ref f);
    }

    public static void Run(ref Frame f)
    {
        ConvolutionShape s = default;
        WindowOps.DenseGeometry(ref f, ref s);
        Conv2DBinaryBits.Run(ref f, ref s);
    }
}

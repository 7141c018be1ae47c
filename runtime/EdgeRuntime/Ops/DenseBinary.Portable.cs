using EdgeRuntime.Format;
using EdgeRuntime.Kernels;

namespace EdgeRuntime;

/// <summary>Dense layer of bit-packed activations and weights to floats.</summary>
public static unsafe class DenseBinary
{
    public static void Check(ref Frame f)
    {
        WindowOps.CheckDense(ref f, Kind.Bits);
        Conv2DBinary.CheckWeights(ref f);
    }

    public static void Run(ref Frame f)
    {
        ConvolutionShape s = default;
        WindowOps.DenseGeometry(ref f, ref s);
        Conv2DBinary.Run(ref f, ref s);
    }
}

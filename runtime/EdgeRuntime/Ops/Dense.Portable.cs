using EdgeRuntime.Format;
using EdgeRuntime.Kernels;

namespace EdgeRuntime;

/// <summary>y = activation(W x + b) over the last dimension of a float tensor.</summary>
public static unsafe class Dense
{
    public static void Check(ref Frame f)
    {
        WindowOps.CheckDense(ref f, Kind.Float32);
        f.Out.Kind = Kind.Float32;
        Conv2D.CheckScratch(ref f);
    }

    public static void Run(ref Frame f)
    {
        ConvolutionShape s = default;
        WindowOps.DenseGeometry(ref f, ref s);
        Conv2D.Run(ref f, ref s);
    }
}

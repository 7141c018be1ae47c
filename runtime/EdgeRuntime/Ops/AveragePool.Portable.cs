using EdgeRuntime.Format;
using EdgeRuntime.Kernels;

namespace EdgeRuntime;

/// <summary>Mean of each window of a float image; global pooling is a window of the image's size.</summary>
public static unsafe class AveragePool
{
    public static void Check(ref Frame f)
    {
        WindowOps.Check(ref f, Kind.Float32, f.X.Rank == 4 ? Tensors.Dim(ref f.X, 3) : 0);
        f.Out.Kind = Kind.Float32;
    }

    public static void Run(ref Frame f)
    {
        ConvolutionShape s = default;
        WindowOps.Geometry(ref f, ref s);
        PoolFloat.Average(ref s, f.Floats, f.X.Offset, f.Floats, f.Out.Offset, f.Op.PadFlag != 0);
    }
}

using EdgeRuntime.Format;
using EdgeRuntime.Kernels;

namespace EdgeRuntime;

/// <summary>Mean of each window of an int8 image.</summary>
public static unsafe class AveragePoolInt8
{
    public static void Check(ref Frame f)
    {
        WindowOps.Check(ref f, Kind.Int8, f.X.Rank == 4 ? Tensors.Dim(ref f.X, 3) : 0);
        f.Out.Kind = Kind.Int8;
    }

    public static void Run(ref Frame f)
    {
        ConvolutionShape s = default;
        WindowOps.Geometry(ref f, ref s);
        PoolInt8.Average(ref s, f.Int8, f.X.Offset, f.Int8, f.Out.Offset);
    }
}

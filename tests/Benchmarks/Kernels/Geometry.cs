using EdgeRuntime.Kernels;

namespace EdgeRuntime.Benchmarks.Kernels;

/// <summary>Geometries of benchmarks.</summary>
internal static class Geometry
{
    /// <summary>A square image to one of the same size and channels, window centred.</summary>
    public static ConvolutionShape Square(int size, int channels, int kernel) => new()
    {
        Batch = 1,
        Height = size,
        Width = size,
        Channels = channels,
        OutHeight = size,
        OutWidth = size,
        OutChannels = channels,
        KernelH = kernel,
        KernelW = kernel,
        StrideH = 1,
        StrideW = 1,
        DilationH = 1,
        DilationW = 1,
        PadTop = kernel / 2,
        PadLeft = kernel / 2,
        PadBottom = kernel / 2,
        PadRight = kernel / 2,
        GroupChannels = channels,
        GroupOutChannels = channels,
    };
}

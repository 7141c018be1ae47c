using EdgeRuntime.Format;
using EdgeRuntime.Kernels;

namespace EdgeRuntime;

/// <summary>Convolution over int8 and max pooling of its result, one channel at a time, so that only the pooled result needs a place.</summary>
/// <remarks>The same values as <see cref="Conv2DInt8"/> followed by <see cref="MaxPoolInt8"/>.</remarks>
public static unsafe class Conv2DInt8Pool
{
    public static void Check(ref Frame f)
    {
        WindowOps.CheckConvolution(ref f, Kind.Int8);
        int pixels = Tensors.Product(ref f.Out, 0, 3);
        WindowOps.CheckPooling(ref f);
        Conv2DInt8.CheckScratch(ref f);
        if (f.Fault == Status.Ok) Conv2DInt8.CheckScratch(ref f, pixels);
    }

    public static void Run(ref Frame f)
    {
        ConvolutionShape s = default;
        ConvolutionShape p = default;
        WeightCursor w = default;
        WindowOps.Geometry(ref f, ref s);
        WindowOps.PoolingGeometry(ref f, ref p);
        Conv2DInt8.Open(ref f, ref w);
        for (int channel = 0; channel < s.OutChannels; channel++)
        {
            Conv2DInt8.Accumulate(ref f, ref s, ref w, channel);
            Requantisation q = default;
            Requantisations.Of(ref f, channel, ref q);
            ConvolutionInt8.FinishPooled(ref p, f.Words, Conv2DInt8.Sums(ref f), f.Int8, f.Out.Offset, channel, ref q);
        }
    }
}

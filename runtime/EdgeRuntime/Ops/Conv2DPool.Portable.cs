using EdgeRuntime.Format;
using EdgeRuntime.Kernels;

namespace EdgeRuntime;

/// <summary>Convolution over floats and max pooling of its result, one channel at a time: a channel's pixels stand in the scratch, only the pooled result needs a place.</summary>
/// <remarks>The same bits as <see cref="Conv2D"/> followed by <see cref="MaxPool"/>.</remarks>
public static unsafe class Conv2DPool
{
    public static void Check(ref Frame f)
    {
        WindowOps.CheckConvolution(ref f, Kind.Float32);
        f.Out.Kind = Kind.Float32;
        int pixels = Tensors.Product(ref f.Out, 0, 3);
        Frames.Require(ref f, pixels >= 0, Status.LimitExceeded, pixels, Limits.Elements);
        WindowOps.CheckPooling(ref f);
        if (f.Fault != Status.Ok) return;
        Conv2D.CheckScratch(ref f);
        f.ScratchFloats += pixels;
    }

    public static void Run(ref Frame f)
    {
        ConvolutionShape s = default;
        ConvolutionShape p = default;
        WeightCursor w = default;
        WindowOps.Geometry(ref f, ref s);
        WindowOps.PoolingGeometry(ref f, ref p);
        int channels = s.OutChannels;
        int plane = f.FloatLength - s.Batch * s.OutHeight * s.OutWidth;
        // One channel of the result is a plane without others beside it.
        s.OutChannels = 1;
        Conv2D.Open(ref f, ref w);
        for (int channel = 0; channel < channels; channel++)
        {
            Conv2D.Channel(ref f, ref s, ref w, channel, plane - channel);
            PoolFloat.MaxPlane(ref p, f.Floats, plane, f.Floats, f.Out.Offset, channel);
        }
    }
}

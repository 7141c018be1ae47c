using EdgeRuntime.Format;
using EdgeRuntime.Kernels;

namespace EdgeRuntime;

/// <summary>Convolution over floats, any weight encoding, any groups (depthwise included), bias and activation fused.</summary>
public static unsafe class Conv2D
{
    public static void Check(ref Frame f)
    {
        WindowOps.CheckConvolution(ref f, Kind.Float32);
        f.Out.Kind = Kind.Float32;
        CheckScratch(ref f);
    }

    /// <summary>One tile of decoded weights and the decoder's state.</summary>
    public static void CheckScratch(ref Frame f)
    {
        f.ScratchWords = Constants.StateWords;
        f.ScratchFloats = Constants.IsSparse(ref f.Op.Weights) ? 0 : Frames.Min(f.Op.Weights.RowLength, Limits.Tile);
    }

    public static void Run(ref Frame f)
    {
        ConvolutionShape s = default;
        WindowOps.Geometry(ref f, ref s);
        Run(ref f, ref s);
    }

    /// <summary>Runs a convolution or dense layer of geometry <paramref name="s"/>, decoding weights row by row.</summary>
    public static void Run(ref Frame f, ref ConvolutionShape s)
    {
        WeightCursor w = default;
        Weights.Open(f.File, ref f.Op.Weights, f.Words, Frames.WordScratch(ref f), ref w);
        if (Constants.IsSparse(ref f.Op.Weights)) RunSparse(ref f, ref s, ref w);
        else RunDense(ref f, ref s, ref w);
    }

    private static void RunDense(ref Frame f, ref ConvolutionShape s, ref WeightCursor w)
    {
        int tile = Frames.FloatScratch(ref f);
        int length = f.Op.Weights.RowLength;
        for (int channel = 0; channel < s.OutChannels; channel++)
        {
            ConvolutionFloat.Clear(ref s, f.Floats, f.Out.Offset, channel);
            for (int k = 0; k < length; k += Limits.Tile)
            {
                int count = Frames.Min(Limits.Tile, length - k);
                Weights.Floats(ref w, ref f.Op.Weights, f.Floats, tile, count);
                ConvolutionFloat.AddTile(ref s, f.Floats, f.X.Offset, f.Floats, tile, k, count, f.Floats, f.Out.Offset, channel);
            }

            Finish(ref f, ref s, channel);
        }
    }

    private static void RunSparse(ref Frame f, ref ConvolutionShape s, ref WeightCursor w)
    {
        int length = f.Op.Weights.RowLength;
        bool more = Weights.NextNonZero(ref w, ref f.Op.Weights);
        int start = 0;
        for (int channel = 0; channel < s.OutChannels; channel++)
        {
            ConvolutionFloat.Clear(ref s, f.Floats, f.Out.Offset, channel);
            while (more && w.Position - start < length)
            {
                ConvolutionFloat.AddWeight(ref s, f.Floats, f.X.Offset, w.Value, w.Position - start, f.Floats, f.Out.Offset, channel);
                more = Weights.NextNonZero(ref w, ref f.Op.Weights);
            }

            start += length;
            Finish(ref f, ref s, channel);
        }
    }

    private static void Finish(ref Frame f, ref ConvolutionShape s, int channel)
    {
        float bias = f.Op.BiasLength > 0 ? Constants.FloatAt(f.File, ref f.Op.Bias, channel) : 0f;
        ConvolutionFloat.Finish(ref s, f.Floats, f.Out.Offset, channel, bias, f.Op.Activation);
    }
}

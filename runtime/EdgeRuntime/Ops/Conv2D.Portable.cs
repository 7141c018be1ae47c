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
        Open(ref f, ref w);
        for (int channel = 0; channel < s.OutChannels; channel++) Channel(ref f, ref s, ref w, channel, f.Out.Offset);
    }

    /// <summary>Starts to decode the weights; of sparse ones the first non-zero stands ready.</summary>
    public static void Open(ref Frame f, ref WeightCursor w)
    {
        Weights.Open(f.File, ref f.Op.Weights, f.Words, Frames.WordScratch(ref f), ref w);
        if (Constants.IsSparse(ref f.Op.Weights)) w.Pending = Weights.NextNonZero(ref w, ref f.Op.Weights);
    }

    /// <summary>Computes one channel, bias and activation included, into elements y0 + channel + i * outChannels of the float arena; channels come in order.</summary>
    public static void Channel(ref Frame f, ref ConvolutionShape s, ref WeightCursor w, int channel, int y0)
    {
        ConvolutionFloat.Clear(ref s, f.Floats, y0, channel);
        if (Constants.IsSparse(ref f.Op.Weights)) AddSparse(ref f, ref s, ref w, channel, y0);
        else AddDense(ref f, ref s, ref w, channel, y0);
        float bias = f.Op.BiasLength > 0 ? Constants.FloatAt(f.File, ref f.Op.Bias, channel) : 0f;
        ConvolutionFloat.Finish(ref s, f.Floats, y0, channel, bias, f.Op.Activation);
    }

    private static void AddDense(ref Frame f, ref ConvolutionShape s, ref WeightCursor w, int channel, int y0)
    {
        int tile = Frames.FloatScratch(ref f);
        int length = f.Op.Weights.RowLength;
        for (int k = 0; k < length; k += Limits.Tile)
        {
            int count = Frames.Min(Limits.Tile, length - k);
            Weights.Floats(ref w, ref f.Op.Weights, f.Floats, tile, count);
            ConvolutionFloat.AddTile(ref s, f.Floats, f.X.Offset, f.Floats, tile, k, count, f.Floats, y0, channel);
        }
    }

    private static void AddSparse(ref Frame f, ref ConvolutionShape s, ref WeightCursor w, int channel, int y0)
    {
        int length = f.Op.Weights.RowLength;
        int start = channel * length;
        while (w.Pending && w.Position - start < length)
        {
            ConvolutionFloat.AddWeight(ref s, f.Floats, f.X.Offset, w.Value, w.Position - start, f.Floats, y0, channel);
            w.Pending = Weights.NextNonZero(ref w, ref f.Op.Weights);
        }
    }
}

using EdgeRuntime.Format;
using EdgeRuntime.Kernels;

namespace EdgeRuntime;

/// <summary>Convolution over int8 with integer weights in any encoding; requantised with the rounding of the TensorFlow Lite reference.</summary>
public static unsafe class Conv2DInt8
{
    public static void Check(ref Frame f)
    {
        WindowOps.CheckConvolution(ref f, Kind.Int8);
        CheckScratch(ref f);
    }

    /// <summary>Integer weights, a tile of them, decoder state, and one int32 sum an output pixel.</summary>
    public static void CheckScratch(ref Frame f)
    {
        f.Out.Kind = Kind.Int8;
        Frames.Require(ref f, Constants.IsInteger(ref f.Op.Weights), Status.WrongEncoding, f.Op.Weights.Encoding, EncodingId.Int8);
        Requantisations.Check(ref f);
        if (f.Fault != Status.Ok) return;
        int pixels = Tensors.Product(ref f.Out, 0, f.Out.Rank - 1);
        CheckScratch(ref f, pixels);
    }

    /// <summary>The scratch for <paramref name="pixels"/> sums.</summary>
    public static void CheckScratch(ref Frame f, int pixels)
    {
        Frames.Require(ref f, pixels >= 0, Status.LimitExceeded, pixels, Limits.Elements);
        f.ScratchWords = Constants.StateWords + pixels;
        f.ScratchInt8 = Constants.IsSparse(ref f.Op.Weights) ? 0 : Frames.Min(f.Op.Weights.RowLength, Limits.Tile);
    }

    public static void Run(ref Frame f)
    {
        ConvolutionShape s = default;
        WindowOps.Geometry(ref f, ref s);
        Run(ref f, ref s);
    }

    /// <summary>Runs a convolution or dense layer of geometry <paramref name="s"/>.</summary>
    public static void Run(ref Frame f, ref ConvolutionShape s)
    {
        WeightCursor w = default;
        Open(ref f, ref w);
        for (int channel = 0; channel < s.OutChannels; channel++)
        {
            Accumulate(ref f, ref s, ref w, channel);
            Requantisation q = default;
            Requantisations.Of(ref f, channel, ref q);
            ConvolutionInt8.Finish(ref s, f.Words, Sums(ref f), f.Int8, f.Out.Offset, channel, ref q);
        }
    }

    /// <summary>First of the sums.</summary>
    public static int Sums(ref Frame f) => Frames.WordScratch(ref f) + Constants.StateWords;

    /// <summary>Starts to decode the weights; of sparse ones the first non-zero stands ready.</summary>
    public static void Open(ref Frame f, ref WeightCursor w)
    {
        Weights.Open(f.File, ref f.Op.Weights, f.Words, Frames.WordScratch(ref f), ref w);
        if (Constants.IsSparse(ref f.Op.Weights)) w.Pending = Weights.NextNonZeroInteger(ref w, ref f.Op.Weights);
    }

    /// <summary>Computes the sums of one channel; channels come in order.</summary>
    public static void Accumulate(ref Frame f, ref ConvolutionShape s, ref WeightCursor w, int channel)
    {
        int sums = Sums(ref f);
        int pixels = s.Batch * s.OutHeight * s.OutWidth;
        for (int i = 0; i < pixels; i++) f.Words[sums + i] = 0;
        if (!Constants.IsSparse(ref f.Op.Weights))
        {
            AddRow(ref f, ref s, ref w, sums, channel);
            return;
        }

        int length = f.Op.Weights.RowLength;
        int start = channel * length;
        while (w.Pending && w.Position - start < length)
        {
            ConvolutionInt8.AddWeight(ref s, f.Int8, f.X.Offset, f.Op.ZeroPoint0, w.Integer, w.Position - start, f.Words, sums, channel);
            w.Pending = Weights.NextNonZeroInteger(ref w, ref f.Op.Weights);
        }
    }

    private static void AddRow(ref Frame f, ref ConvolutionShape s, ref WeightCursor w, int sums, int channel)
    {
        int tile = Frames.Int8Scratch(ref f);
        int length = f.Op.Weights.RowLength;
        for (int k = 0; k < length; k += Limits.Tile)
        {
            int count = Frames.Min(Limits.Tile, length - k);
            Weights.Ints(ref w, ref f.Op.Weights, f.Int8, tile, count);
            ConvolutionInt8.AddTile(ref s, f.Int8, f.X.Offset, f.Op.ZeroPoint0, f.Int8, tile, k, count, f.Words, sums, channel);
        }
    }
}

/// <summary>The requantisation that the record of a layer with int8 results describes.</summary>
public static unsafe class Requantisations
{
    /// <summary>Bias, multipliers and shifts must be integers.</summary>
    public static void Check(ref Frame f)
    {
        if (f.Op.BiasLength > 0) Integers(ref f, ref f.Op.Bias);
        Integers(ref f, ref f.Op.Multipliers);
        Integers(ref f, ref f.Op.Shifts);
    }

    private static void Integers(ref Frame f, ref Constant k)
        => Frames.Require(ref f, Constants.IsIntegerVector(ref k), Status.WrongEncoding, k.Encoding, EncodingId.Int32);

    /// <summary>That of one output channel.</summary>
    public static void Of(ref Frame f, int channel, ref Requantisation q)
    {
        int i = f.Op.ScaleLength > 1 ? channel : 0;
        q.Bias = f.Op.BiasLength > 0 ? Constants.IntAt(f.File, ref f.Op.Bias, channel) : 0;
        q.Multiplier = Constants.IntAt(f.File, ref f.Op.Multipliers, i) & 0x7FFFFFFF;
        q.Shift = FixedPoint.Clamp(Constants.IntAt(f.File, ref f.Op.Shifts, i), -31, 30);
        q.ZeroPoint = f.Op.ZeroPointOut;
        q.ClampMin = f.Op.ClampMin;
        q.ClampMax = f.Op.ClampMax;
    }
}

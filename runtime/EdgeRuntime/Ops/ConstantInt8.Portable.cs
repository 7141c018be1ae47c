using EdgeRuntime.Format;

namespace EdgeRuntime;

/// <summary>A stored tensor of integers.</summary>
public static unsafe class ConstantInt8
{
    public static void Check(ref Frame f)
    {
        ConstantFloat.Shape(ref f, Kind.Int8);
        Frames.Require(ref f, Constants.IsInteger(ref f.Op.Weights), Status.WrongEncoding, f.Op.Weights.Encoding, EncodingId.Int8);
    }

    public static void Run(ref Frame f)
    {
        WeightCursor w = default;
        Weights.Open(f.File, ref f.Op.Weights, f.Words, Frames.WordScratch(ref f), ref w);
        Weights.Ints(ref w, ref f.Op.Weights, f.Int8, f.Out.Offset, Tensors.Count(ref f.Out));
    }
}

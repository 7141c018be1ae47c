using EdgeRuntime.Format;

namespace EdgeRuntime;

/// <summary>A stored tensor, decoded to floats.</summary>
public static unsafe class ConstantFloat
{
    public static void Check(ref Frame f)
    {
        Shape(ref f, Kind.Float32);
    }

    /// <summary>Output shape from the record; the matrix must have as many elements.</summary>
    public static void Shape(ref Frame f, int kind)
    {
        f.Out.Kind = kind;
        f.Out.Rank = f.Op.Rank;
        f.Out.Shape = f.Op.ListA;
        int count = f.Op.Weights.Rows * f.Op.Weights.RowLength;
        Frames.Require(ref f, Tensors.Count(ref f.Out) == count, Status.WrongShape, count, Tensors.Count(ref f.Out));
        f.ScratchWords = Constants.StateWords;
    }

    public static void Run(ref Frame f)
    {
        WeightCursor w = default;
        Weights.Open(f.File, ref f.Op.Weights, f.Words, Frames.WordScratch(ref f), ref w);
        Weights.Floats(ref w, ref f.Op.Weights, f.Floats, f.Out.Offset, Tensors.Count(ref f.Out));
    }
}

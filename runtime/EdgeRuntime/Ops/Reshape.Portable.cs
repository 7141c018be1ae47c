using EdgeRuntime.Format;

namespace EdgeRuntime;

/// <summary>The same elements under another shape: a view when the output stands where the input does, else a copy.</summary>
public static unsafe class Reshape
{
    public static void Check(ref Frame f)
    {
        Frames.Require(ref f, f.X.Kind != Kind.Bits, Status.WrongKind, f.X.Kind, Kind.Int8);
        f.Out.Kind = f.X.Kind;
        f.Out.Rank = f.Op.Rank;
        f.Out.Shape = f.Op.ListA;
        Frames.Require(ref f, Tensors.Count(ref f.Out) == Tensors.Count(ref f.X), Status.WrongShape, Tensors.Count(ref f.Out), Tensors.Count(ref f.X));
    }

    public static void Run(ref Frame f)
    {
        if (f.Out.Offset == f.X.Offset) return;
        int count = Tensors.Count(ref f.X);
        if (f.X.Kind == Kind.Float32)
        {
            Port.Copy(f.Floats, f.X.Offset, f.Floats, f.Out.Offset, count);
        }
        else
        {
            for (int i = 0; i < count; i++) f.Int8[f.Out.Offset + i] = f.Int8[f.X.Offset + i];
        }
    }
}

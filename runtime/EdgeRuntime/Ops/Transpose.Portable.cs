using EdgeRuntime.Format;

namespace EdgeRuntime;

/// <summary>Dimensions in another order: output dimension i is input dimension perm[i].</summary>
public static unsafe class Transpose
{
    /// <summary>The list must name every dimension once.</summary>
    public static void Check(ref Frame f, int kind)
    {
        Frames.Elementwise(ref f, kind, kind);
        Frames.Require(ref f, f.Op.Rank == f.X.Rank, Status.WrongShape, f.Op.Rank, f.X.Rank);
        int seen = 0;
        for (int i = 0; i < f.Op.Rank && f.Fault == Status.Ok; i++)
        {
            int from = Sixes.Get(ref f.Op.ListA, i);
            Frames.Require(ref f, from < f.X.Rank && (seen & (1 << from)) == 0, Status.WrongAttribute, from, f.X.Rank);
            if (f.Fault != Status.Ok) return;
            seen |= 1 << from;
            Sixes.Set(ref f.Out.Shape, i, Tensors.Dim(ref f.X, from));
        }
    }

    /// <summary>Input strides in the order of the output's dimensions.</summary>
    public static void Strides(ref Frame f, ref Six strides)
    {
        for (int i = 0; i < f.Op.Rank; i++) Sixes.Set(ref strides, i, Strided.Stride(ref f.X, Sixes.Get(ref f.Op.ListA, i)));
    }

    public static void Run(ref Frame f)
    {
        Six strides = default;
        Strides(ref f, ref strides);
        int count = Tensors.Count(ref f.Out);
        for (int i = 0; i < count; i++) f.Floats[f.Out.Offset + i] = f.Floats[Strided.Source(ref f.Out, ref strides, f.X.Offset, i)];
    }
}

using EdgeRuntime.Format;

namespace EdgeRuntime;

/// <summary>A start, a step (not zero) and a size along each dimension.</summary>
public static unsafe class Slice
{
    public static void Check(ref Frame f, int kind)
    {
        Frames.Elementwise(ref f, kind, kind);
        Frames.Require(ref f, f.Op.Rank == f.X.Rank, Status.WrongShape, f.Op.Rank, f.X.Rank);
        for (int i = 0; i < f.Op.Rank && f.Fault == Status.Ok; i++) Dimension(ref f, i);
    }

    private static void Dimension(ref Frame f, int i)
    {
        int length = Tensors.Dim(ref f.X, i);
        int start = Sixes.Get(ref f.Op.ListA, i);
        int step = Sixes.Get(ref f.Op.ListB, i);
        int size = Sixes.Get(ref f.Op.ListC, i);
        Frames.Require(ref f, step != 0, Status.WrongAttribute, step, 1);
        Frames.Require(ref f, size == 0 || start < length, Status.WrongAttribute, start, length);
        if (f.Fault != Status.Ok) return;
        int room = step > 0 ? (length - 1 - start) / step : start / -step;
        Frames.Require(ref f, size == 0 || size - 1 <= room, Status.WrongAttribute, size, room + 1);
        Sixes.Set(ref f.Out.Shape, i, size);
    }

    /// <summary>Strides, and the first input element.</summary>
    public static int Strides(ref Frame f, ref Six strides)
    {
        int start = f.X.Offset;
        for (int i = 0; i < f.Op.Rank; i++)
        {
            int stride = Strided.Stride(ref f.X, i);
            start += Sixes.Get(ref f.Op.ListA, i) * stride;
            Sixes.Set(ref strides, i, Sixes.Get(ref f.Op.ListB, i) * stride);
        }

        return start;
    }

    public static void Run(ref Frame f)
    {
        Six strides = default;
        int start = Strides(ref f, ref strides);
        int count = Tensors.Count(ref f.Out);
        for (int i = 0; i < count; i++) f.Floats[f.Out.Offset + i] = f.Floats[Strided.Source(ref f.Out, ref strides, start, i)];
    }
}

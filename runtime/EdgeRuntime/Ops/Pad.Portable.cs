using EdgeRuntime.Format;

namespace EdgeRuntime;

/// <summary>Borders added to (or, in mode constant, cut from) each dimension.</summary>
public static unsafe class Pad
{
    public static void Check(ref Frame f, int kind)
    {
        Frames.Elementwise(ref f, kind, kind);
        Frames.Require(ref f, f.Op.Rank == f.X.Rank, Status.WrongShape, f.Op.Rank, f.X.Rank);
        for (int i = 0; i < f.Op.Rank && f.Fault == Status.Ok; i++)
        {
            int d = Tensors.Dim(ref f.X, i);
            int before = Sixes.Get(ref f.Op.ListA, i);
            int after = Sixes.Get(ref f.Op.ListB, i);
            int total = d + before + after;
            Frames.Require(ref f, total >= 0 && total <= Limits.Elements, Status.WrongAttribute, total, Limits.Elements);
            bool within = f.Op.Axis == PadMode.Constant || before == 0 && after == 0 || before >= 0 && after >= 0 && d > 0;
            Frames.Require(ref f, within, Status.WrongAttribute, before, 0);
            if (f.Op.Axis == PadMode.Reflect) Frames.Require(ref f, before < d + (d == 0 ? 1 : 0) && after < d + (d == 0 ? 1 : 0), Status.WrongAttribute, before, d);
            Sixes.Set(ref f.Out.Shape, i, total);
        }
    }

    /// <summary>Input element of output element <paramref name="index"/>, or -1 where the fill value stands.</summary>
    public static int Source(ref Frame f, int index)
    {
        int at = f.X.Offset;
        int stride = 1;
        for (int i = f.Out.Rank - 1; i >= 0; i--)
        {
            int d = Tensors.Dim(ref f.Out, i);
            int rest = index / d;
            int length = Tensors.Dim(ref f.X, i);
            int p = Position(f.Op.Axis, index - rest * d - Sixes.Get(ref f.Op.ListA, i), length);
            if (p < 0) return -1;
            at += p * stride;
            stride *= length;
            index = rest;
        }

        return at;
    }

    private static int Position(int mode, int p, int length)
    {
        if (p >= 0 && p < length) return p;
        switch (mode)
        {
            case PadMode.Edge: return p < 0 ? 0 : length - 1;
            case PadMode.Reflect: return p < 0 ? -p : 2 * (length - 1) - p;
            case PadMode.Wrap:
                p %= length;
                return p < 0 ? p + length : p;
            default: return -1;
        }
    }

    public static void Run(ref Frame f)
    {
        int count = Tensors.Count(ref f.Out);
        for (int i = 0; i < count; i++)
        {
            int from = Source(ref f, i);
            f.Floats[f.Out.Offset + i] = from < 0 ? f.Op.Alpha : f.Floats[from];
        }
    }
}

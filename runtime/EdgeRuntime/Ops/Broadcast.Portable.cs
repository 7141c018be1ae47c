using EdgeRuntime.Format;

namespace EdgeRuntime;

/// <summary>Shape rule and index walk of operations on two float tensors with numpy broadcasting.</summary>
public static unsafe class Broadcast
{
    /// <summary>Both operands float; each dimension, aligned at the end, is equal or 1.</summary>
    public static void Check(ref Frame f)
    {
        Frames.Require(ref f, f.X.Kind == Kind.Float32, Status.WrongKind, f.X.Kind, Kind.Float32);
        Frames.Require(ref f, f.Y.Kind == Kind.Float32, Status.WrongKind, f.Y.Kind, Kind.Float32);
        int rank = f.X.Rank > f.Y.Rank ? f.X.Rank : f.Y.Rank;
        f.Out.Kind = Kind.Float32;
        f.Out.Rank = rank;
        for (int i = 0; i < rank; i++)
        {
            int x = Aligned(ref f.X, i, rank);
            int y = Aligned(ref f.Y, i, rank);
            Frames.Require(ref f, x == y || x == 1 || y == 1, Status.WrongShape, y, x);
            Sixes.Set(ref f.Out.Shape, i, x == 1 ? y : x);
        }
    }

    /// <summary>Dimension <paramref name="i"/> of a tensor seen with <paramref name="rank"/> dimensions.</summary>
    private static int Aligned(ref Tensor t, int i, int rank)
    {
        int at = i - (rank - t.Rank);
        return at < 0 ? 1 : Tensors.Dim(ref t, at);
    }

    /// <summary>Starts a walk over the output in runs of the last dimension.</summary>
    public static void Open(ref Frame f, ref BroadcastWalk w)
    {
        w = default;
        int rank = f.Out.Rank;
        w.Run = Tensors.Last(ref f.Out);
        int count = Tensors.Count(ref f.Out);
        w.Left = w.Run == 0 ? 0 : count / w.Run;
        w.Out = f.Out.Offset - w.Run;
        int x = 1;
        int y = 1;
        for (int i = rank - 1; i >= 0; i--)
        {
            int dx = Aligned(ref f.X, i, rank);
            int dy = Aligned(ref f.Y, i, rank);
            Sixes.Set(ref w.StrideX, i, dx == 1 ? 0 : x);
            Sixes.Set(ref w.StrideY, i, dy == 1 ? 0 : y);
            x *= dx;
            y *= dy;
        }

        w.StepX = rank == 0 ? 0 : Sixes.Get(ref w.StrideX, rank - 1);
        w.StepY = rank == 0 ? 0 : Sixes.Get(ref w.StrideY, rank - 1);
    }

    /// <summary>Moves to the next run: X, Y and Out then point at its first elements. False after the last.</summary>
    public static bool Next(ref Frame f, ref BroadcastWalk w)
    {
        if (w.Left == 0) return false;
        w.Left--;
        w.Out += w.Run;
        w.X = f.X.Offset;
        w.Y = f.Y.Offset;
        int index = w.Index++;
        for (int i = f.Out.Rank - 2; i >= 0; i--)
        {
            int d = Tensors.Dim(ref f.Out, i);
            int rest = index / d;
            int at = index - rest * d;
            w.X += at * Sixes.Get(ref w.StrideX, i);
            w.Y += at * Sixes.Get(ref w.StrideY, i);
            index = rest;
        }

        return true;
    }
}

/// <summary>State of a walk over two broadcast operands.</summary>
public struct BroadcastWalk
{
    /// <summary>First elements of the current run, its length, and the steps along it.</summary>
    public int X;
    public int Y;
    public int Out;
    public int Run;
    public int StepX;
    public int StepY;
    public int Left;
    public int Index;
    public Six StrideX;
    public Six StrideY;
}

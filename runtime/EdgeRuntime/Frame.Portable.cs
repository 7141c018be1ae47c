using System.Runtime.CompilerServices;
using EdgeRuntime.Format;

namespace EdgeRuntime;

/// <summary>Everything one operation needs: the file, the three arenas, its record and the tensors it reads and writes.</summary>
public unsafe struct Frame
{
    public Bytes File;

    /// <summary>The arenas, one an element kind, and their lengths in elements.</summary>
    public SBytes Int8;
    public Words Words;
    public Floats Floats;
    public int Int8Length;
    public int WordLength;
    public int FloatLength;

    /// <summary>Number of registers; register r occupies words r * Stride of the word arena.</summary>
    public int Registers;

    /// <summary>The operation at hand and its tensors.</summary>
    public Operation Op;
    public Tensor X;
    public Tensor Y;
    public Tensor Out;

    /// <summary>Scratch the operation asks for, at the end of each arena.</summary>
    public int ScratchInt8;
    public int ScratchWords;
    public int ScratchFloats;

    /// <summary>First failure of a check: status, what was found, what was expected.</summary>
    public int Fault;
    public int Found;
    public int Expected;
}

/// <summary>Checks and addresses shared by the operations.</summary>
public static unsafe class Frames
{
    /// <summary>Records the first failure unless <paramref name="holds"/>.</summary>
    [MethodImpl(MethodImplOptions.NoInlining)]
    public static void Require(ref Frame f, bool holds, int status, int found, int expected)
    {
        if (holds || f.Fault != Status.Ok) return;
        f.Fault = status;
        f.Found = found;
        f.Expected = expected;
    }

    /// <summary>The input must be of <paramref name="kind"/>; the output gets the same shape and <paramref name="outKind"/>.</summary>
    public static void Elementwise(ref Frame f, int kind, int outKind)
    {
        Require(ref f, f.X.Kind == kind, Status.WrongKind, f.X.Kind, kind);
        f.Out.Rank = f.X.Rank;
        f.Out.Shape = f.X.Shape;
        f.Out.Kind = outKind;
    }

    /// <summary>The input must be of <paramref name="kind"/> and have <paramref name="rank"/> dimensions.</summary>
    public static void Input(ref Frame f, int kind, int rank)
    {
        Require(ref f, f.X.Kind == kind, Status.WrongKind, f.X.Kind, kind);
        Require(ref f, f.X.Rank == rank, Status.WrongShape, f.X.Rank, rank);
    }

    /// <summary>First scratch element of each arena.</summary>
    public static int Int8Scratch(ref Frame f) => f.Int8Length - f.ScratchInt8;

    public static int WordScratch(ref Frame f) => f.WordLength - f.ScratchWords;

    public static int FloatScratch(ref Frame f) => f.FloatLength - f.ScratchFloats;

    /// <summary>The smaller of two numbers.</summary>
    public static int Min(int a, int b) => a < b ? a : b;
}

using EdgeRuntime.Format;

namespace EdgeRuntime;

/// <summary>The register file: tensor descriptors in the first words of the word arena.</summary>
public static unsafe class Registers
{
    /// <summary>Words a register takes: kind, offset, rank and six dimensions.</summary>
    public const int Stride = 3 + Limits.Rank;

    private const uint Empty = 0xFFFFFFFFu;

    /// <summary>Marks all registers as never written.</summary>
    public static void Clear(ref Frame f)
    {
        for (int i = 0; i < f.Registers; i++) f.Words[i * Stride] = Empty;
    }

    /// <summary>Reads register <paramref name="r"/>; a fault when it does not exist or was never written.</summary>
    public static void Load(ref Frame f, int r, ref Tensor t)
    {
        t = default;
        Frames.Require(ref f, r < f.Registers, Status.WrongRegister, r, f.Registers);
        if (f.Fault != Status.Ok) return;
        int at = r * Stride;
        Frames.Require(ref f, f.Words[at] != Empty, Status.WrongRegister, r, f.Registers);
        t.Kind = (int)f.Words[at];
        t.Offset = (int)f.Words[at + 1];
        t.Rank = (int)f.Words[at + 2];
        for (int i = 0; i < Limits.Rank; i++) Sixes.Set(ref t.Shape, i, (int)f.Words[at + 3 + i]);
    }

    /// <summary>Writes register <paramref name="r"/> after checking that the tensor lies inside its arena.</summary>
    public static void Store(ref Frame f, int r, ref Tensor t)
    {
        Frames.Require(ref f, r < f.Registers, Status.WrongRegister, r, f.Registers);
        int size = Tensors.Size(ref t);
        int length = Length(ref f, t.Kind);
        int first = t.Kind == Kind.Bits ? f.Registers * Stride : 0;
        Frames.Require(ref f, size >= 0, Status.LimitExceeded, t.Rank, Limits.Elements);
        Frames.Require(ref f, t.Offset >= first && t.Offset <= length && size <= length - t.Offset, Status.ArenaOverflow, size, length);
        if (f.Fault != Status.Ok) return;
        int at = r * Stride;
        f.Words[at] = (uint)t.Kind;
        f.Words[at + 1] = (uint)t.Offset;
        f.Words[at + 2] = (uint)t.Rank;
        for (int i = 0; i < Limits.Rank; i++) f.Words[at + 3 + i] = (uint)Sixes.Get(ref t.Shape, i);
    }

    private static int Length(ref Frame f, int kind)
    {
        if (kind == Kind.Float32) return f.FloatLength;
        return kind == Kind.Int8 ? f.Int8Length : f.WordLength;
    }
}

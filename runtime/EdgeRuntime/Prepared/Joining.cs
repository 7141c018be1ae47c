using EdgeRuntime.Format;

namespace EdgeRuntime.Prepared;

/// <summary>Which operations may be run as one.</summary>
internal static unsafe class Joining
{
    /// <summary>Whether operation <paramref name="reader"/> alone reads what <paramref name="writer"/> writes, and writes over nothing that <paramref name="writer"/> reads.</summary>
    public static bool OnlyReadBy(Model model, Frame[] frames, int writer, int reader)
    {
        ref Frame f = ref frames[writer];
        if (!Reads(ref frames[reader], f.Op.Output)) return false;
        for (int i = reader + 1; i < frames.Length && frames[i - 1].Op.Output != f.Op.Output; i++)
            if (Reads(ref frames[i], f.Op.Output)) return false;
        foreach (ModelTensor output in model.Outputs)
            if (output.Kind == f.Out.Kind && Overlap(output.Offset, output.Count, f.Out.Offset, Tensors.Count(ref f.Out))) return false;
        ref Frame r = ref frames[reader];
        return f.X.Kind != r.Out.Kind || !Overlap(f.X.Offset, Elements(ref f.X), r.Out.Offset, Elements(ref r.Out));
    }

    private static bool Reads(ref Frame f, int register)
    {
        if (f.Op.InputsAt == 0) return (f.Op.InputCount > 0 && f.Op.Input0 == register) || (f.Op.InputCount == 2 && f.Op.Input1 == register);
        for (int i = 0; i < f.Op.InputCount; i++)
            if (f.File[f.Op.InputsAt + i] == register) return true;
        return false;
    }

    // Elements in the arena: words for bits.
    private static int Elements(ref Tensor t) => t.Kind == Kind.Bits ? Tensors.Product(ref t, 0, t.Rank - 1) * ((Tensors.Last(ref t) + 31) >> 5) : Tensors.Count(ref t);

    private static bool Overlap(int a, int aCount, int b, int bCount) => a < b + bCount && b < a + aCount;
}

/// <summary>An operation that its predecessor does as well.</summary>
internal sealed class JoinedOperation : PreparedOperation
{
    public override string Name => "in the operation before";

    public override void Run(ref Frame f)
    {
    }
}

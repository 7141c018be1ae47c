using EdgeRuntime.Format;

namespace EdgeRuntime;

/// <summary>What a register says about a tensor: kind, place in the arena of that kind, and shape.</summary>
public struct Tensor
{
    /// <summary>One of <see cref="Format.Kind"/>.</summary>
    public int Kind;

    /// <summary>First element (of kind Bits: first word) in its arena.</summary>
    public int Offset;
    public int Rank;
    public Six Shape;
}

/// <summary>Shape arithmetic.</summary>
public static class Tensors
{
    /// <summary>Dimension <paramref name="i"/>.</summary>
    public static int Dim(ref Tensor t, int i) => Sixes.Get(ref t.Shape, i);

    /// <summary>Product of the dimensions from <paramref name="from"/> up to, not including, <paramref name="end"/>; -1 when it exceeds <see cref="Limits.Elements"/>.</summary>
    public static int Product(ref Tensor t, int from, int end)
    {
        int product = 1;
        for (int i = from; i < end; i++)
        {
            int d = Dim(ref t, i);
            if (d < 0 || d > 0 && product > Limits.Elements / d) return -1;
            product *= d;
        }

        return product;
    }

    /// <summary>Number of elements, or -1.</summary>
    public static int Count(ref Tensor t) => Product(ref t, 0, t.Rank);

    /// <summary>Elements the tensor takes in the arena of its kind, or -1.</summary>
    public static int Size(ref Tensor t)
    {
        if (t.Kind != Kind.Bits) return Count(ref t);
        int pixels = t.Rank == 0 ? 1 : Product(ref t, 0, t.Rank - 1);
        int words = t.Rank == 0 ? 1 : (Dim(ref t, t.Rank - 1) + 31) >> 5;
        return pixels < 0 || words > 0 && pixels > Limits.Elements / words ? -1 : pixels * words;
    }

    /// <summary>True when rank and dimensions agree.</summary>
    public static bool SameShape(ref Tensor a, ref Tensor b)
    {
        if (a.Rank != b.Rank) return false;
        for (int i = 0; i < a.Rank; i++)
            if (Dim(ref a, i) != Dim(ref b, i)) return false;
        return true;
    }

    /// <summary>Last dimension, 1 for a scalar.</summary>
    public static int Last(ref Tensor t) => t.Rank == 0 ? 1 : Dim(ref t, t.Rank - 1);
}

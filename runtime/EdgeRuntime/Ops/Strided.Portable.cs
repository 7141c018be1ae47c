using EdgeRuntime.Format;

namespace EdgeRuntime;

/// <summary>Where each output element comes from, for operations that only move data: a start and a stride a dimension.</summary>
public static class Strided
{
    /// <summary>Distance in elements between neighbours along dimension <paramref name="i"/>.</summary>
    public static int Stride(ref Tensor t, int i) => Tensors.Product(ref t, i + 1, t.Rank);

    /// <summary>Input element, relative to its tensor, of output element <paramref name="index"/>: start + sum of coordinate * stride.</summary>
    public static int Source(ref Tensor output, ref Six strides, int start, int index)
    {
        for (int i = output.Rank - 1; i >= 0; i--)
        {
            int d = Tensors.Dim(ref output, i);
            int rest = index / d;
            start += (index - rest * d) * Sixes.Get(ref strides, i);
            index = rest;
        }

        return start;
    }
}

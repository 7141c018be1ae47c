using System;
using System.Linq;
using EdgeRuntime.Converter.Graph;

namespace EdgeRuntime.Converter.Passes;

/// <summary>A value of the old graph as the new graph holds it: with its dimensions, or its columns, in another order.</summary>
/// <param name="Stored">The new graph's value.</param>
/// <param name="Perm">old = Transpose(stored, Perm).</param>
internal sealed record LayoutView(Value Stored, int[] Perm)
{
    /// <summary>For a flattened image: the stored value before flattening, with its permutation.</summary>
    public LayoutView? Image { get; init; }

    /// <summary>For a flattened image: the old graph's shape.</summary>
    public int[]? Flat { get; init; }

    /// <summary>For a flattened image: the first dimension of the image that the columns run over.</summary>
    public int From { get; init; }

    /// <summary>True for a flattened image whose columns are stored in another order than the old graph has them.</summary>
    public bool IsFlattened => Image is not null;

    public static LayoutView Plain(Value value) => new(value, Shapes.Identity(value.Shape.Length));

    /// <summary>The old graph's shape.</summary>
    public int[] Shape => Flat ?? Shapes.Permute(Stored.Shape, Perm);

    /// <summary>For a flattened image: where each of the old graph's columns is stored.</summary>
    public int[] Columns()
    {
        int[] shape = Image!.Shape;
        int[] strides = Shapes.Permute(Shapes.Strides(Image.Stored.Shape), Image.Perm);
        int[] columns = new int[Shapes.Count(shape.AsSpan(From))];
        for (int j = 0; j < columns.Length; j++)
        {
            int rest = j;
            for (int d = shape.Length - 1; d >= From; d--)
            {
                columns[j] += rest % shape[d] * strides[d];
                rest /= shape[d];
            }
        }

        return columns;
    }

    /// <summary>True when both are flattened images of one form and order.</summary>
    public bool HasColumnsOf(LayoutView other) => IsFlattened && other.IsFlattened && From == other.From
        && Shapes.Same(Shape, other.Shape) && Shapes.Same(Image!.Perm, other.Image!.Perm) && Shapes.Same(Image.Stored.Shape, other.Image.Stored.Shape);

    /// <summary>
    /// Order in which dimensions of <paramref name="shape"/> are best stored when it differs from this view's shape only by dimensions of size 1:
    /// others as they are, ones in front of the dimension that follows them.
    /// </summary>
    public int[]? OrderWithOnes(int[] shape)
    {
        int[] old = Shape;
        int[] real = [.. Enumerable.Range(0, old.Length).Where(i => old[i] != 1)];
        if (!real.Select(i => old[i]).SequenceEqual(shape.Where(d => d != 1))) return null;
        double[] key = new double[shape.Length];
        int next = real.Length;
        for (int i = shape.Length - 1; i >= 0; i--)
        {
            if (shape[i] != 1) key[i] = Perm[real[--next]];
            else key[i] = i == 0 ? -1 : next < real.Length ? Perm[real[next]] - 0.5 : old.Length;
        }

        return [.. Enumerable.Range(0, shape.Length).OrderBy(i => key[i])];
    }
}

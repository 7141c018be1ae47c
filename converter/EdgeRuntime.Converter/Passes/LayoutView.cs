using System.Linq;
using EdgeRuntime.Converter.Graph;

namespace EdgeRuntime.Converter.Passes;

/// <summary>A value of the old graph as the new graph holds it: with its dimensions, or its columns, in another order.</summary>
/// <param name="Stored">The new graph's value.</param>
/// <param name="Perm">old = Transpose(stored, Perm).</param>
internal sealed record LayoutView(Value Stored, int[] Perm)
{
    /// <summary>For a flattened image: Columns[j] is where the old graph's column j is stored; else null.</summary>
    public int[]? Columns { get; init; }

    /// <summary>For a flattened image: the stored value before flattening, with its permutation.</summary>
    public LayoutView? Image { get; init; }

    /// <summary>For a flattened image: the old graph's shape.</summary>
    public int[]? Flat { get; init; }

    public static LayoutView Plain(Value value) => new(value, Shapes.Identity(value.Shape.Length));

    /// <summary>The old graph's shape.</summary>
    public int[] Shape => Flat ?? Shapes.Permute(Stored.Shape, Perm);

    /// <summary>Stored column of each column that flattening the old order of <paramref name="image"/> from axis <paramref name="from"/> gives.</summary>
    public static int[] ColumnsOf(LayoutView image, int from)
    {
        int[] shape = image.Shape;
        int[] strides = Shapes.Permute(Shapes.Strides(image.Stored.Shape), image.Perm);
        int[] columns = new int[Shapes.Count(shape.Skip(from))];
        for (int j = 0; j < columns.Length; j++)
        {
            int rest = j;
            for (int d = shape.Length - 1; d >= from; d--)
            {
                columns[j] += rest % shape[d] * strides[d];
                rest /= shape[d];
            }
        }

        return columns;
    }

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

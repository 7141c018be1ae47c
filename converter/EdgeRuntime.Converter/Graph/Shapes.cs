using System;
using System.Collections.Generic;
using System.Linq;

namespace EdgeRuntime.Converter.Graph;

/// <summary>Arithmetic on dimensions: counts, broadcasting and permutations, all checked against <see cref="MaxElements"/>.</summary>
public static class Shapes
{
    /// <summary>Most elements a tensor may have (2^28).</summary>
    public const int MaxElements = 1 << 28;

    /// <summary>Most dimensions a tensor may have.</summary>
    public const int MaxRank = 16;

    /// <summary>Number of elements of a tensor of shape <paramref name="shape"/>.</summary>
    /// <exception cref="ConversionException">A dimension is negative or the product is above <see cref="MaxElements"/>.</exception>
    public static int Count(params ReadOnlySpan<int> shape)
    {
        long count = 1;
        bool empty = false;
        foreach (int d in shape)
        {
            if (d < 0) throw new ConversionException($"a tensor has the negative dimension {d}; dimensions must be known and positive");
            empty |= d == 0;
            count *= Math.Max(d, 1);
            if (count > MaxElements) throw new ConversionException($"a tensor has more than {MaxElements} elements, which is the most this converter handles; use a smaller input");
        }

        return empty ? 0 : (int)count;
    }

    /// <summary>"[1, 28, 28, 3]".</summary>
    public static string Text(IEnumerable<int> shape) => "[" + string.Join(", ", shape) + "]";

    public static bool Same(int[] a, int[] b) => a.AsSpan().SequenceEqual(b);

    /// <summary>Distance in elements between neighbours along each dimension of a dense tensor.</summary>
    public static int[] Strides(int[] shape)
    {
        int[] strides = new int[shape.Length];
        int step = 1;
        for (int i = shape.Length - 1; i >= 0; i--)
        {
            strides[i] = step;
            step *= shape[i];
        }

        return strides;
    }

    /// <summary>The common shape of two operands under numpy broadcasting, or null when there is none.</summary>
    public static int[]? Broadcast(int[] a, int[] b)
    {
        int rank = Math.Max(a.Length, b.Length);
        int[] result = new int[rank];
        for (int i = 1; i <= rank; i++)
        {
            int x = i <= a.Length ? a[^i] : 1;
            int y = i <= b.Length ? b[^i] : 1;
            if (x != y && x != 1 && y != 1) return null;
            result[^i] = x == 1 ? y : x;
        }

        return result;
    }

    /// <summary><paramref name="shape"/> with ones in front until it has <paramref name="rank"/> dimensions.</summary>
    public static int[] Extended(int[] shape, int rank) => [.. Enumerable.Repeat(1, Math.Max(0, rank - shape.Length)), .. shape];

    /// <summary>result[i] = shape[perm[i]].</summary>
    public static int[] Permute(int[] shape, int[] perm) => Array.ConvertAll(perm, p => shape[p]);

    /// <summary>The permutation that undoes <paramref name="perm"/>.</summary>
    public static int[] Inverse(int[] perm)
    {
        int[] inverse = new int[perm.Length];
        for (int i = 0; i < perm.Length; i++) inverse[perm[i]] = i;
        return inverse;
    }

    /// <summary>The single permutation equal to transposing by <paramref name="first"/> and the result by <paramref name="then"/>.</summary>
    public static int[] Compose(int[] first, int[] then) => Array.ConvertAll(then, p => first[p]);

    public static int[] Identity(int rank)
    {
        int[] perm = new int[rank];
        for (int i = 0; i < rank; i++) perm[i] = i;
        return perm;
    }

    public static bool IsIdentity(int[] perm)
    {
        for (int i = 0; i < perm.Length; i++)
            if (perm[i] != i) return false;
        return true;
    }

    public static bool IsPermutation(int[] perm, int rank) => perm.Length == rank && perm.Order().SequenceEqual(Enumerable.Range(0, rank));

    /// <summary>True when transposing a tensor of <paramref name="shape"/> leaves the order of its elements as it is: only dimensions of size 1 move.</summary>
    public static bool MovesOnlyOnes(int[] shape, int[] perm)
    {
        int last = -1;
        foreach (int p in perm)
        {
            if (shape[p] == 1) continue;
            if (p < last) return false;
            last = p;
        }

        return true;
    }
}

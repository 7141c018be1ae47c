using System;
using System.Collections.Generic;

using EdgeRuntime.Format;
using EdgeRuntime.Kernels;

namespace EdgeRuntime.Prepared;

/// <summary>Transposition that turns out to swap two neighbouring groups of dimensions, as between channels first and channels last: matrices are transposed in small blocks.</summary>
internal static unsafe class PreparedTranspose
{
    // Rows of the input that are a unit.
    private const int Unit = 32;

    /// <summary>The prepared form, or null for other orders of the dimensions.</summary>
    public static PreparedOperation? Create(ref Frame f, Team team)
    {
        if (Matrices(ref f) is not (var count, var rows, var columns)) return null;
        int units = (rows + Unit - 1) / Unit;
        long cost = (long)count * rows * columns / 2;
        return f.Out.Kind == Kind.Int8
            ? new ParallelOperation(team, "transpose_32__int8", cost, [count * units], (ref Frame f, int _, int from, int end, int _) =>
            {
                for (int unit = from; unit < end; unit++)
                {
                    int first = unit % units * Unit, matrix = unit / units * rows * columns;
                    Int8(f.Int8 + f.X.Offset + matrix + (first * columns), Math.Min(Unit, rows - first), columns, f.Int8 + f.Out.Offset + matrix + first, rows);
                }
            })
            : new ParallelOperation(team, "transpose_8x8__fp32", cost, [count * units], (ref Frame f, int _, int from, int end, int _) =>
            {
                for (int unit = from; unit < end; unit++)
                {
                    int first = unit % units * Unit, matrix = unit / units * rows * columns;
                    FloatBlocks.Transpose(f.Floats + f.X.Offset + matrix + (first * columns), columns, Math.Min(Unit, rows - first), columns, f.Floats + f.Out.Offset + matrix + first, rows);
                }
            });
    }

    private static void Int8(sbyte* from, int rows, int columns, sbyte* to, int toStep)
    {
        for (int c = 0; c < columns; c++, to += toStep)
            for (int r = 0; r < rows; r++) to[r] = from[(r * columns) + c];
    }

    // Input as [count, rows, columns] where the output is [count, columns, rows]; null where it is not.
    private static (int Count, int Rows, int Columns)? Matrices(ref Frame f)
    {
        // Dimensions of the input that stay neighbours, as one: first dimension and elements.
        List<(int First, int Elements)> groups = [];
        int last = -2;
        for (int i = 0; i < f.Op.Rank; i++)
        {
            int from = Sixes.Get(ref f.Op.ListA, i), size = Tensors.Dim(ref f.X, from);
            if (size == 1) continue;
            if (Follows(ref f, last, from)) groups[^1] = groups[^1] with { Elements = groups[^1].Elements * size };
            else groups.Add((from, size));
            last = from;
        }

        return groups switch
        {
            [var a, var b] when b.First < a.First => (1, b.Elements, a.Elements),
            [var n, var a, var b] when n.First < b.First && b.First < a.First => (n.Elements, b.Elements, a.Elements),
            _ => null,
        };
    }

    // Whether only dimensions of one element lie between two of the input.
    private static bool Follows(ref Frame f, int dimension, int next)
    {
        if (dimension < 0) return false;
        for (int i = dimension + 1; i < next; i++)
            if (Tensors.Dim(ref f.X, i) != 1) return false;
        return next > dimension;
    }
}

using System;
using System.Linq;

using EdgeRuntime.Format;
using EdgeRuntime.Kernels;

namespace EdgeRuntime.Prepared;

/// <summary>The non-zeros of a sparse weight matrix, decoded once: row starts, columns and values in row-major order.</summary>
internal sealed unsafe class SparseRows
{
    private readonly int[] starts;
    private readonly int[] columns;
    private readonly float[] values;

    /// <summary>Decodes the weights of a frame's operation, which are in a sparse encoding.</summary>
    public SparseRows(ref Frame f)
    {
        int count = f.Op.Weights.NonZeros, length = f.Op.Weights.RowLength;
        starts = new int[f.Op.Weights.Rows + 1];
        columns = new int[count];
        values = new float[count];
        NonZeroDecoder weights = new(f.File, f.Op.Weights);
        for (int i = 0; weights.Next(); i++)
        {
            starts[weights.Position / length + 1]++;
            columns[i] = weights.Position % length;
            values[i] = weights.Value;
        }

        for (int row = 0; row < Rows; row++) starts[row + 1] += starts[row];
    }

    public int Rows => starts.Length - 1;

    public int Count => values.Length;

    /// <summary>For <see cref="SparseFloat.Rows"/> and <see cref="SparseInt8.Rows"/>: the non-zeros of a block of columns after another, each row by row.</summary>
    /// <param name="firsts">First column of each block, 0 to begin with.</param>
    /// <param name="offset">Offset of the input of a row's weight.</param>
    /// <param name="toStarts">Receives the start of every row in the first block, then in the second and so on, and the end of the last.</param>
    /// <param name="toOffsets">Receives an offset a non-zero.</param>
    /// <returns>The values in the same order.</returns>
    public float[] Pack(ReadOnlySpan<int> firsts, Func<int, int, int> offset, int* toStarts, int* toOffsets)
    {
        int[] next = starts[..Rows];
        float[] ordered = new float[Count];
        int n = 0;
        for (int block = 0; block < firsts.Length; block++)
        {
            int end = block + 1 < firsts.Length ? firsts[block + 1] : int.MaxValue;
            for (int row = 0; row < Rows; row++)
            {
                *toStarts++ = n;
                for (; next[row] < starts[row + 1] && columns[next[row]] < end; next[row]++, n++)
                {
                    toOffsets[n] = offset(row, columns[next[row]]);
                    ordered[n] = values[next[row]];
                }
            }
        }

        *toStarts = n;
        return ordered;
    }

    /// <summary>For <see cref="SparseInt8.Dots"/>: starts of rows in whole blocks; gives the elements of all.</summary>
    public int PackBlocks(int* toStarts)
    {
        toStarts[0] = 0;
        for (int row = 0; row < Rows; row++) toStarts[row + 1] = toStarts[row] + ((Length(row) + SparseInt8.Block - 1) / SparseInt8.Block * SparseInt8.Block);
        return toStarts[Rows];
    }

    /// <summary>For <see cref="SparseInt8.Dots"/>: columns and values at the starts of <see cref="PackBlocks(int*)"/>; both are zero before.</summary>
    public void PackBlocks(int* rowStarts, ushort* toColumns, short* toValues)
    {
        for (int row = 0; row < Rows; row++)
        {
            for (int i = 0; i < Length(row); i++)
            {
                toColumns[rowStarts[row] + i] = (ushort)columns[starts[row] + i];
                toValues[rowStarts[row] + i] = (short)values[starts[row] + i];
            }
        }
    }

    /// <summary>Rows sorted by falling number of non-zeros, filled up to whole groups of <see cref="SparseFloat.LaneRows"/> with -1.</summary>
    public int[] LaneOrder()
    {
        int[] order = [.. Enumerable.Range(0, Rows).OrderByDescending(Length)];
        int filled = (Rows + SparseFloat.LaneRows - 1) / SparseFloat.LaneRows * SparseFloat.LaneRows;
        return [.. order, .. Enumerable.Repeat(-1, filled - Rows)];
    }

    /// <summary>Steps of each group of <see cref="LaneOrder"/>: non-zeros of its first row.</summary>
    public int[] LaneSteps(int[] order) => [.. order.Chunk(SparseFloat.LaneRows).Select(rows => Length(rows[0]))];

    /// <summary>For <see cref="SparseFloat.Lanes"/>: the groups of <paramref name="order"/> one after the other.</summary>
    /// <param name="order">Rows by lane.</param>
    /// <param name="steps">Steps of each group.</param>
    /// <param name="zero">Column that stands where a row has no more non-zeros.</param>
    /// <param name="toColumns">Receives 8 columns a step.</param>
    /// <param name="toValues">Receives 8 values a step, zero before.</param>
    public void PackLanes(int[] order, int[] steps, int zero, ushort* toColumns, float* toValues)
    {
        for (int group = 0; group < steps.Length; group++)
        {
            for (int step = 0; step < steps[group]; step++)
            {
                for (int lane = 0; lane < SparseFloat.LaneRows; lane++, toColumns++, toValues++)
                {
                    int row = order[group * SparseFloat.LaneRows + lane];
                    bool held = row >= 0 && step < Length(row);
                    *toColumns = (ushort)(held ? columns[starts[row] + step] : zero);
                    if (held) *toValues = values[starts[row] + step];
                }
            }
        }
    }

    private int Length(int row) => starts[row + 1] - starts[row];
}

namespace EdgeRuntime.Kernels;

/// <summary>
/// Products of a sparse float matrix: only its non-zeros are stored and visited, in the order of their columns, one accumulator a result,
/// multiplied and added separately. So the sums are those of <see cref="ConvolutionFloat"/> bit for bit. These loops are the specification of the vector kernels.
/// </summary>
public static unsafe class SparseFloat
{
    /// <summary>Positions are computed in groups of as many.</summary>
    public const int Group = 8;

    /// <summary>Most positions of one call of <see cref="Rows"/>.</summary>
    public const int MostPositions = 64;

    /// <summary>Rows that <see cref="Lanes"/> computes side by side.</summary>
    public const int LaneRows = 8;

    /// <summary>Each non-zero times a vector of positions: y[row, p] += value[i] * x[offset[i] + p] for one after another of the row's non-zeros.</summary>
    /// <param name="starts">Index of the first non-zero of each row, and one past the last non-zero of the last row.</param>
    /// <param name="rows">Number of rows.</param>
    /// <param name="offsets">Offset of each non-zero's input.</param>
    /// <param name="values">The non-zeros.</param>
    /// <param name="x">Inputs of position 0.</param>
    /// <param name="positions">A multiple of <see cref="Group"/>, at most <see cref="MostPositions"/>.</param>
    /// <param name="y">The sums, which go on from what they are, <see cref="MostPositions"/> from a row to the next.</param>
    public static void Rows(int* starts, int rows, int* offsets, float* values, float* x, int positions, float* y)
    {
        for (int row = 0; row < rows; row++)
        {
            for (int p = 0; p < positions; p++)
            {
                float sum = y[row * MostPositions + p];
                for (int i = starts[row]; i < starts[row + 1]; i++) sum += values[i] * x[offsets[i] + p];
                y[row * MostPositions + p] = sum;
            }
        }
    }

    /// <summary>Each non-zero times its own input, eight rows side by side: y[lane] = sum over the steps of values[8 step + lane] * x[columns[8 step + lane]].</summary>
    /// <param name="columns">Column of each non-zero, [step][lane]; a row that has no more non-zeros points to an input that is zero.</param>
    /// <param name="values">The non-zeros, [step][lane], zero in rows that have no more.</param>
    /// <param name="steps">Non-zeros of the longest of the eight rows.</param>
    /// <param name="x">Inputs.</param>
    /// <param name="y">Receives eight sums.</param>
    public static void Lanes(ushort* columns, float* values, int steps, float* x, float* y)
    {
        for (int lane = 0; lane < LaneRows; lane++)
        {
            float sum = 0f;
            for (int i = lane; i < steps * LaneRows; i += LaneRows) sum += values[i] * x[columns[i]];
            y[lane] = sum;
        }
    }
}

namespace EdgeRuntime.Kernels;

/// <summary>
/// Products of a sparse int8 matrix and inputs widened to 16 bits, less their zero point: only its non-zeros are stored and visited. int32 sums, exact.
/// These loops are the specification of the vector kernels.
/// </summary>
public static unsafe class SparseInt8
{
    /// <summary>Positions are computed in groups of as many.</summary>
    public const int Group = 16;

    /// <summary>Most positions of one call of <see cref="Rows"/>.</summary>
    public const int MostPositions = 64;

    /// <summary>Non-zeros of a row of <see cref="Dots"/> come in blocks of as many.</summary>
    public const int Block = 8;

    /// <summary>Each non-zero times a vector of positions: y[row, p] += value[i] * x[offset[i] + p] for all of the row's non-zeros.</summary>
    /// <param name="starts">Index of the first non-zero of each row, and one past the last non-zero of the last row.</param>
    /// <param name="rows">Number of rows.</param>
    /// <param name="offsets">Offset of each non-zero's input.</param>
    /// <param name="values">The non-zeros, -128 to 127.</param>
    /// <param name="x">Inputs of position 0, -255 to 255.</param>
    /// <param name="positions">A multiple of <see cref="Group"/>, at most <see cref="MostPositions"/>.</param>
    /// <param name="y">The sums, which go on from what they are, <see cref="MostPositions"/> from a row to the next.</param>
    public static void Rows(int* starts, int rows, int* offsets, short* values, short* x, int positions, int* y)
    {
        for (int row = 0; row < rows; row++)
        {
            for (int p = 0; p < positions; p++)
            {
                int sum = y[row * MostPositions + p];
                for (int i = starts[row]; i < starts[row + 1]; i++) sum += values[i] * x[offsets[i] + p];
                y[row * MostPositions + p] = sum;
            }
        }
    }

    /// <summary>Each non-zero times its own input: y[row] = sum of value[i] * x[column[i]] over the row's non-zeros.</summary>
    /// <param name="starts">Index of the first non-zero of each row, and one past the last of the last row: multiples of <see cref="Block"/>.</param>
    /// <param name="rows">Number of rows.</param>
    /// <param name="columns">Column of each non-zero.</param>
    /// <param name="values">The non-zeros, -128 to 127, and zeros that fill the last block of a row.</param>
    /// <param name="x">Inputs, -255 to 255.</param>
    /// <param name="y">Receives a sum a row.</param>
    public static void Dots(int* starts, int rows, ushort* columns, short* values, short* x, int* y)
    {
        for (int row = 0; row < rows; row++)
        {
            int sum = 0;
            for (int i = starts[row]; i < starts[row + 1]; i++) sum += values[i] * x[columns[i]];
            y[row] = sum;
        }
    }
}

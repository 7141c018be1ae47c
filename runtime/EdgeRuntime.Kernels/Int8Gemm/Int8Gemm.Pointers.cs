namespace EdgeRuntime.Kernels;

/// <summary>
/// Product of int8 matrices: sum[i, j] = sum over k of a[i, k] * b[j, k] in int32, exact. Rows are contiguous and filled up with zeros to whole blocks of 16.
/// These loops are the specification of the vector kernels.
/// </summary>
public static unsafe class Int8Gemm
{
    /// <summary>Rows of a (pixels) and of b (output channels) in a tile.</summary>
    public const int Side = 4;

    /// <summary>Products of a block.</summary>
    public const int Block = 16;

    /// <summary>Length of a row of <paramref name="depth"/> values with its filling.</summary>
    public static int Stride(int depth) => (depth + Block - 1) / Block * Block;

    /// <summary>Four rows of a times four of b: sums[4 i + j].</summary>
    /// <param name="a">First row of a, any int8 values.</param>
    /// <param name="strideA">Bytes from a row of a to the next.</param>
    /// <param name="b">First row of b, values from -127 to 127.</param>
    /// <param name="strideB">Bytes from a row of b to the next.</param>
    /// <param name="blocks">Blocks of the depth, 0 or more.</param>
    /// <param name="sums">Receives 16 sums.</param>
    public static void Tile(sbyte* a, nint strideA, sbyte* b, nint strideB, int blocks, int* sums)
    {
        for (int i = 0; i < Side; i++) Row(a + (i * strideA), b, strideB, blocks, sums + (i * Side));
    }

    /// <summary>One row of a times four of b: four sums.</summary>
    public static void Row(sbyte* a, sbyte* b, nint strideB, int blocks, int* sums)
    {
        for (int j = 0; j < Side; j++, b += strideB)
        {
            int sum = 0;
            for (int k = 0; k < blocks * Block; k++) sum += a[k] * b[k];
            sums[j] = sum;
        }
    }
}

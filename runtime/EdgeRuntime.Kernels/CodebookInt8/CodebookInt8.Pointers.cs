namespace EdgeRuntime.Kernels;

/// <summary>
/// Products of int8 inputs and rows of weights that take at most 16 int8 values (4-bit integers, ternary, binary, shared): 4-bit indices into a table
/// that stays in a register. int32 sums, exact. This loop is the specification.
/// </summary>
/// <remarks>A row is [block of 64 inputs][32 bytes]: byte i holds the index of input i in its low nibble and of input 32 + i in its high nibble.</remarks>
public static unsafe class CodebookInt8
{
    /// <summary>Inputs of a block.</summary>
    public const int Block = 64;

    /// <summary>Bytes of a block of a row.</summary>
    public const int BlockBytes = 32;

    /// <summary>Entries of a table.</summary>
    public const int Entries = 16;

    /// <summary>Rows computed side by side.</summary>
    public const int Rows = 4;

    /// <summary>Blocks of a row of <paramref name="length"/> inputs.</summary>
    public static int Blocks(int length) => (length + Block - 1) / Block;

    /// <summary>sums[r] = sum over k of x[k] * table[index of r and k] for four rows.</summary>
    /// <param name="indices">First row.</param>
    /// <param name="stride">Bytes from a row to the next.</param>
    /// <param name="blocks">Blocks of a row, at most 2^12.</param>
    /// <param name="table">16 values from -127 to 127.</param>
    /// <param name="x">64 inputs a block, zeros after the last.</param>
    /// <param name="sums">Receives four sums.</param>
    public static void Multiply(byte* indices, nint stride, int blocks, sbyte* table, sbyte* x, int* sums)
    {
        for (int r = 0; r < Rows; r++, indices += stride)
        {
            int sum = 0;
            for (int k = 0; k < blocks * Block; k++)
            {
                int both = indices[(k / Block * BlockBytes) + (k % BlockBytes)];
                sum += x[k] * table[k % Block < BlockBytes ? both & 15 : both >> 4];
            }

            sums[r] = sum;
        }
    }
}

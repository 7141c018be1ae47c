namespace EdgeRuntime.Kernels;

/// <summary>
/// Products of byte inputs and rows of digits of one bit (four inputs a group) or two (two inputs a group): for each group of inputs a table has the sums for all
/// 16 combinations of digits, so a nibble of weights looks up a partial sum. int32 sums, exact. The idea is that of T-MAC (arXiv 2407.00088). These loops are the specification.
/// </summary>
/// <remarks>
/// A table is 16 bytes of values' low <see cref="LowBits"/> bits, then 16 of their other bits. Indices are [panel of 32 rows][pair of groups][row]: the low nibble is that of the first
/// group, the high nibble that of the second; digit i of a group stands in bits i * bits and up.
/// </remarks>
public static unsafe class TableSums
{
    /// <summary>Rows of a panel, computed side by side.</summary>
    public const int Rows = 32;

    /// <summary>Bytes of a table.</summary>
    public const int TableBytes = 32;

    /// <summary>Groups of a block: so many parts of values of at most 31 add up in a byte.</summary>
    public const int BlockGroups = 8;

    /// <summary>Bytes of a panel's indices of a block, and of its tables.</summary>
    public const int BlockBytes = BlockGroups / 2 * Rows;

    public const int BlockTables = BlockGroups * TableBytes;

    /// <summary>Bits of the first part of a value.</summary>
    public const int LowBits = 5;

    /// <summary>Most blocks whose parts add up in 16 bits.</summary>
    public const int BlocksPerSum = 0xFFFF / (BlockGroups * 31);

    private const int Entries = 16;

    /// <summary>Inputs of a group.</summary>
    public static int Inputs(int bits) => 4 / bits;

    /// <summary>Blocks of a row of <paramref name="length"/> inputs.</summary>
    public static int Blocks(int length, int bits) => (length + BlockGroups * Inputs(bits) - 1) / (BlockGroups * Inputs(bits));

    /// <summary>The tables of inputs: value = sum over the inputs of a group of u * digit.</summary>
    /// <param name="u">Inputs, to which 128 was added so that none is negative.</param>
    /// <param name="groups">Groups.</param>
    /// <param name="bits">1 or 2.</param>
    /// <param name="tables">Receives <see cref="TableBytes"/> a group.</param>
    public static void Tables(byte* u, int groups, int bits, byte* tables)
    {
        for (int group = 0; group < groups; group++, u += Inputs(bits), tables += TableBytes)
        {
            for (int entry = 0; entry < Entries; entry++)
            {
                int value = 0;
                for (int i = 0; i < Inputs(bits); i++) value += u[i] * (entry >> (i * bits) & ((1 << bits) - 1));
                tables[entry] = (byte)(value & ((1 << LowBits) - 1));
                tables[Entries + entry] = (byte)(value >> LowBits);
            }
        }
    }

    /// <summary>sums[r] += sum over the groups of the value that row r looks up, for a panel of rows.</summary>
    /// <param name="indices">The panel.</param>
    /// <param name="tables">Tables; no index looks up a value of 1024 or more.</param>
    /// <param name="blocks">Blocks of 8 groups, 0 or more.</param>
    /// <param name="sums">32 sums to add to.</param>
    public static void Multiply(byte* indices, byte* tables, int blocks, int* sums)
    {
        for (int r = 0; r < Rows; r++)
        {
            int sum = 0;
            for (int group = 0; group < blocks * BlockGroups; group++)
            {
                byte* table = tables + (nint)group * TableBytes;
                int index = indices[(nint)(group >> 1) * Rows + r] >> ((group & 1) * 4) & 15;
                sum += table[index] + (table[Entries + index] << LowBits);
            }

            sums[r] += sum;
        }
    }
}

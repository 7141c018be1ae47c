namespace EdgeRuntime.Kernels;

/// <summary>
/// Product of bit matrices as counts: differ[i, j] = popcount(a[i] xor b[j]), so that a dot product of n signs is n - 2 differ.
/// Both operands are packed into panels of four rows: [panel][block][row][word of the block], a block being 128 bits of the depth;
/// missing rows and the depth's tail are zero bits, which differ nowhere. This kernel is the specification of the others.
/// </summary>
public static unsafe class BinaryGemm
{
    /// <summary>Rows of a panel: pixels on the left, output channels on the right.</summary>
    public const int Rows = 4;

    /// <summary>32-bit words of a row in one block.</summary>
    public const int BlockWords = 4;

    /// <summary>Words of one block of a panel.</summary>
    public const int PanelBlock = Rows * BlockWords;

    /// <summary>Counts of a tile, [row of a][row of b].</summary>
    public const int Tile = Rows * Rows;

    /// <summary>Blocks that a row of <paramref name="words"/> words takes.</summary>
    public static int Blocks(int words) => (words + BlockWords - 1) / BlockWords;

    /// <summary>Words of a packed matrix.</summary>
    /// <param name="rows">Rows of the matrix, 0 or more.</param>
    /// <param name="words">Words a row.</param>
    public static int PackedLength(int rows, int words) => (rows + Rows - 1) / Rows * Blocks(words) * PanelBlock;

    /// <summary>Packs a matrix into panels.</summary>
    /// <param name="from">Rows of bits; bits beyond the depth in a row's last word are equal in both operands.</param>
    /// <param name="at">First word of the first row.</param>
    /// <param name="rows">Rows of the matrix.</param>
    /// <param name="words">Words a row.</param>
    /// <param name="stride">Words from a row to the next.</param>
    /// <param name="to">Receives <see cref="PackedLength"/> words.</param>
    /// <param name="toAt">First word written.</param>
    public static void Pack(Words from, int at, int rows, int words, int stride, Words to, int toAt)
    {
        int panelWords = Blocks(words) * PanelBlock;
        for (int row = 0; row < (rows + Rows - 1) / Rows * Rows; row++)
        {
            int target = toAt + row / Rows * panelWords + row % Rows * BlockWords;
            int source = at + row * stride;
            int filled = row < rows ? words : 0;
            for (int word = 0; word < filled; word++) to[target + (word & ~(BlockWords - 1)) * Rows + (word & (BlockWords - 1))] = from[source + word];
            for (int word = filled; word < Blocks(words) * BlockWords; word++) to[target + (word & ~(BlockWords - 1)) * Rows + (word & (BlockWords - 1))] = 0;
        }
    }

    /// <summary>Counts of one panel against another: counts[4 i + j] = popcount(a row i xor b row j).</summary>
    /// <param name="a">Packed words.</param>
    /// <param name="a0">First word of the panel.</param>
    /// <param name="b">Packed words.</param>
    /// <param name="b0">First word of the panel.</param>
    /// <param name="blocks">Blocks of the depth, 0 or more.</param>
    /// <param name="counts">Receives <see cref="Tile"/> counts.</param>
    /// <param name="c0">First count written.</param>
    public static void Multiply(Words a, int a0, Words b, int b0, int blocks, Words counts, int c0)
    {
        for (int i = 0; i < Tile; i++)
        {
            int left = a0 + i / Rows * BlockWords, right = b0 + i % Rows * BlockWords;
            int differ = 0;
            for (int block = 0; block < blocks; block++, left += PanelBlock, right += PanelBlock)
                for (int word = 0; word < BlockWords; word++) differ += Bits.PopCount(a[left + word] ^ b[right + word]);
            counts[c0 + i] = (uint)differ;
        }
    }

    /// <summary>Copies the part of a tile that lies inside the result.</summary>
    /// <param name="counts">Counts of the tile.</param>
    /// <param name="rows">Rows left in a; more than <see cref="Rows"/> count as a whole panel.</param>
    /// <param name="columns">Rows left in b, likewise.</param>
    /// <param name="to">The result, [row of a][row of b].</param>
    /// <param name="at">Where the tile begins.</param>
    /// <param name="stride">Counts from a row of the result to the next.</param>
    public static void Store(Words counts, int rows, int columns, Words to, int at, int stride)
    {
        for (int i = 0; i < rows && i < Rows; i++)
            for (int j = 0; j < columns && j < Rows; j++) to[at + i * stride + j] = counts[i * Rows + j];
    }
}

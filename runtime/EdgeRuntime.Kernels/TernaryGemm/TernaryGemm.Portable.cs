namespace EdgeRuntime.Kernels;

/// <summary>
/// Product of a bit matrix and a ternary one as counts: differ[i, j] = number of weights of row j that are not zero and whose sign differs from the bit of row i,
/// so that a dot product is the number of the row's non-zeros - 2 differ. The left operand is packed as in <see cref="BinaryGemm"/>. A panel of the right one is
/// [block][plane][row][word of the block]: first the plane of the weights +1, then that of the weights -1; missing rows and the depth's tail are zero bits in both.
/// This kernel is the specification of the others.
/// </summary>
public static unsafe class TernaryGemm
{
    /// <summary>Words of one block of a panel of weights.</summary>
    public const int PanelBlock = 2 * BinaryGemm.PanelBlock;

    /// <summary>Packs weights into panels.</summary>
    /// <param name="from">Rows of weights: <paramref name="words"/> words of signs (1 is -1), then as many of non-zeros.</param>
    /// <param name="at">First word of the first row.</param>
    /// <param name="rows">Rows of the matrix.</param>
    /// <param name="words">Words of a plane of a row.</param>
    /// <param name="to">Receives twice <see cref="BinaryGemm.PackedLength"/> words.</param>
    /// <param name="toAt">First word written.</param>
    public static void Pack(Words from, int at, int rows, int words, Words to, int toAt)
    {
        int panelWords = BinaryGemm.Blocks(words) * PanelBlock;
        for (int row = 0; row < (rows + BinaryGemm.Rows - 1) / BinaryGemm.Rows * BinaryGemm.Rows; row++)
        {
            int panel = toAt + row / BinaryGemm.Rows * panelWords + row % BinaryGemm.Rows * BinaryGemm.BlockWords;
            int signs = at + row * 2 * words;
            for (int word = 0; word < BinaryGemm.Blocks(words) * BinaryGemm.BlockWords; word++)
            {
                bool filled = row < rows && word < words;
                uint nonZeros = filled ? from[signs + words + word] : 0u;
                uint minus = filled ? from[signs + word] & nonZeros : 0u;
                int target = panel + word / BinaryGemm.BlockWords * PanelBlock + word % BinaryGemm.BlockWords;
                to[target] = nonZeros & ~minus;
                to[target + BinaryGemm.PanelBlock] = minus;
            }
        }
    }

    /// <summary>Counts of one panel of bits against one of weights: counts[4 i + j].</summary>
    /// <param name="a">Packed bits.</param>
    /// <param name="a0">First word of the panel.</param>
    /// <param name="b">Packed weights.</param>
    /// <param name="b0">First word of the panel.</param>
    /// <param name="blocks">Blocks of the depth, 0 or more.</param>
    /// <param name="counts">Receives <see cref="BinaryGemm.Tile"/> counts.</param>
    /// <param name="c0">First count written.</param>
    public static void Multiply(Words a, int a0, Words b, int b0, int blocks, Words counts, int c0)
    {
        for (int i = 0; i < BinaryGemm.Tile; i++)
        {
            int left = a0 + i / BinaryGemm.Rows * BinaryGemm.BlockWords, right = b0 + i % BinaryGemm.Rows * BinaryGemm.BlockWords;
            int differ = 0;
            for (int block = 0; block < blocks; block++, left += BinaryGemm.PanelBlock, right += PanelBlock)
                for (int word = 0; word < BinaryGemm.BlockWords; word++) differ += Bits.PopCount((a[left + word] & b[right + word]) | (~a[left + word] & b[right + word + BinaryGemm.PanelBlock]));
            counts[c0 + i] = (uint)differ;
        }
    }
}

namespace EdgeRuntime.Kernels;

/// <summary>Walks packed matrices tile by tile with any kernel.</summary>
public static unsafe class BinaryGemmTiles
{
    /// <summary><see cref="BinaryGemm.Multiply"/> through pointers.</summary>
    public static void Portable(uint* a, uint* b, int blocks, uint* counts) => BinaryGemm.Multiply(a, 0, b, 0, blocks, counts, 0);

    /// <summary><see cref="TernaryGemm.Multiply"/> through pointers.</summary>
    public static void PortableTernary(uint* a, uint* b, int blocks, uint* counts) => TernaryGemm.Multiply(a, 0, b, 0, blocks, counts, 0);

    /// <summary>Computes differ[i * stride + j] for all rows i of a and j of b.</summary>
    /// <param name="kernel">Counts of a tile from two panels and their number of blocks.</param>
    /// <param name="a">Packed matrix of <paramref name="rows"/> rows.</param>
    /// <param name="rows">Rows of a (pixels).</param>
    /// <param name="b">Packed matrix of <paramref name="columns"/> rows.</param>
    /// <param name="blockWords">Words of a block of a panel of b: <see cref="BinaryGemm.PanelBlock"/> or <see cref="TernaryGemm.PanelBlock"/>.</param>
    /// <param name="columns">Rows of b (output channels).</param>
    /// <param name="words">Words a row had before packing.</param>
    /// <param name="differ">Receives the counts.</param>
    /// <param name="stride">Counts from a row of the result to the next, at least <paramref name="columns"/>.</param>
    public static void Run(delegate*<uint*, uint*, int, uint*, void> kernel, uint* a, int rows, uint* b, int blockWords, int columns, int words, uint* differ, int stride)
    {
        int blocks = BinaryGemm.Blocks(words);
        nint panel = (nint)blocks * BinaryGemm.PanelBlock, panelOfB = (nint)blocks * blockWords;
        uint* counts = stackalloc uint[BinaryGemm.Tile];
        for (int i = 0; i < rows; i += BinaryGemm.Rows, a += panel)
        {
            uint* right = b;
            for (int j = 0; j < columns; j += BinaryGemm.Rows, right += panelOfB)
            {
                kernel(a, right, blocks, counts);
                BinaryGemm.Store(counts, rows - i, columns - j, differ + (nint)i * stride + j, 0, stride);
            }
        }
    }
}

namespace EdgeRuntime.Kernels;

/// <summary>
/// What an int8 tile kernel multiplies: some rows by one packed panel of 16 columns, sums[row][column] += x[row][k] * panel[k][column]. Inputs and weights
/// are widened to 16 bits, and a row is read in runs of even length, as in <see cref="FloatTile"/>.
/// </summary>
public unsafe struct Int8Tile
{
    /// <summary>First elements of the rows, <see cref="Int8TileKernel.Rows"/> of them.</summary>
    public short** Rows;

    /// <summary>The runs of a row in the order of the panel.</summary>
    public Segment* Segments;

    /// <summary>Number of runs.</summary>
    public int Count;

    /// <summary>The panel, [k / 2][16][2].</summary>
    public short* Panel;

    /// <summary>Where the sums go on from what it holds, 16 a row.</summary>
    public int* Sums;
}

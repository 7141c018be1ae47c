namespace EdgeRuntime.Kernels;

/// <summary>
/// What a tile kernel multiplies: some rows by one packed panel of 16 columns, sums[row][column] += x[row][k] * panel[k][column] for one k after another. A row is read in runs, so that it may be the window of a convolution,
/// a row of a matrix or a column of one.
/// </summary>
public unsafe struct FloatTile
{
    /// <summary>First elements of the rows, <see cref="FloatTileKernel.Rows"/> of them.</summary>
    public float** Rows;

    /// <summary>The runs of a row in the order of the panel: offsets from its first element, and numbers of elements.</summary>
    public Segment* Segments;

    /// <summary>Number of runs.</summary>
    public int Count;

    /// <summary>Floats between neighbouring elements of a row.</summary>
    public nint Step;

    /// <summary>The panel, [k][16].</summary>
    public float* Panel;

    /// <summary>
    /// Where the sums go on from what it holds, 16 floats each <see cref="Stride"/>: zeros to begin with, so that k can be cut into pieces without
    /// another result.
    /// </summary>
    public float* Sums;

    /// <summary>Floats between the rows of <see cref="Sums"/>.</summary>
    public nint Stride;
}

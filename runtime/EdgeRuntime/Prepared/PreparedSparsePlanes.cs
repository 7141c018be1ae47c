using System;

using EdgeRuntime.Kernels;

namespace EdgeRuntime.Prepared;

/// <summary>
/// Sparse convolution, or dense layer over many rows: each non-zero weight times a vector of output positions over a planar copy of the input.
/// Where the inputs of a tile of positions exceed the first-level cache, all output channels go through a block of weights before the next.
/// </summary>
internal abstract unsafe class PreparedSparsePlanes
{
    /// <summary>Output channels of a block.</summary>
    protected const int Block = 8;

    /// <summary>Sums of an output channel follow those of the one before at this distance: most positions of a call of either kernel.</summary>
    protected const int Tile = SparseFloat.MostPositions;

    private readonly int group;
    private readonly int weightBlocks;
    private readonly int rowsTogether;

    // For each thread: sums of rows, floats or integers.
    private readonly NativeBuffer<float> blocks;

    /// <param name="shape">Geometry, after <see cref="Flat"/>.</param>
    /// <param name="rows">The non-zeros.</param>
    /// <param name="group">Positions are computed in groups of as many.</param>
    /// <param name="width">Bytes of an input.</param>
    /// <param name="threads">Threads.</param>
    protected PreparedSparsePlanes(in ConvolutionShape shape, SparseRows rows, int group, int width, int threads)
    {
        this.group = group;
        Shape = shape;
        Image = new PlanarImage(shape, width);
        int[] firsts = Image.WeightBlocks(Tile);
        weightBlocks = firsts.Length;
        rowsTogether = weightBlocks == 1 ? Block : (rows.Rows + Block - 1) / Block * Block;
        Starts = new NativeBuffer<int>((weightBlocks * (long)rows.Rows) + 1);
        Offsets = new NativeBuffer<int>(rows.Count);
        Weights = rows.Pack(firsts, Image.Offset, Starts.Pointer, Offsets.Pointer);
        blocks = new NativeBuffer<float>((long)threads * rowsTogether * Tile);
    }

    protected ConvolutionShape Shape { get; }

    protected PlanarImage Image { get; }

    /// <summary>The non-zeros in the order of <see cref="Starts"/>.</summary>
    protected float[] Weights { get; }

    /// <summary>First non-zero of each row in the first block of weights, then in the second and so on.</summary>
    protected NativeBuffer<int> Starts { get; }

    /// <summary>Where each non-zero's inputs begin.</summary>
    protected NativeBuffer<int> Offsets { get; }

    /// <summary>Elements of the planar copy.</summary>
    public static long PlaneLength(in ConvolutionShape shape, int width) => new PlanarImage(Flat(shape), width).Length;

    /// <summary>Where every pixel stands for itself, the pixels of all images are one row.</summary>
    public static ConvolutionShape Flat(in ConvolutionShape shape)
    {
        ConvolutionShape s = shape;
        bool pointwise = s.KernelH * s.KernelW * s.StrideH * s.StrideW == 1 && s.OutHeight == s.Height && s.OutWidth == s.Width && s.PadTop + s.PadLeft == 0;
        if (!pointwise) return s;
        s.Width = s.OutWidth = s.Batch * s.Height * s.Width;
        s.Batch = s.Height = s.OutHeight = 1;
        return s;
    }

    /// <summary>The operation.</summary>
    /// <param name="f">Its frame.</param>
    /// <param name="name">Name of the kernel.</param>
    /// <param name="lanes">Positions a vector.</param>
    /// <param name="team">Threads.</param>
    protected ParallelOperation Operation(ref Frame f, string name, int lanes, Team team)
    {
        int tiles = (Image.Positions + Tile - 1) / Tile;
        long cost = (long)Shape.Batch * Image.Positions * f.Op.Weights.NonZeros / lanes;
        return new ParallelOperation(team, name, cost, PreparedOperations.Phases(Shape.Batch, Shape.Height, tiles), Run);
    }

    /// <summary>Copies rows of image <paramref name="n"/> into the planes.</summary>
    protected abstract void Fill(ref Frame f, int n, int from, int end);

    /// <summary>Adds to the sums of neighbouring rows at neighbouring positions, <see cref="Tile"/> elements from a row to the next.</summary>
    /// <param name="starts">Where the non-zeros of the rows begin.</param>
    /// <param name="rows">Rows.</param>
    /// <param name="firstPosition">First position.</param>
    /// <param name="positions">Positions.</param>
    /// <param name="sums">The sums.</param>
    protected abstract void Rows(int* starts, int rows, int firstPosition, int positions, float* sums);

    /// <summary>Turns sums of neighbouring channels and pixels into results.</summary>
    /// <param name="f">The operation's frame.</param>
    /// <param name="sums">The sums, <see cref="Tile"/> from a channel to the next.</param>
    /// <param name="row">First channel.</param>
    /// <param name="rows">Channels, at most <see cref="Block"/>.</param>
    /// <param name="pixels">Pixels.</param>
    /// <param name="at">Place of the first result in the output.</param>
    protected abstract void Finish(ref Frame f, float* sums, int row, int rows, int pixels, nint at);

    private void Run(ref Frame f, int phase, int from, int end, int thread)
    {
        int n = phase / 2;
        if (phase % 2 == 0)
        {
            Fill(ref f, n, from, end);
            return;
        }

        for (int tile = from; tile < end; tile++) Positions(ref f, tile * Tile, n, blocks.Pointer + ((nint)thread * rowsTogether * Tile));
    }

    private void Positions(ref Frame f, int first, int n, float* sums)
    {
        int count = Math.Min(Tile, Image.Positions - first);
        int whole = (count + group - 1) / group * group;
        for (int row = 0; row < Shape.OutChannels; row += rowsTogether)
        {
            int rows = Math.Min(rowsTogether, Shape.OutChannels - row);
            new Span<float>(sums, rows * Tile).Clear();
            for (int block = 0; block < weightBlocks; block++) Rows(Starts.Pointer + ((nint)block * Shape.OutChannels) + row, rows, first, whole, sums);
            for (int i = 0; i < rows; i += Block) Store(ref f, first, count, n, row + i, Math.Min(Block, rows - i), sums + (i * Tile));
        }
    }

    // Finishes the positions that are outputs, an output row at a time.
    private void Store(ref Frame f, int first, int count, int n, int row, int rows, float* sums)
    {
        int oy = first / Image.Pitch, ox = first % Image.Pitch;
        for (int i = 0, run; i < count; i += run, ox = 0, oy++)
        {
            run = Math.Min(count - i, Image.Pitch - ox);
            int outputs = Math.Min(run, Shape.OutWidth - ox);
            if (outputs > 0) Finish(ref f, sums + i, row, rows, outputs, ((nint)((n * Shape.OutHeight + oy) * Shape.OutWidth + ox) * Shape.OutChannels) + row);
        }
    }
}

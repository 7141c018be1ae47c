using System;

using EdgeRuntime.Kernels;

namespace EdgeRuntime.Prepared;

/// <summary>
/// Sparse convolution, or dense layer over many rows: each non-zero weight times a vector of output positions over a planar copy of the input,
/// eight output channels after another.
/// </summary>
internal abstract unsafe class PreparedSparsePlanes
{
    /// <summary>Output channels of a block.</summary>
    protected const int Block = 8;

    // Most positions of a call of either kernel.
    private const int Tile = SparseFloat.MostPositions;
    private const int BlockLength = Block * Tile;

    private readonly int group;

    // For each thread: sums of a block by row, then by pixel; floats or integers, which are only moved here.
    private readonly NativeBuffer<float> blocks;

    /// <param name="shape">Geometry, after <see cref="Flat"/>.</param>
    /// <param name="rows">The non-zeros.</param>
    /// <param name="group">Positions are computed in groups of as many.</param>
    /// <param name="threads">Threads.</param>
    protected PreparedSparsePlanes(in ConvolutionShape shape, SparseRows rows, int group, int threads)
    {
        this.group = group;
        Shape = shape;
        Image = new PlanarImage(shape);
        Starts = new NativeBuffer<int>(rows.Rows + 1);
        Offsets = new NativeBuffer<int>(rows.Count);
        rows.Pack(Image.Offset, Starts.Pointer, Offsets.Pointer);
        blocks = new NativeBuffer<float>(2L * threads * BlockLength);
    }

    protected ConvolutionShape Shape { get; }

    protected PlanarImage Image { get; }

    /// <summary>First non-zero of each row.</summary>
    protected NativeBuffer<int> Starts { get; }

    /// <summary>Where each non-zero's inputs begin.</summary>
    protected NativeBuffer<int> Offsets { get; }

    /// <summary>Elements of the planar copy.</summary>
    public static long PlaneLength(in ConvolutionShape shape) => new PlanarImage(Flat(shape)).Length;

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

    /// <summary>Sums of neighbouring rows at neighbouring positions, <see cref="Tile"/> elements from a row to the next.</summary>
    protected abstract void Rows(int row, int rows, int firstPosition, int positions, float* sums);

    /// <summary>Turns sums [pixel][<see cref="Block"/>] of neighbouring channels and pixels into results.</summary>
    /// <param name="f">The operation's frame.</param>
    /// <param name="sums">The sums.</param>
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

        float* sums = blocks.Pointer + (2 * thread * BlockLength);
        for (int tile = from; tile < end; tile++) Positions(ref f, tile * Tile, n, sums, sums + BlockLength);
    }

    private void Positions(ref Frame f, int first, int n, float* sums, float* pixels)
    {
        int count = Math.Min(Tile, Image.Positions - first);
        int whole = (count + group - 1) / group * group;
        for (int row = 0; row < Shape.OutChannels; row += Block)
        {
            int rows = Math.Min(Block, Shape.OutChannels - row);
            Rows(row, rows, first, whole, sums);
            FloatBlocks.Transpose(sums, Tile, Block, whole, pixels, Block);
            Store(ref f, first, count, n, row, rows, pixels);
        }
    }

    // Finishes the positions that are outputs, an output row at a time.
    private void Store(ref Frame f, int first, int count, int n, int row, int rows, float* pixels)
    {
        int oy = first / Image.Pitch, ox = first % Image.Pitch;
        for (int i = 0, run; i < count; i += run, ox = 0, oy++)
        {
            run = Math.Min(count - i, Image.Pitch - ox);
            int outputs = Math.Min(run, Shape.OutWidth - ox);
            if (outputs > 0) Finish(ref f, pixels + (i * Block), row, rows, outputs, ((nint)((n * Shape.OutHeight + oy) * Shape.OutWidth + ox) * Shape.OutChannels) + row);
        }
    }
}

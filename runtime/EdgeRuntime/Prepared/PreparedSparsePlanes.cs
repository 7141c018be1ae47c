using System;
using System.Linq;

using EdgeRuntime.Format;
using EdgeRuntime.Kernels;

namespace EdgeRuntime.Prepared;

/// <summary>
/// Sparse convolution, or dense layer over many rows: each non-zero weight times a vector of output positions over a planar copy of the input.
/// Where the inputs of a tile of positions exceed the first-level cache, all output channels go through a block of weights before the next.
/// Weights that stay coded are decoded while the layer runs, those of a block of output channels after another.
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

    // Of weights that stay coded: offsets of the inputs of a row in the first group, and whether a non-zero of the next block is decoded.
    private int[] offsets = [];
    private bool pending;

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

    /// <summary>Leaves the weights coded.</summary>
    /// <param name="shape">Geometry, after <see cref="Flat"/>.</param>
    /// <param name="capacity">Non-zeros of all blocks of output channels that stand at once.</param>
    /// <param name="group">Positions are computed in groups of as many.</param>
    /// <param name="width">Bytes of an input.</param>
    /// <param name="threads">Threads.</param>
    protected PreparedSparsePlanes(in ConvolutionShape shape, int capacity, int group, int width, int threads)
    {
        this.group = group;
        Shape = shape;
        Image = new PlanarImage(shape, width);
        weightBlocks = 1;
        rowsTogether = Block;
        Starts = new NativeBuffer<int>(0);
        Offsets = new NativeBuffer<int>(capacity);
        Weights = [];
        blocks = new NativeBuffer<float>((long)threads * Block * Tile);
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

    /// <summary>Elements of the planar copies of all images.</summary>
    public static long PlanesLength(in ConvolutionShape shape, int width) => Flat(shape).Batch * PlaneLength(shape, width);

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

    /// <summary>The operation over weights that stay coded.</summary>
    /// <param name="f">Its frame.</param>
    /// <param name="name">Name of the kernel.</param>
    /// <param name="lanes">Positions a vector.</param>
    /// <param name="most">Most non-zeros of a block of output channels.</param>
    /// <param name="team">Threads.</param>
    protected ParallelOperation CodedOperation(ref Frame f, string name, int lanes, int most, Team team)
    {
        int tiles = (Image.Positions + Tile - 1) / Tile, height = Shape.Height;
        long cost = f.Op.Weights.NonZeros * ((long)Shape.Batch * Image.Positions / lanes + CodedPanels.DecodingCost);
        NonZeroDecoder weights = new(f.File, f.Op.Weights);
        offsets = [.. Enumerable.Range(0, f.Op.Weights.RowLength).Select(k => Image.Offset(0, k))];
        CodedPanels<int> coded = new(team, (Shape.OutChannels + Block - 1) / Block, Block + 1)
        {
            Prepare = (ref Frame f, int _, int from, int end, int _) =>
            {
                for (int row = from; row < end; row++) Fill(ref f, row / height, row % height, row % height + 1, row / height * (nint)Image.Length);
            },
            Decode = (block, starts) => Decode(weights, block, block % CodedPanels.Buffers(team) * most, starts),
            Compute = (ref Frame f, int block, int* starts, int from, int end, int thread) =>
            {
                for (int unit = from; unit < end; unit++) Positions(ref f, unit % tiles * Tile, unit / tiles, block, starts, thread);
            },
        };
        return coded.Operation(name, cost, Shape.Batch * height, Shape.Batch * tiles);
    }

    /// <summary>Bytes that weights which stay coded take, decoding them included.</summary>
    public static long CodedBytes(ref Frame f, int width, int buffers)
        => new NonZeroDecoder(f.File, f.Op.Weights).TableBytes + sizeof(int) * (long)f.Op.Weights.RowLength + buffers * (width + sizeof(int)) * (long)MostInBlock(ref f);

    /// <summary>Most non-zeros of a block of output channels.</summary>
    protected static int MostInBlock(ref Frame f)
    {
        int length = Block * f.Op.Weights.RowLength;
        int[] counts = new int[(f.Op.Weights.Rows + Block - 1) / Block];
        for (NonZeroDecoder weights = new(f.File, f.Op.Weights); weights.Next();) counts[weights.Position / length]++;
        return counts.Max();
    }

    /// <summary>Puts a decoded weight in its place.</summary>
    protected abstract void SetWeight(int index, float value);

    /// <summary>Copies rows of image <paramref name="n"/> into its planes, which begin at <paramref name="plane"/>.</summary>
    protected abstract void Fill(ref Frame f, int n, int from, int end, nint plane);

    /// <summary>Adds to the sums of neighbouring rows at neighbouring positions, <see cref="Tile"/> elements from a row to the next.</summary>
    /// <param name="starts">Where the non-zeros of the rows begin.</param>
    /// <param name="rows">Rows.</param>
    /// <param name="firstPosition">First position, counted from the first element of the planes.</param>
    /// <param name="positions">Positions.</param>
    /// <param name="sums">The sums.</param>
    protected abstract void Rows(int* starts, int rows, nint firstPosition, int positions, float* sums);

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
            Fill(ref f, n, from, end, 0);
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

    // The positions of a tile for a block of output channels whose weights are decoded.
    private void Positions(ref Frame f, int first, int n, int block, int* starts, int thread)
    {
        float* sums = blocks.Pointer + ((nint)thread * Block * Tile);
        int count = Math.Min(Tile, Image.Positions - first), rows = Math.Min(Block, Shape.OutChannels - (block * Block));
        new Span<float>(sums, rows * Tile).Clear();
        Rows(starts, rows, first + (n * (nint)Image.Length), (count + group - 1) / group * group, sums);
        Store(ref f, first, count, n, block * Block, rows, sums);
    }

    // The non-zeros of a block of output channels, to be put from index at on.
    private void Decode(NonZeroDecoder weights, int block, int at, int* starts)
    {
        if (block == 0)
        {
            weights.Reset();
            pending = weights.Next();
        }

        for (int i = 0; i < Block; i++)
        {
            int row = (block * Block) + i, first = row * offsets.Length, channels = Image.Offset(row, 0);
            starts[i] = at;
            for (; pending && weights.Position - first is int column && column < offsets.Length; pending = weights.Next(), at++)
            {
                Offsets.Pointer[at] = channels + offsets[column];
                SetWeight(at, weights.Value);
            }
        }

        starts[Block] = at;
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

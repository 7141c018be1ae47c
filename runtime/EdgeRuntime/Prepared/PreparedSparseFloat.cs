using System;

using EdgeRuntime.Kernels;

namespace EdgeRuntime.Prepared;

/// <summary>Sparse float convolution, or dense layer over many rows: each non-zero weight times a vector of output positions over a planar copy of the input.</summary>
internal sealed unsafe class PreparedSparseFloat
{
    private const int Block = 8;
    private const int BlockLength = Block * SparseFloat.MostPositions;

    private readonly ConvolutionShape shape;
    private readonly PlanarImage image;
    private readonly SparseFloatKernel kernel = SparseFloatKernel.Best;
    private readonly NativeBuffer<int> starts;
    private readonly NativeBuffer<int> offsets;
    private readonly NativeBuffer<float> values;
    private readonly NativeBuffer<float> biases;
    private readonly NativeBuffer<float> planes;

    // For each thread: sums of a block by row, then by pixel.
    private readonly NativeBuffer<float> blocks;

    private PreparedSparseFloat(ref Frame f, in ConvolutionShape shape, int threads)
    {
        blocks = new NativeBuffer<float>(2L * threads * BlockLength);
        this.shape = shape;
        image = new PlanarImage(shape);
        SparseRows rows = new(ref f);
        starts = new NativeBuffer<int>(rows.Rows + 1);
        offsets = new NativeBuffer<int>(rows.Count);
        values = new NativeBuffer<float>(rows.Count);
        rows.Pack(image.Offset, starts.Pointer, offsets.Pointer, values.Pointer);
        planes = new NativeBuffer<float>(image.Length);
        biases = new NativeBuffer<float>(rows.Rows + Block);
        PreparedOperations.Biases(ref f).CopyTo(new Span<float>(biases.Pointer, rows.Rows));
    }

    /// <summary>Bytes of the planar copy.</summary>
    public static long PlaneBytes(in ConvolutionShape shape) => 4 * new PlanarImage(Flat(shape)).Length;

    /// <summary>The prepared form.</summary>
    public static ParallelOperation Create(ref Frame f, in ConvolutionShape shape, Team team)
    {
        ConvolutionShape s = Flat(shape);
        PreparedSparseFloat prepared = new(ref f, s, team.Threads);
        int tiles = (prepared.image.Positions + SparseFloat.MostPositions - 1) / SparseFloat.MostPositions;
        long cost = (long)s.Batch * prepared.image.Positions * f.Op.Weights.NonZeros / SparseFloat.Group;
        return new ParallelOperation(team, prepared.kernel.Name, cost, PreparedOperations.Phases(s.Batch, s.Height, tiles), prepared.Run);
    }

    /// <summary>Where every pixel stands for itself, the pixels of all images are one row.</summary>
    private static ConvolutionShape Flat(in ConvolutionShape shape)
    {
        ConvolutionShape s = shape;
        bool pointwise = s.KernelH * s.KernelW * s.StrideH * s.StrideW == 1 && s.OutHeight == s.Height && s.OutWidth == s.Width && s.PadTop + s.PadLeft == 0;
        if (!pointwise) return s;
        s.Width = s.OutWidth = s.Batch * s.Height * s.Width;
        s.Batch = s.Height = s.OutHeight = 1;
        return s;
    }

    private void Run(ref Frame f, int phase, int from, int end, int thread)
    {
        int n = phase / 2;
        if (phase % 2 == 0)
        {
            image.Fill(f.Floats + f.X.Offset + ((nint)n * shape.Height * shape.Width * shape.Channels), planes.Pointer, from, end);
            return;
        }

        float* y = f.Floats + f.Out.Offset + ((nint)n * shape.OutHeight * shape.OutWidth * shape.OutChannels);
        float* sums = blocks.Pointer + (2 * thread * BlockLength);
        for (int tile = from; tile < end; tile++) Positions(tile * SparseFloat.MostPositions, y, f.Op.Activation, sums, sums + BlockLength);
    }

    private void Positions(int first, float* y, int activation, float* sums, float* pixels)
    {
        int count = Math.Min(SparseFloat.MostPositions, image.Positions - first);
        int whole = (count + SparseFloat.Group - 1) / SparseFloat.Group * SparseFloat.Group;
        for (int row = 0; row < shape.OutChannels; row += Block)
        {
            int rows = Math.Min(Block, shape.OutChannels - row);
            kernel.Rows(starts.Pointer + row, rows, offsets.Pointer, values.Pointer, planes.Pointer + first, whole, sums);
            FloatBlocks.Transpose(sums, SparseFloat.MostPositions, Block, whole, pixels, Block);
            Store(first, count, row, rows, pixels, y, activation);
        }
    }

    /// <summary>Adds biases, applies the activation and writes the positions that are outputs.</summary>
    private void Store(int first, int count, int row, int rows, float* pixels, float* y, int activation)
    {
        int oy = first / image.Pitch, ox = first % image.Pitch;
        for (int i = 0; i < count; i++, ox++)
        {
            if (ox == image.Pitch)
            {
                ox = 0;
                oy++;
            }

            if (ox >= shape.OutWidth) continue;
            FloatBlocks.Finish(pixels + (i * Block), biases.Pointer + row, rows, activation, y + ((nint)(oy * shape.OutWidth + ox) * shape.OutChannels) + row);
        }
    }
}

using System;

using EdgeRuntime.Kernels;

namespace EdgeRuntime.Prepared;

/// <summary>Sparse float convolution, or dense layer over many rows: each non-zero weight times a vector of output positions over a planar copy of the input.</summary>
internal sealed unsafe class PreparedSparseFloat : PreparedOperation
{
    private const int Block = 8;

    private readonly ConvolutionShape shape;
    private readonly PlanarImage image;
    private readonly SparseFloatKernel kernel = SparseFloatKernel.Best;
    private readonly NativeBuffer<int> starts;
    private readonly NativeBuffer<int> offsets;
    private readonly NativeBuffer<float> values;
    private readonly NativeBuffer<float> biases;
    private readonly NativeBuffer<float> planes;
    private readonly NativeBuffer<float> sums = new(Block * SparseFloat.MostPositions);
    private readonly NativeBuffer<float> pixels = new(Block * SparseFloat.MostPositions);

    private PreparedSparseFloat(ref Frame f, in ConvolutionShape shape)
    {
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

    public override string Name => kernel.Name;

    /// <summary>Bytes of the planar copy.</summary>
    public static long PlaneBytes(in ConvolutionShape shape) => 4 * new PlanarImage(Flat(shape)).Length;

    public static PreparedSparseFloat Create(ref Frame f, in ConvolutionShape shape) => new(ref f, Flat(shape));

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

    public override void Run(ref Frame f)
    {
        float* x = f.Floats + f.X.Offset, y = f.Floats + f.Out.Offset;
        for (int n = 0; n < shape.Batch; n++)
        {
            image.Fill(x, planes.Pointer);
            for (int first = 0; first < image.Positions; first += SparseFloat.MostPositions) Positions(first, y, f.Op.Activation);
            x += (nint)shape.Height * shape.Width * shape.Channels;
            y += (nint)shape.OutHeight * shape.OutWidth * shape.OutChannels;
        }
    }

    private void Positions(int first, float* y, int activation)
    {
        int count = Math.Min(SparseFloat.MostPositions, image.Positions - first);
        int whole = (count + SparseFloat.Group - 1) / SparseFloat.Group * SparseFloat.Group;
        for (int row = 0; row < shape.OutChannels; row += Block)
        {
            int rows = Math.Min(Block, shape.OutChannels - row);
            kernel.Rows(starts.Pointer + row, rows, offsets.Pointer, values.Pointer, planes.Pointer + first, whole, sums.Pointer);
            FloatBlocks.Transpose(sums.Pointer, SparseFloat.MostPositions, Block, whole, pixels.Pointer, Block);
            Store(first, count, row, rows, y, activation);
        }
    }

    /// <summary>Adds biases, applies the activation and writes the positions that are outputs.</summary>
    private void Store(int first, int count, int row, int rows, float* y, int activation)
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
            FloatBlocks.Finish(pixels.Pointer + (i * Block), biases.Pointer + row, rows, activation, y + ((nint)(oy * shape.OutWidth + ox) * shape.OutChannels) + row);
        }
    }
}

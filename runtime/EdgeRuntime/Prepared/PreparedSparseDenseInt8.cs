using System;

using EdgeRuntime.Kernels;

namespace EdgeRuntime.Prepared;

/// <summary>Sparse int8 layer with one output position an image and few images: each non-zero gathers its input.</summary>
internal sealed unsafe class PreparedSparseDenseInt8
{
    private const int Block = 16;

    private readonly ConvolutionShape shape;
    private readonly SparseInt8Kernel kernel = SparseInt8Kernel.Best;
    private readonly RequantisedChannels outputs;
    private readonly NativeBuffer<int> starts;
    private readonly NativeBuffer<ushort> columns;
    private readonly NativeBuffer<short> values;
    private readonly NativeBuffer<short> inputs;

    private PreparedSparseDenseInt8(ref Frame f, in ConvolutionShape shape)
    {
        this.shape = shape;
        SparseRows rows = new(ref f);
        starts = new NativeBuffer<int>(rows.Rows + 1);
        int elements = rows.PackBlocks(starts.Pointer);
        columns = new NativeBuffer<ushort>(elements);
        values = new NativeBuffer<short>(elements);
        rows.PackBlocks(starts.Pointer, columns.Pointer, values.Pointer);
        inputs = new NativeBuffer<short>(f.Op.Weights.RowLength);
        outputs = new RequantisedChannels(PreparedConvolutionInt8.Outputs(ref f), RequantisedChannels.LargestSum(f.Op.Weights.RowLength));
    }

    /// <summary>The prepared form.</summary>
    public static ParallelOperation Create(ref Frame f, in ConvolutionShape shape, Team team)
    {
        PreparedSparseDenseInt8 prepared = new(ref f, shape);
        long cost = 2L * shape.Batch * prepared.starts.Pointer[shape.OutChannels];
        int units = (shape.OutChannels + Block - 1) / Block;
        return new ParallelOperation(team, $"{prepared.kernel.Name}, by rows", cost, PreparedOperations.Phases(shape.Batch, 1, units), prepared.Run);
    }

    private void Run(ref Frame f, int phase, int from, int end, int thread)
    {
        int length = f.Op.Weights.RowLength, n = phase / 2;
        if (phase % 2 == 0)
        {
            sbyte* x = f.Int8 + f.X.Offset + ((nint)n * length);
            for (int i = 0; i < length; i++) inputs.Pointer[i] = (short)(x[i] - f.Op.ZeroPoint0);
            return;
        }

        int* sums = stackalloc int[Block];
        sbyte* y = f.Int8 + f.Out.Offset + ((nint)n * shape.OutChannels);
        for (int row = from * Block; row < Math.Min(end * Block, shape.OutChannels); row += Block)
        {
            int rows = Math.Min(Block, shape.OutChannels - row);
            kernel.Dots(starts.Pointer + row, rows, columns.Pointer, values.Pointer, inputs.Pointer, sums);
            outputs.Store(sums, row, rows, y + row);
        }
    }
}

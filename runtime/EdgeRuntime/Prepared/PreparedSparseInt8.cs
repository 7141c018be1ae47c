using EdgeRuntime.Kernels;

namespace EdgeRuntime.Prepared;

/// <summary><see cref="PreparedSparsePlanes"/> over int8, widened to 16 bits.</summary>
internal sealed unsafe class PreparedSparseInt8 : PreparedSparsePlanes
{
    private readonly SparseInt8Kernel kernel = SparseInt8Kernel.Best;
    private readonly NativeBuffer<short> values;
    private readonly NativeBuffer<short> planes;
    private readonly RequantisedChannels outputs;

    private PreparedSparseInt8(ref Frame f, in ConvolutionShape shape, SparseRows rows, int threads)
        : base(shape, rows, SparseInt8.Group, sizeof(short), threads)
    {
        values = new NativeBuffer<short>(rows.Count);
        for (int i = 0; i < rows.Count; i++) values.Pointer[i] = (short)Weights[i];
        planes = new NativeBuffer<short>(Image.Length);
        outputs = new RequantisedChannels(PreparedConvolutionInt8.Outputs(ref f), RequantisedChannels.LargestSum(f.Op.Weights.RowLength));
    }

    /// <summary>The prepared form.</summary>
    public static ParallelOperation Create(ref Frame f, in ConvolutionShape shape, Team team)
    {
        PreparedSparseInt8 prepared = new(ref f, Flat(shape), new SparseRows(ref f), team.Threads);
        return prepared.Operation(ref f, prepared.kernel.Name, SparseInt8.Group, team);
    }

    protected override void Fill(ref Frame f, int n, int from, int end)
        => Image.Fill(f.Int8 + f.X.Offset + ((nint)n * Shape.Height * Shape.Width * Shape.Channels), f.Op.ZeroPoint0, planes.Pointer, from, end);

    protected override void Rows(int* starts, int rows, int firstPosition, int positions, float* sums)
        => kernel.Rows(starts, rows, Offsets.Pointer, values.Pointer, planes.Pointer + firstPosition, positions, (int*)sums);

    protected override void Finish(ref Frame f, float* sums, int row, int rows, int pixels, nint at)
    {
        sbyte* y = f.Int8 + f.Out.Offset + at;
        float* turned = stackalloc float[Tile * Block];
        FloatBlocks.Transpose(sums, Tile, Block, pixels, turned, Block);
        for (; pixels > 0; pixels--, turned += Block, y += Shape.OutChannels) outputs.Store((int*)turned, row, rows, y);
    }
}

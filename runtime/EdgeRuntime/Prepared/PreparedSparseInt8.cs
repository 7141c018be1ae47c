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
        outputs = Outputs(ref f);
    }

    private PreparedSparseInt8(ref Frame f, in ConvolutionShape shape, int capacity, int threads)
        : base(shape, capacity, SparseInt8.Group, sizeof(short), threads)
    {
        values = new NativeBuffer<short>(capacity);
        planes = new NativeBuffer<short>(shape.Batch * Image.Length);
        outputs = Outputs(ref f);
    }

    /// <summary>The prepared form.</summary>
    public static ParallelOperation Create(ref Frame f, in ConvolutionShape shape, Team team)
    {
        PreparedSparseInt8 prepared = new(ref f, Flat(shape), new SparseRows(ref f), team.Threads);
        return prepared.Operation(ref f, prepared.kernel.Name, SparseInt8.Group, team);
    }

    /// <summary>The prepared form whose weights stay coded.</summary>
    public static ParallelOperation CreateCoded(ref Frame f, in ConvolutionShape shape, Team team)
    {
        int most = MostInBlock(ref f);
        PreparedSparseInt8 prepared = new(ref f, Flat(shape), most * CodedPanels.Buffers(team), team.Threads);
        return prepared.CodedOperation(ref f, prepared.kernel.Name, SparseInt8.Group, most, team);
    }

    protected override void SetWeight(int index, float value) => values.Pointer[index] = (short)value;

    protected override void Fill(ref Frame f, int n, int from, int end, nint plane)
        => Image.Fill(f.Int8 + f.X.Offset + ((nint)n * Shape.Height * Shape.Width * Shape.Channels), f.Op.ZeroPoint0, planes.Pointer + plane, from, end);

    protected override void Rows(int* starts, int rows, nint firstPosition, int positions, float* sums)
        => kernel.Rows(starts, rows, Offsets.Pointer, values.Pointer, planes.Pointer + firstPosition, positions, (int*)sums);

    protected override void Finish(ref Frame f, float* sums, int row, int rows, int pixels, nint at)
    {
        sbyte* y = f.Int8 + f.Out.Offset + at;
        float* turned = stackalloc float[Tile * Block];
        FloatBlocks.Transpose(sums, Tile, Block, pixels, turned, Block);
        for (; pixels > 0; pixels--, turned += Block, y += Shape.OutChannels) outputs.Store((int*)turned, row, rows, y);
    }

    private static RequantisedChannels Outputs(ref Frame f) => new(PreparedConvolutionInt8.Outputs(ref f), RequantisedChannels.LargestSum(f.Op.Weights.RowLength));
}

using System;

using EdgeRuntime.Kernels;

namespace EdgeRuntime.Prepared;

/// <summary><see cref="PreparedSparsePlanes"/> over floats.</summary>
internal sealed unsafe class PreparedSparseFloat : PreparedSparsePlanes
{
    private readonly SparseFloatKernel kernel = SparseFloatKernel.Best;
    private readonly NativeBuffer<float> values;
    private readonly NativeBuffer<float> biases;
    private readonly NativeBuffer<float> planes;

    private PreparedSparseFloat(ref Frame f, in ConvolutionShape shape, SparseRows rows, int threads)
        : base(shape, rows, SparseFloat.Group, sizeof(float), threads)
    {
        values = new NativeBuffer<float>(rows.Count);
        Weights.CopyTo(new Span<float>(values.Pointer, rows.Count));
        planes = new NativeBuffer<float>(Image.Length);
        biases = Biases(ref f);
    }

    private PreparedSparseFloat(ref Frame f, in ConvolutionShape shape, int capacity, int threads)
        : base(shape, capacity, SparseFloat.Group, sizeof(float), threads)
    {
        values = new NativeBuffer<float>(capacity);
        planes = new NativeBuffer<float>(shape.Batch * Image.Length);
        biases = Biases(ref f);
    }

    /// <summary>The prepared form.</summary>
    public static ParallelOperation Create(ref Frame f, in ConvolutionShape shape, Team team)
    {
        PreparedSparseFloat prepared = new(ref f, Flat(shape), new SparseRows(ref f), team.Threads);
        return prepared.Operation(ref f, prepared.kernel.Name, SparseFloat.Group, team);
    }

    /// <summary>The prepared form whose weights stay coded.</summary>
    public static ParallelOperation CreateCoded(ref Frame f, in ConvolutionShape shape, Team team)
    {
        int most = MostInBlock(ref f);
        PreparedSparseFloat prepared = new(ref f, Flat(shape), most * CodedPanels.Buffers(team), team.Threads);
        return prepared.CodedOperation(ref f, prepared.kernel.Name, SparseFloat.Group, most, team);
    }

    protected override void SetWeight(int index, float value) => values.Pointer[index] = value;

    protected override void Fill(ref Frame f, int n, int from, int end, nint plane)
        => Image.Fill(f.Floats + f.X.Offset + ((nint)n * Shape.Height * Shape.Width * Shape.Channels), planes.Pointer + plane, from, end);

    protected override void Rows(int* starts, int rows, nint firstPosition, int positions, float* sums)
        => kernel.Rows(starts, rows, Offsets.Pointer, values.Pointer, planes.Pointer + firstPosition, positions, sums);

    protected override void Finish(ref Frame f, float* sums, int row, int rows, int pixels, nint at)
        => FloatBlocks.Finish(sums, Tile, biases.Pointer + row, rows, f.Op.Activation, pixels, f.Floats + f.Out.Offset + at, Shape.OutChannels);

    // Whole blocks.
    private static NativeBuffer<float> Biases(ref Frame f)
    {
        float[] biases = PreparedOperations.Biases(ref f);
        NativeBuffer<float> padded = new(biases.Length + Block);
        biases.CopyTo(new Span<float>(padded.Pointer, biases.Length));
        return padded;
    }
}

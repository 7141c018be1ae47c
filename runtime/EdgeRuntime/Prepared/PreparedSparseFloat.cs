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
        biases = new NativeBuffer<float>(rows.Rows + Block);
        PreparedOperations.Biases(ref f).CopyTo(new Span<float>(biases.Pointer, rows.Rows));
    }

    /// <summary>The prepared form.</summary>
    public static ParallelOperation Create(ref Frame f, in ConvolutionShape shape, Team team)
    {
        PreparedSparseFloat prepared = new(ref f, Flat(shape), new SparseRows(ref f), team.Threads);
        return prepared.Operation(ref f, prepared.kernel.Name, SparseFloat.Group, team);
    }

    protected override void Fill(ref Frame f, int n, int from, int end)
        => Image.Fill(f.Floats + f.X.Offset + ((nint)n * Shape.Height * Shape.Width * Shape.Channels), planes.Pointer, from, end);

    protected override void Rows(int* starts, int rows, int firstPosition, int positions, float* sums)
        => kernel.Rows(starts, rows, Offsets.Pointer, values.Pointer, planes.Pointer + firstPosition, positions, sums);

    protected override void Finish(ref Frame f, float* sums, int row, int rows, int pixels, nint at)
        => FloatBlocks.Finish(sums, Tile, biases.Pointer + row, rows, f.Op.Activation, pixels, f.Floats + f.Out.Offset + at, Shape.OutChannels);
}

using System;

using EdgeRuntime.Kernels;

namespace EdgeRuntime.Prepared;

/// <summary>Sparse float layer with one output position an image and few images: eight rows side by side, each non-zero gathers its input.</summary>
internal sealed unsafe class PreparedSparseDense
{
    private readonly ConvolutionShape shape;
    private readonly SparseFloatKernel kernel = SparseFloatKernel.Best;
    private readonly int[] order;
    private readonly int[] steps;

    // First element of each group of eight rows.
    private readonly long[] starts;
    private readonly float[] biases;
    private readonly NativeBuffer<ushort> columns;
    private readonly NativeBuffer<float> values;

    // The inputs and a zero after them, which fills up the lanes of shorter rows.
    private readonly NativeBuffer<float> inputs;

    private PreparedSparseDense(ref Frame f, in ConvolutionShape shape)
    {
        this.shape = shape;
        SparseRows rows = new(ref f);
        order = rows.LaneOrder();
        steps = rows.LaneSteps(order);
        biases = PreparedOperations.Biases(ref f);
        starts = new long[steps.Length + 1];
        for (int i = 0; i < steps.Length; i++) starts[i + 1] = starts[i] + ((long)steps[i] * SparseFloat.LaneRows);
        long elements = starts[^1];
        columns = new NativeBuffer<ushort>(elements);
        values = new NativeBuffer<float>(elements);
        inputs = new NativeBuffer<float>(Inputs(shape) + 1);
        rows.PackLanes(order, steps, Inputs(shape), columns.Pointer, values.Pointer);
    }

    /// <summary>The prepared form.</summary>
    public static ParallelOperation Create(ref Frame f, in ConvolutionShape shape, Team team)
    {
        PreparedSparseDense prepared = new(ref f, shape);
        // A product of eight lanes takes about eight instructions to gather.
        long cost = shape.Batch * prepared.starts[^1];
        return new ParallelOperation(team, $"{prepared.kernel.Name}, by lanes", cost, PreparedOperations.Phases(shape.Batch, 1, prepared.steps.Length), prepared.Run);
    }

    private static int Inputs(in ConvolutionShape s) => s.Height * s.Width * s.Channels;

    private void Run(ref Frame f, int phase, int from, int end, int thread)
    {
        int length = Inputs(shape), n = phase / 2;
        if (phase % 2 == 0)
        {
            new ReadOnlySpan<float>(f.Floats + f.X.Offset + ((nint)n * length), length).CopyTo(new Span<float>(inputs.Pointer, length));
            return;
        }

        float* y = f.Floats + f.Out.Offset + ((nint)n * shape.OutChannels);
        float* sums = stackalloc float[SparseFloat.LaneRows];
        for (int group = from; group < end; group++)
        {
            kernel.Lanes(columns.Pointer + starts[group], values.Pointer + starts[group], steps[group], inputs.Pointer, sums);
            for (int lane = 0; lane < SparseFloat.LaneRows; lane++)
            {
                int row = order[group * SparseFloat.LaneRows + lane];
                if (row >= 0) y[row] = ConvolutionFloat.Activate(sums[lane] + biases[row], f.Op.Activation);
            }
        }
    }
}

using System;
using System.Linq;

using EdgeRuntime.Kernels;

namespace EdgeRuntime.Prepared;

/// <summary>Sparse float layer with one output position an image and few images: eight rows side by side, each non-zero gathers its input.</summary>
internal sealed unsafe class PreparedSparseDense : PreparedOperation
{
    private readonly ConvolutionShape shape;
    private readonly SparseFloatKernel kernel = SparseFloatKernel.Best;
    private readonly int[] order;
    private readonly int[] steps;
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
        long elements = steps.Sum(s => (long)s) * SparseFloat.LaneRows;
        columns = new NativeBuffer<ushort>(elements);
        values = new NativeBuffer<float>(elements);
        inputs = new NativeBuffer<float>(Inputs(shape) + 1);
        rows.PackLanes(order, steps, Inputs(shape), columns.Pointer, values.Pointer);
    }

    public override string Name => $"{kernel.Name}, by lanes";

    public static PreparedSparseDense Create(ref Frame f, in ConvolutionShape shape) => new(ref f, shape);

    public override void Run(ref Frame f)
    {
        int length = Inputs(shape);
        float* x = f.Floats + f.X.Offset, y = f.Floats + f.Out.Offset;
        for (int n = 0; n < shape.Batch; n++, x += length, y += shape.OutChannels)
        {
            new ReadOnlySpan<float>(x, length).CopyTo(new Span<float>(inputs.Pointer, length));
            RunOne(y, f.Op.Activation);
        }
    }

    private static int Inputs(in ConvolutionShape s) => s.Height * s.Width * s.Channels;

    private void RunOne(float* y, int activation)
    {
        float* sums = stackalloc float[SparseFloat.LaneRows];
        ushort* c = columns.Pointer;
        float* v = values.Pointer;
        for (int group = 0; group < steps.Length; group++)
        {
            kernel.Lanes(c, v, steps[group], inputs.Pointer, sums);
            c += steps[group] * SparseFloat.LaneRows;
            v += steps[group] * SparseFloat.LaneRows;
            for (int lane = 0; lane < SparseFloat.LaneRows; lane++)
            {
                int row = order[group * SparseFloat.LaneRows + lane];
                if (row >= 0) y[row] = ConvolutionFloat.Activate(sums[lane] + biases[row], activation);
            }
        }
    }
}

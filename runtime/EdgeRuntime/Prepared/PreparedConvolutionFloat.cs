using System;

using EdgeRuntime.Format;
using EdgeRuntime.Kernels;

namespace EdgeRuntime.Prepared;

/// <summary>Float convolutions and dense layers with all weights decoded.</summary>
internal static unsafe class PreparedConvolutionFloat
{
    // Sums added in one vector instruction.
    private const int Lanes = 8;

    /// <summary>The prepared form; null where a weight is infinite or not a number, since a border would turn it into a sum.</summary>
    public static PreparedOperation? Create(ref Frame f, in ConvolutionShape shape, Team team)
    {
        long cost = (long)shape.Batch * shape.OutHeight * shape.OutWidth * f.Op.Weights.Rows * f.Op.Weights.RowLength / Lanes;
        return FloatDepthwise.Takes(shape) ? Depthwise(ref f, shape, team, cost) : Tiled(ref f, shape, team, cost);
    }

    private static ParallelOperation? Tiled(ref Frame f, in ConvolutionShape shape, Team team, long cost)
    {
        FloatTileKernel kernel = FloatTileKernel.Best;
        FloatConvolution convolution = new(kernel, shape);
        float[] biases = PreparedOperations.Biases(ref f);
        if (!Decode(ref f, (channel, row) => convolution.Weights.SetRow(channel, row, biases[channel]))) return null;
        return new ParallelOperation(team, kernel.Name, cost, [convolution.PadUnits, convolution.Units], (ref Frame f, int phase, int from, int end, int _) =>
        {
            if (phase == 0) convolution.Pad(f.Floats + f.X.Offset, from, end);
            else convolution.Run(f.Floats + f.X.Offset, f.Floats + f.Out.Offset, f.Op.Activation, from, end);
        });
    }

    private static ParallelOperation? Depthwise(ref Frame f, in ConvolutionShape shape, Team team, long cost)
    {
        FloatDepthwise convolution = new(shape, PreparedOperations.Biases(ref f));
        if (!Decode(ref f, (channel, row) => convolution.SetRow(channel, row))) return null;
        return new ParallelOperation(team, FloatDepthwise.Name, cost, [convolution.PadUnits, convolution.Units], (ref Frame f, int phase, int from, int end, int _) =>
        {
            if (phase == 0) convolution.Pad(f.Floats + f.X.Offset, from, end);
            else convolution.Run(f.Floats + f.X.Offset, f.Floats + f.Out.Offset, f.Op.Activation, from, end);
        });
    }

    // False where a weight is not finite.
    private static bool Decode(ref Frame f, Action<int, float[]> set)
    {
        float[] row = new float[f.Op.Weights.RowLength];
        uint* state = stackalloc uint[Constants.StateWords];
        WeightCursor w = default;
        Weights.Open(f.File, ref f.Op.Weights, state, 0, ref w);
        fixed (float* p = row)
        {
            for (int channel = 0; channel < f.Op.Weights.Rows; channel++)
            {
                Weights.Floats(ref w, ref f.Op.Weights, p, 0, row.Length);
                if (!Array.TrueForAll(row, float.IsFinite)) return false;
                set(channel, row);
            }
        }

        return true;
    }
}

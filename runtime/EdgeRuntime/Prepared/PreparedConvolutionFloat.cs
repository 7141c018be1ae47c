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
    /// <param name="f">Frame of the layer.</param>
    /// <param name="shape">Its geometry.</param>
    /// <param name="shared">The values, where the weights are to stay symbols; otherwise null.</param>
    /// <param name="team">Threads.</param>
    public static PreparedOperation? Create(ref Frame f, in ConvolutionShape shape, SharedWeights? shared, Team team)
    {
        long cost = (long)shape.Batch * shape.OutHeight * shape.OutWidth * f.Op.Weights.Rows * f.Op.Weights.RowLength / Lanes;
        if (FloatDepthwise.Takes(shape)) return Depthwise(ref f, shape, team, cost);
        return shared == null ? Tiled(ref f, shape, team, cost) : Compact(ref f, shape, shared, team, cost);
    }

    private static ParallelOperation? Tiled(ref Frame f, in ConvolutionShape shape, Team team, long cost)
    {
        FloatTileKernel kernel = FloatTileKernel.Best;
        FloatConvolution convolution = new(kernel, shape);
        float[] biases = PreparedOperations.Biases(ref f);
        if (!Decode(ref f, (channel, row) => convolution.Weights.SetRow(channel, row, biases[channel]))) return null;
        return Operation(team, kernel.Name, cost, convolution);
    }

    private static ParallelOperation Compact(ref Frame f, in ConvolutionShape shape, SharedWeights shared, Team team, long cost)
    {
        FloatTileKernel kernel = FloatTileKernel.Best;
        FloatSymbols symbols = new(shape, shared.Bits, shared.Table, shared.RowScales);
        FloatConvolution convolution = new(kernel, shape, symbols);
        shared.Rows(ref f, (channel, row) => symbols.SetRow(channel, row));
        float[] biases = PreparedOperations.Biases(ref f);
        for (int channel = 0; channel < biases.Length; channel++) convolution.Weights.SetRow(channel, [], biases[channel]);
        return Operation(team, $"{kernel.Name} of {symbols.Name}", cost, convolution);
    }

    private static ParallelOperation Operation(Team team, string name, long cost, FloatConvolution convolution)
        => new(team, name, cost, [convolution.PadUnits, convolution.Units], (ref Frame f, int phase, int from, int end, int _) =>
        {
            if (phase == 0) convolution.Pad(f.Floats + f.X.Offset, from, end);
            else convolution.Run(f.Floats + f.X.Offset, f.Floats + f.Out.Offset, f.Op.Activation, from, end);
        });

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
        WeightDecoder weights = new(f.File, f.Op.Weights);
        fixed (float* p = row)
        {
            for (int channel = 0; channel < f.Op.Weights.Rows; channel++)
            {
                weights.Floats(p, row.Length);
                if (!Array.TrueForAll(row, float.IsFinite)) return false;
                set(channel, row);
            }
        }

        return true;
    }
}

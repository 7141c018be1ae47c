using System;

using EdgeRuntime.Format;
using EdgeRuntime.Kernels;

namespace EdgeRuntime.Prepared;

/// <summary>Int8 convolutions and dense layers with weights widened to 16 bits.</summary>
internal static unsafe class PreparedConvolutionInt8
{
    // Products added in one vector instruction.
    private const int Lanes = 16;

    /// <summary>The prepared form, or null where another kernel was chosen.</summary>
    /// <param name="f">Frame of the layer.</param>
    /// <param name="shape">Its geometry.</param>
    /// <param name="shared">The values, where the weights are to stay symbols; otherwise null.</param>
    /// <param name="team">Threads.</param>
    public static PreparedOperation? Create(ref Frame f, in ConvolutionShape shape, SharedWeights? shared, Team team)
    {
        if (Int8ConvolutionKernel.Best.Tiles is not { } kernel) return null;
        long cost = (long)shape.Batch * shape.OutHeight * shape.OutWidth * f.Op.Weights.Rows * f.Op.Weights.RowLength / Lanes;
        if (FloatDepthwise.Takes(shape)) return Depthwise(ref f, shape, team, cost);
        return shared == null ? Tiled(kernel, ref f, shape, team, cost) : Compact(kernel, ref f, shape, shared, team, cost);
    }

    private static ParallelOperation Tiled(Int8TileKernel kernel, ref Frame f, in ConvolutionShape shape, Team team, long cost)
    {
        Int8Convolution convolution = new(kernel, shape, Outputs(ref f));
        Decode(ref f, (channel, row) => convolution.Weights.SetRow(channel, row));
        return Operation(team, kernel.Name, cost, convolution);
    }

    private static ParallelOperation Compact(Int8TileKernel kernel, ref Frame f, in ConvolutionShape shape, SharedWeights shared, Team team, long cost)
    {
        Int8Symbols symbols = new(shape, shared.Bits, shared.Integers);
        shared.Rows(ref f, (channel, row) => symbols.SetRow(channel, row));
        return Operation(team, $"{kernel.Name} of {symbols.Name}", cost, new Int8Convolution(kernel, shape, Outputs(ref f), symbols));
    }

    private static ParallelOperation Operation(Team team, string name, long cost, Int8Convolution convolution)
        => new(team, name, cost, [convolution.PadUnits, convolution.Units], (ref Frame f, int phase, int from, int end, int _) =>
        {
            if (phase == 0) convolution.Pad(f.Int8 + f.X.Offset, f.Op.ZeroPoint0, from, end);
            else convolution.Run(f.Int8 + f.Out.Offset, from, end);
        });

    private static ParallelOperation Depthwise(ref Frame f, in ConvolutionShape shape, Team team, long cost)
    {
        Int8Depthwise convolution = new(shape, Outputs(ref f));
        Decode(ref f, (channel, row) => convolution.SetRow(channel, row));
        return new ParallelOperation(team, Int8Depthwise.Name, cost, [convolution.PadUnits, convolution.Units], (ref Frame f, int phase, int from, int end, int _) =>
        {
            if (phase == 0) convolution.Pad(f.Int8 + f.X.Offset, f.Op.ZeroPoint0, from, end);
            else convolution.Run(f.Int8 + f.Out.Offset, from, end);
        });
    }

    /// <summary>Hands every row of integer weights to <paramref name="set"/>.</summary>
    public static void Decode(ref Frame f, Action<int, sbyte[]> set)
    {
        sbyte[] row = new sbyte[f.Op.Weights.RowLength];
        WeightDecoder weights = new(f.File, f.Op.Weights);
        fixed (sbyte* p = row)
        {
            for (int channel = 0; channel < f.Op.Weights.Rows; channel++)
            {
                weights.Integers(p, row.Length);
                set(channel, row);
            }
        }
    }

    /// <summary>Requantisation of every channel.</summary>
    public static Requantisation[] Outputs(ref Frame f)
    {
        Requantisation[] outputs = new Requantisation[f.Op.Weights.Rows];
        for (int i = 0; i < outputs.Length; i++) Requantisations.Of(ref f, i, ref outputs[i]);
        return outputs;
    }
}

using System;

using EdgeRuntime.Format;
using EdgeRuntime.Kernels;

namespace EdgeRuntime.Prepared;

/// <summary>Float convolutions and dense layers that decode their weights while they run, a panel of output channels after another.</summary>
internal static unsafe class PreparedCodedFloat
{
    private const int Panel = PackedWeights.Panel;
    private const int Lanes = 8;
    private const int Tile = 256;

    /// <summary>The prepared form.</summary>
    public static ParallelOperation Create(ref Frame f, in ConvolutionShape shape, Team team)
    {
        FloatTileKernel kernel = FloatTileKernel.Best;
        FloatConvolution convolution = new(kernel, shape, brought: true);
        float[] biases = PreparedOperations.Biases(ref f);
        for (int channel = 0; channel < biases.Length; channel++) convolution.Weights.SetRow(channel, [], biases[channel]);
        WeightDecoder weights = new(f.File, f.Op.Weights);
        int length = f.Op.Weights.RowLength, panels = convolution.Weights.Panels, rows = shape.GroupOutChannels;
        long count = (long)f.Op.Weights.Rows * length, cost = count * shape.Batch * shape.OutHeight * shape.OutWidth / Lanes + count * CodedPanels.DecodingCost;
        CodedPanels<float> coded = new(team, convolution.Panels, (long)length * Panel)
        {
            Prepare = (ref Frame f, int _, int from, int end, int _) => convolution.Pad(f.Floats + f.X.Offset, from, end),
            Decode = (panel, to) => Decode(weights, panel, Math.Min(Panel, rows - panel % panels * Panel), length, to),
            Compute = (ref Frame f, int panel, float* w, int from, int end, int _)
                => convolution.RunPanel(f.Floats + f.X.Offset, f.Floats + f.Out.Offset, f.Op.Activation, panel, w, from, end),
        };
        return coded.Operation(kernel.Name, cost, convolution.PadUnits, convolution.PanelUnits);
    }

    private static void Decode(WeightDecoder weights, int panel, int rows, int length, float* to)
    {
        if (panel == 0) weights.Reset();
        float* tile = stackalloc float[Tile];
        for (int lane = 0; lane < rows; lane++)
        {
            for (int k = 0, count; k < length; k += count)
            {
                count = Math.Min(Tile, length - k);
                weights.Floats(tile, count);
                PackedWeights.Place(new ReadOnlySpan<float>(tile, count), to + (nint)k * Panel + lane);
            }
        }
    }
}

using System;

using EdgeRuntime.Format;
using EdgeRuntime.Kernels;

namespace EdgeRuntime.Prepared;

/// <summary>Int8 convolutions and dense layers that decode their weights while they run, a panel of output channels after another.</summary>
internal static unsafe class PreparedCodedInt8
{
    private const int Panel = PackedInt8Weights.Panel;
    private const int Lanes = 16;
    private const int Tile = 1024;

    /// <summary>The prepared form.</summary>
    public static ParallelOperation? Create(ref Frame f, in ConvolutionShape shape, Team team)
    {
        if (Int8ConvolutionKernel.Best.Tiles is not { } kernel) return PreparedTilesInt8.CreateCoded(ref f, shape, team);
        Int8Convolution convolution = new(kernel, shape, PreparedConvolutionInt8.Outputs(ref f), brought: true);
        WeightDecoder weights = new(f.File, f.Op.Weights);
        int length = f.Op.Weights.RowLength, panels = convolution.Weights.Panels, rows = shape.GroupOutChannels, channels = shape.GroupChannels;
        CodedPanels<short> coded = new(team, convolution.Panels, (long)shape.KernelH * shape.KernelW * convolution.Weights.PaddedChannels * Panel)
        {
            Prepare = (ref Frame f, int _, int from, int end, int _) => convolution.Pad(f.Int8 + f.X.Offset, f.Op.ZeroPoint0, from, end),
            Decode = (panel, to) => Decode(weights, panel, Math.Min(Panel, rows - panel % panels * Panel), length, channels, to),
            Compute = (ref Frame f, int panel, short* w, int from, int end, int _) => convolution.RunPanel(f.Int8 + f.Out.Offset, panel, w, from, end),
        };
        return coded.Operation(kernel.Name, Cost(ref f, shape), convolution.PadUnits, convolution.PanelUnits);
    }

    /// <summary>About how many vector instructions the layer takes.</summary>
    public static long Cost(ref Frame f, in ConvolutionShape shape)
    {
        long count = (long)f.Op.Weights.Rows * f.Op.Weights.RowLength;
        return count * shape.Batch * shape.OutHeight * shape.OutWidth / Lanes + count * CodedPanels.DecodingCost;
    }

    private static void Decode(WeightDecoder weights, int panel, int rows, int length, int channels, short* to)
    {
        if (panel == 0) weights.Reset();
        sbyte* tile = stackalloc sbyte[Tile];
        for (int lane = 0; lane < rows; lane++)
        {
            for (int k = 0, count; k < length; k += count)
            {
                count = Math.Min(Tile, length - k);
                weights.Integers(tile, count);
                PackedInt8Weights.Place(new ReadOnlySpan<sbyte>(tile, count), k, channels, to, lane);
            }
        }
    }
}

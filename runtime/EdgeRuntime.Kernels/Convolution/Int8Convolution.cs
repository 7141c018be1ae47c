using System;

namespace EdgeRuntime.Kernels;

/// <summary>
/// Int8 convolution over a widened copy of the image with its borders, four output pixels by 16 channels at a time: the same values as
/// <see cref="ConvolutionInt8"/>. First all units of <see cref="Pad"/>, then all of <see cref="Run"/>, each on any thread.
/// </summary>
public sealed unsafe class Int8Convolution : IDisposable
{
    private const int Windows = 4;
    private const int Panel = PackedInt8Weights.Panel;

    private readonly ConvolutionShape shape;
    private readonly WidenedImage image;
    private readonly WindowGrid grid;
    private readonly RequantisedChannels outputs;
    private readonly int tiles;

    /// <param name="shape">Geometry.</param>
    /// <param name="outputs">One a channel.</param>
    public Int8Convolution(in ConvolutionShape shape, Requantisation[] outputs)
    {
        this.shape = shape;
        this.outputs = new RequantisedChannels(outputs);
        Weights = new PackedInt8Weights(shape.OutChannels, shape.Channels / shape.GroupChannels, shape.KernelH * shape.KernelW, shape.GroupChannels);
        image = new WidenedImage(shape);
        grid = image.Grid;
        tiles = (grid.Pixels + Windows - 1) / Windows;
    }

    public const string Name = "int8_conv_4x16__avx2";

    /// <summary>The weights, to be filled row by row.</summary>
    public PackedInt8Weights Weights { get; }

    /// <summary>Units of <see cref="Pad"/>: image rows.</summary>
    public int PadUnits => shape.Batch * shape.Height;

    /// <summary>Units of <see cref="Run"/>.</summary>
    public int Units => grid.Groups * (grid.Pixels == 1 ? (Weights.Panels + 1) / 2 : Weights.Panels * tiles);

    /// <summary>Widens rows of the image.</summary>
    public void Pad(sbyte* x, int zeroPoint, int from, int end) => image.Fill(x, zeroPoint, from, end);

    /// <summary>Computes units of the output, requantised.</summary>
    public void Run(sbyte* y, int from, int end)
    {
        for (int unit = from; unit < end; unit++)
        {
            if (grid.Pixels == 1) OnePixel(y, unit);
            else Tile(y, unit);
        }
    }

    public void Dispose()
    {
        image.Dispose();
        Weights.Dispose();
        outputs.Dispose();
    }

    private void Tile(sbyte* y, int unit)
    {
        int* sums = stackalloc int[Windows * Panel];
        short** windows = stackalloc short*[Windows];
        (int panel, int tile, _) = WindowGrid.UnitAt(unit, grid.Groups * Weights.Panels, tiles);
        int pixel = tile * Windows, group = panel / Weights.Panels;
        int count = Math.Min(Windows, grid.Pixels - pixel);
        nint* offsets = stackalloc nint[Windows];
        grid.Windows(pixel, count, offsets, Windows);
        for (int i = 0; i < Windows; i++) windows[i] = image.Data + offsets[i] + group * grid.GroupElements;
        panel -= group * Weights.Panels;
        fixed (Segment* segments = grid.Segments) Int8TilesAvx2.Four(windows, segments, grid.Segments.Length, Weights.PanelAt(group, panel), sums);
        int channel = group * Weights.GroupRows + panel * Panel, lanes = Math.Min(Panel, Weights.GroupRows - panel * Panel);
        y += (nint)pixel * shape.OutChannels + channel;
        for (int i = 0; i < count; i++, y += shape.OutChannels) outputs.Store(sums + i * Panel, channel, lanes, y);
    }

    private void OnePixel(sbyte* y, int unit)
    {
        int* sums = stackalloc int[2 * Panel];
        int blocks = (Weights.Panels + 1) / 2, group = unit / blocks, panel = (unit - group * blocks) * 2;
        nint step = panel + 1 < Weights.Panels ? Weights.PanelLength : 0;
        fixed (Segment* segments = grid.Segments) Int8TilesAvx2.One(image.Data + group * grid.GroupElements, segments, grid.Segments.Length, Weights.PanelAt(group, panel), step, sums);
        int first = panel * Panel, channel = group * Weights.GroupRows + first;
        outputs.Store(sums, channel, Math.Min(2 * Panel, Weights.GroupRows - first), y + channel);
    }
}

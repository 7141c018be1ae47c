using System;

namespace EdgeRuntime.Kernels;

/// <summary>
/// Int8 convolution over a widened copy of the image with its borders, six output pixels by 16 channels at a time: the same values as
/// <see cref="ConvolutionInt8"/>. Weights are widened, or symbols of which 4 KB of values at a time are looked up, or panels that the caller brings one after another.
/// First all units of <see cref="Pad"/>, then all of <see cref="Run"/> or <see cref="RunPanel"/>, each on any thread.
/// </summary>
public sealed unsafe class Int8Convolution : IDisposable
{
    private const int Panel = PackedInt8Weights.Panel;
    private const int Rows = Int8TileKernel.Rows;

    // A piece of a panel, 512 x 16 values of 16 bits, is half of a 32 KB first-level cache.
    private const int DepthBlock = 512;

    private readonly Int8TileKernel kernel;
    private readonly Int8Symbols? symbols;
    private readonly ConvolutionShape shape;
    private readonly WidenedImage image;
    private readonly WindowGrid grid;
    private readonly WindowPieces pieces;
    private readonly RequantisedChannels outputs;
    private readonly int tiles;

    // Whether the caller brings the weights of a panel, in the place of those that are looked up.
    private readonly bool brought;

    /// <param name="kernel">The tiles to use.</param>
    /// <param name="shape">Geometry.</param>
    /// <param name="outputs">One a channel.</param>
    /// <param name="symbols">The weights as symbols, or null when <see cref="Weights"/> are to be widened values.</param>
    /// <param name="brought">Whether the weights come with <see cref="RunPanel"/>.</param>
    public Int8Convolution(Int8TileKernel kernel, in ConvolutionShape shape, Requantisation[] outputs, Int8Symbols? symbols = null, bool brought = false)
    {
        this.kernel = kernel;
        this.brought = brought;
        this.shape = shape;
        this.symbols = symbols;
        this.outputs = new RequantisedChannels(outputs, RequantisedChannels.LargestSum((long)shape.KernelH * shape.KernelW * shape.GroupChannels));
        int positions = symbols == null && !brought ? shape.KernelH * shape.KernelW : 0;
        Weights = new PackedInt8Weights(shape.OutChannels, shape.Channels / shape.GroupChannels, positions, shape.GroupChannels);
        image = new WidenedImage(shape);
        grid = image.Grid;
        int together = grid.Pixels == 1 ? Int8TileKernel.Panels : 1;
        pieces = new WindowPieces(grid.Segments, symbols != null ? Int8Symbols.Most / together : grid.Pixels == 1 ? int.MaxValue : DepthBlock);
        tiles = (grid.Pixels + Rows - 1) / Rows;
    }

    /// <summary>The weights, to be filled row by row; nothing where they are symbols or brought.</summary>
    public PackedInt8Weights Weights { get; }

    /// <summary>Units of <see cref="Pad"/>: image rows.</summary>
    public int PadUnits => shape.Batch * shape.Height;

    /// <summary>Units of <see cref="Run"/>.</summary>
    public int Units => grid.Groups * (grid.Pixels == 1 ? (Weights.Panels + Int8TileKernel.Panels - 1) / Int8TileKernel.Panels : Weights.Panels * tiles);

    /// <summary>Panels of all groups.</summary>
    public int Panels => grid.Groups * Weights.Panels;

    /// <summary>Units of <see cref="RunPanel"/>.</summary>
    public int PanelUnits => tiles;

    /// <summary>Widens rows of the image.</summary>
    public void Pad(sbyte* x, int zeroPoint, int from, int end) => image.Fill(x, zeroPoint, from, end);

    /// <summary>Computes units of the output, requantised.</summary>
    public void Run(sbyte* y, int from, int end)
    {
        short* looked = stackalloc short[symbols == null ? 0 : Int8Symbols.Most * Panel];
        if (grid.Pixels > 1) RunPanels(y, 0, Panels, looked, from, end);
        else
            for (int unit = from; unit < end; unit++) OnePixel(y, unit, looked);
    }

    /// <summary>Computes units of one panel's output, requantised.</summary>
    /// <param name="y">Receives the output.</param>
    /// <param name="panel">The panel, counted over all groups.</param>
    /// <param name="weights">Its weights, as <see cref="PackedInt8Weights"/> has them.</param>
    /// <param name="from">First unit.</param>
    /// <param name="end">One past the last unit, at most <see cref="PanelUnits"/>.</param>
    public void RunPanel(sbyte* y, int panel, short* weights, int from, int end)
    {
        if (grid.Pixels > 1) RunPanels(y, panel, 1, weights, from, end);
        else AddPanels(y, panel / Weights.Panels, panel % Weights.Panels, 1, weights);
    }

    // Units of some panels, the first of which has units from 0 on.
    private void RunPanels(sbyte* y, int firstPanel, int panels, short* looked, int from, int end)
    {
        int* sums = stackalloc int[WindowGrid.TilesTogether * Rows * Panel];
        short** windows = stackalloc short*[WindowGrid.TilesTogether * Rows];
        while (from < end)
        {
            (int panel, int tile, int together) = WindowGrid.UnitAt(from, panels, tiles);
            together = Math.Min(together, end - from);
            Tiles(y, firstPanel + panel, tile, together, windows, sums, looked);
            from += together;
        }
    }

    public void Dispose()
    {
        image.Dispose();
        symbols?.Dispose();
        Weights.Dispose();
        outputs.Dispose();
    }

    // Neighbouring tiles by one panel, a piece of the panel after another: a piece stays in the cache for all tiles.
    private void Tiles(sbyte* y, int panel, int tile, int count, short** windows, int* sums, short* looked)
    {
        int pixel = tile * Rows, group = panel / Weights.Panels;
        int pixels = Math.Min(count * Rows, grid.Pixels - pixel);
        nint* offsets = stackalloc nint[WindowGrid.TilesTogether * Rows];
        grid.Windows(pixel, pixels, offsets, count * Rows);
        for (int i = 0; i < count * Rows; i++) windows[i] = image.Data + offsets[i] + group * grid.GroupElements;
        panel -= group * Weights.Panels;
        new Span<int>(sums, count * Rows * Panel).Clear();
        fixed (Segment* segments = pieces.Segments)
        {
            Int8Tile t = default;
            for (int piece = 0, k = 0; piece < pieces.Count; k += pieces.Length(piece), piece++)
            {
                t.Panel = WeightsAt(group, panel, k, pieces.Length(piece), looked);
                t.Segments = segments + pieces.First(piece);
                t.Count = pieces.First(piece + 1) - pieces.First(piece);
                for (int i = 0; i < count; i++)
                {
                    t.Rows = windows + i * Rows;
                    t.Sums = sums + i * Rows * Panel;
                    kernel.Full(&t);
                }
            }
        }

        int channel = group * Weights.GroupRows + panel * Panel, lanes = Math.Min(Panel, Weights.GroupRows - panel * Panel);
        y += (nint)pixel * shape.OutChannels + channel;
        for (int i = 0; i < pixels; i++, y += shape.OutChannels) outputs.Store(sums + i * Panel, channel, lanes, y);
    }

    private void OnePixel(sbyte* y, int unit, short* looked)
    {
        const int together = Int8TileKernel.Panels;
        int blocks = (Weights.Panels + together - 1) / together, group = unit / blocks, panel = (unit - group * blocks) * together;
        AddPanels(y, group, panel, Math.Min(together, Weights.Panels - panel), looked);
    }

    // One pixel of one or two neighbouring panels.
    private void AddPanels(sbyte* y, int group, int panel, int count, short* looked)
    {
        const int together = Int8TileKernel.Panels;
        int* sums = stackalloc int[together * Panel];
        nint step = count == 1 ? 0 : symbols != null ? Int8Symbols.Most / together * Panel : Weights.PanelLength;
        new Span<int>(sums, together * Panel).Clear();
        fixed (Segment* segments = pieces.Segments)
        {
            for (int piece = 0, k = 0; piece < pieces.Count; k += pieces.Length(piece), piece++)
            {
                short* w = WeightsAt(group, panel, k, pieces.Length(piece), looked);
                if (count > 1) WeightsAt(group, panel + 1, k, pieces.Length(piece), looked + step);
                kernel.One(image.Data + group * grid.GroupElements, segments + pieces.First(piece), pieces.First(piece + 1) - pieces.First(piece), w, step, sums);
            }
        }

        for (int i = 0; i < count; i++)
        {
            int first = (panel + i) * Panel, channel = group * Weights.GroupRows + first;
            outputs.Store(sums + i * Panel, channel, Math.Min(Panel, Weights.GroupRows - first), y + channel);
        }
    }

    // Weights k to k + count - 1 of a panel.
    private short* WeightsAt(int group, int panel, int k, int count, short* looked)
    {
        if (brought) return looked + (nint)k * Panel;
        if (symbols == null) return Weights.PanelAt(group, panel) + (nint)k * Panel;
        symbols.Look(group, panel, k, count, looked);
        return looked;
    }
}

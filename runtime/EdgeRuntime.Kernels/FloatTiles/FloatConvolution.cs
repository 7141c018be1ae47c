using System;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;

namespace EdgeRuntime.Kernels;

/// <summary>
/// Float convolution over packed weights and an image with its borders, a few output pixels by 16 channels at a time. Multiplies and adds apart and in
/// the portable order, so its floats equal those of <see cref="ConvolutionFloat"/> bit for bit, for finite weights: a border position adds a zero.
/// Weights are packed floats, or symbols of which 4 KB of floats at a time are looked up, or panels that the caller brings one after another.
/// First all units of <see cref="Pad"/>, then all of <see cref="Run"/> or <see cref="RunPanel"/>, each on any thread.
/// </summary>
public sealed unsafe class FloatConvolution : IDisposable
{
    private const int Panel = PackedWeights.Panel;

    // A piece of a panel, 256 x 16 floats, is half of a 32 KB first-level cache.
    private const int DepthBlock = 256;

    // Of looked up weights 4 KB stand at once: 64 x 16, or 16 x 16 of four panels.
    private const int LookedUp = 64 * Panel;

    // Windows of short runs are copied, up to so many floats each, where several panels read the copies.
    private const int ShortRun = 32;
    private const int LongestCopy = 256;

    private readonly FloatTileKernel kernel;
    private readonly FloatSymbols? symbols;
    private readonly ConvolutionShape shape;
    private readonly WindowGrid grid;
    private readonly WindowPieces pieces;

    // Floats of a window's copy, 0 where windows are read where they lie.
    private readonly int copyLength;
    private readonly int tiles;

    // Whether the caller brings the weights of a panel, in the place of those that are looked up.
    private readonly bool brought;
    private float* padded;

    /// <param name="kernel">The tiles to use.</param>
    /// <param name="shape">Geometry.</param>
    /// <param name="symbols">The weights as symbols, or null when <see cref="Weights"/> are to be packed floats.</param>
    /// <param name="brought">Whether the weights come with <see cref="RunPanel"/>; <see cref="Weights"/> hold the biases alone then.</param>
    public FloatConvolution(FloatTileKernel kernel, in ConvolutionShape shape, FloatSymbols? symbols = null, bool brought = false)
    {
        this.kernel = kernel;
        this.brought = brought;
        this.shape = shape;
        grid = new WindowGrid(shape, shape.GroupChannels);
        this.symbols = symbols;
        int together = grid.Pixels == 1 ? FloatTileKernel.Panels : 1;
        int length = shape.KernelH * shape.KernelW * shape.GroupChannels;
        bool copies = grid.Pixels > 1 && grid.Segments.Length > 1 && grid.Segments[0].Length < ShortRun && length <= LongestCopy && shape.GroupOutChannels > Panel;
        copyLength = copies ? length : 0;
        pieces = new WindowPieces(copies ? [new Segment(0, length)] : grid.Segments, symbols != null ? LookedUp / Panel / together : grid.Pixels == 1 ? int.MaxValue : DepthBlock);
        tiles = (grid.Pixels + kernel.Rows - 1) / kernel.Rows;
        Weights = new PackedWeights(shape.OutChannels, grid.Groups, symbols == null && !brought ? length : 0);
        if (grid.IsImage) return;
        padded = (float*)NativeMemory.AlignedAlloc((nuint)grid.Length * sizeof(float), 64);
        NativeMemory.Clear(padded, (nuint)grid.Length * sizeof(float));
    }

    ~FloatConvolution() => Free();

    /// <summary>The weights, to be filled row by row; biases alone where the weights are symbols or brought.</summary>
    public PackedWeights Weights { get; }

    /// <summary>Units of <see cref="Pad"/>: image rows, or none.</summary>
    public int PadUnits => padded == null ? 0 : shape.Batch * shape.Height;

    /// <summary>Units of <see cref="Run"/>.</summary>
    public int Units => grid.Pixels == 1 ? grid.Groups * ((Weights.Panels + FloatTileKernel.Panels - 1) / FloatTileKernel.Panels) : grid.Groups * Weights.Panels * tiles;

    /// <summary>Panels of all groups.</summary>
    public int Panels => grid.Groups * Weights.Panels;

    /// <summary>Units of <see cref="RunPanel"/>.</summary>
    public int PanelUnits => tiles;

    /// <summary>Floats that the image with its borders takes.</summary>
    public static long PaddedLength(in ConvolutionShape s) => s.Batch * (long)(s.Height + s.PadTop + s.PadBottom) * (s.Width + s.PadLeft + s.PadRight) * s.Channels;

    /// <summary>Copies rows of the image between its borders.</summary>
    public void Pad(float* x, int from, int end)
    {
        int length = shape.Width * shape.Channels;
        for (int row = from; row < end; row++) new ReadOnlySpan<float>(x + (nint)row * length, length).CopyTo(new Span<float>(padded + grid.RowAt(row), length));
    }

    /// <summary>Computes units of the output, bias and activation included.</summary>
    [SkipLocalsInit]
    public void Run(float* x, float* y, int activation, int from, int end)
    {
        float* looked = stackalloc float[symbols == null ? 0 : LookedUp];
        if (grid.Pixels > 1) RunPanels(x, y, activation, 0, Panels, looked, from, end);
        else
            for (int unit = from; unit < end; unit++) OnePixel(padded != null ? padded : x, y, activation, unit, looked);
    }

    /// <summary>Computes units of one panel's output, bias and activation included.</summary>
    /// <param name="x">The image.</param>
    /// <param name="y">Receives the output.</param>
    /// <param name="activation">The activation.</param>
    /// <param name="panel">The panel, counted over all groups.</param>
    /// <param name="weights">Its weights, [k][16].</param>
    /// <param name="from">First unit.</param>
    /// <param name="end">One past the last unit, at most <see cref="PanelUnits"/>.</param>
    public void RunPanel(float* x, float* y, int activation, int panel, float* weights, int from, int end)
    {
        if (grid.Pixels > 1) RunPanels(x, y, activation, panel, 1, weights, from, end);
        else OnePanel(padded != null ? padded : x, y, activation, panel, weights);
    }

    // Units of some panels, the first of which has units from 0 on.
    [SkipLocalsInit]
    private void RunPanels(float* x, float* y, int activation, int firstPanel, int panels, float* looked, int from, int end)
    {
        if (padded != null) x = padded;
        int most = WindowGrid.TilesTogether * kernel.Rows;
        long located = -1;
        float* sums = stackalloc float[most * Panel];
        float* copy = stackalloc float[most * copyLength];
        float** windows = stackalloc float*[most];
        while (from < end)
        {
            (int panel, int tile, int together) = WindowGrid.UnitAt(from, panels, tiles);
            panel += firstPanel;
            together = Math.Min(together, end - from);
            int group = panel / Weights.Panels;
            long place = ((long)tile * grid.Groups + group) * WindowGrid.TilesTogether + together - 1;
            if (place != located) Locate(x, tile, together, group, windows, copy);
            located = place;
            Tiles(y, activation, group, panel - group * Weights.Panels, tile, together, windows, sums, looked);
            from += together;
        }
    }

    public void Dispose()
    {
        Free();
        GC.SuppressFinalize(this);
    }

    // The windows of neighbouring tiles, or copies of them.
    private void Locate(float* x, int tile, int count, int group, float** windows, float* copy)
    {
        int pixel = tile * kernel.Rows, all = count * kernel.Rows;
        nint* offsets = stackalloc nint[all];
        grid.Windows(pixel, Math.Min(all, grid.Pixels - pixel), offsets, all);
        for (int i = 0; i < all; i++)
        {
            windows[i] = x + offsets[i] + group * grid.GroupElements;
            if (copyLength == 0) continue;
            float* from = windows[i];
            windows[i] = copy;
            foreach (Segment run in grid.Segments)
            {
                Copy(from + run.Offset, (int)run.Length, copy);
                copy += run.Length;
            }
        }
    }

    private static void Copy(float* from, int count, float* to)
    {
        const int width = 8;
        int i = 0;
        for (; i + width <= count; i += width) Vector256.Load(from + i).Store(to + i);
        // The last vector overlaps the one before.
        if (count >= width) Vector256.Load(from + count - width).Store(to + count - width);
        else for (; i < count; i++) to[i] = from[i];
    }

    // Neighbouring tiles by one panel, a piece of the panel after another: a piece stays in the cache for all tiles.
    private void Tiles(float* y, int activation, int group, int panel, int tile, int count, float** windows, float* sums, float* looked)
    {
        int rows = kernel.Rows, pixel = tile * rows;
        int pixels = Math.Min(count * rows, grid.Pixels - pixel);
        int lanes = Math.Min(Panel, Weights.GroupRows - panel * Panel);
        new Span<float>(sums, count * rows * Panel).Clear();
        fixed (Segment* segments = pieces.Segments)
        {
            FloatTile t = new() { Step = 1, Stride = Panel };
            for (int piece = 0, k = 0; piece < pieces.Count; k += pieces.Length(piece), piece++)
            {
                t.Panel = WeightsAt(group, panel, k, pieces.Length(piece), looked);
                t.Segments = segments + pieces.First(piece);
                t.Count = pieces.First(piece + 1) - pieces.First(piece);
                for (int i = 0; i < count; i++)
                {
                    t.Rows = windows + i * rows;
                    t.Sums = sums + i * rows * Panel;
                    if (lanes > Panel / 2) kernel.Full(&t);
                    else kernel.Half(&t);
                }
            }
        }

        y += (nint)pixel * shape.OutChannels + group * Weights.GroupRows + panel * Panel;
        Finish(sums, pixels, lanes, Weights.BiasAt(group, panel), activation, y, shape.OutChannels);
    }

    private void OnePixel(float* x, float* y, int activation, int unit, float* looked)
    {
        const int together = FloatTileKernel.Panels;
        float* sums = stackalloc float[together * Panel];
        int blocks = (Weights.Panels + together - 1) / together, group = unit / blocks, panel = (unit - group * blocks) * together;
        int end = Math.Min(panel + together, Weights.Panels);
        // The last block begins earlier where it would be short; with fewer than four panels in all, one is computed at a time.
        int first = Math.Max(0, end - together);
        bool single = end - first < together;
        if (!single) AddPanels(x, group, first, looked, sums);
        for (; panel < end; panel++)
        {
            if (single) AddPanels(x, group, panel, looked, sums);
            Finish(single ? sums : sums + (panel - first) * Panel, 1, Math.Min(Panel, Weights.GroupRows - panel * Panel), Weights.BiasAt(group, panel), activation, y + group * Weights.GroupRows + panel * Panel, 0);
        }
    }

    private void OnePanel(float* x, float* y, int activation, int panel, float* weights)
    {
        float* sums = stackalloc float[FloatTileKernel.Panels * Panel];
        int group = panel / Weights.Panels;
        panel -= group * Weights.Panels;
        AddPanels(x, group, panel, weights, sums);
        Finish(sums, 1, Math.Min(Panel, Weights.GroupRows - panel * Panel), Weights.BiasAt(group, panel), activation, y + group * Weights.GroupRows + panel * Panel, 0);
    }

    // Sums of neighbouring panels for one pixel; of fewer than four and of a brought one, those of one.
    private void AddPanels(float* x, int group, int panel, float* looked, float* sums)
    {
        const int together = FloatTileKernel.Panels;
        int count = brought || Weights.Panels < together ? 1 : together;
        nint step = symbols != null ? LookedUp / together : Weights.RowLength * (nint)Panel;
        new Span<float>(sums, together * Panel).Clear();
        fixed (Segment* segments = pieces.Segments)
        {
            for (int piece = 0, k = 0; piece < pieces.Count; k += pieces.Length(piece), piece++)
            {
                float* w = WeightsAt(group, panel, k, pieces.Length(piece), looked);
                for (int i = 1; i < count; i++) WeightsAt(group, panel + i, k, pieces.Length(piece), looked + i * step);
                kernel.One(x + group * grid.GroupElements, segments + pieces.First(piece), pieces.First(piece + 1) - pieces.First(piece), w, count > 1 ? step : 0, sums);
            }
        }
    }

    // Weights k to k + count - 1 of a panel.
    private float* WeightsAt(int group, int panel, int k, int count, float* looked)
    {
        if (brought) return looked + (nint)k * Panel;
        if (symbols == null) return Weights.PanelAt(group, panel) + (nint)k * Panel;
        symbols.Look(group, panel, k, count, looked);
        return looked;
    }

    private static void Finish(float* sums, int pixels, int lanes, float* bias, int activation, float* y, nint stride)
    {
        const int width = Panel / 2;
        Vector256<float> low = Vector256.Load(bias), high = Vector256.Load(bias + width);
        for (; pixels > 0; pixels--, sums += Panel, y += stride)
        {
            if (lanes >= width) FloatBlocks.Activated(Vector256.Load(sums) + low, activation).Store(y);
            if (lanes == Panel) FloatBlocks.Activated(Vector256.Load(sums + width) + high, activation).Store(y + width);
            else for (int i = lanes & width; i < lanes; i++) y[i] = ConvolutionFloat.Activate(sums[i] + bias[i], activation);
        }
    }

    private void Free()
    {
        NativeMemory.AlignedFree(padded);
        padded = null;
    }
}

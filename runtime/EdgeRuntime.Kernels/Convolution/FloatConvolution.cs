using System;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;

namespace EdgeRuntime.Kernels;

/// <summary>
/// Float convolution over packed weights and an image with its borders, four output pixels by 16 channels at a time. Multiplies and adds apart and in
/// the portable order, so its floats equal those of <see cref="ConvolutionFloat"/> bit for bit, for finite weights: a border position adds a zero.
/// First all units of <see cref="Pad"/>, then all of <see cref="Run"/>, each on any thread.
/// </summary>
public sealed unsafe class FloatConvolution : IDisposable
{
    private const int Windows = 4;
    private const int Panel = PackedWeights.Panel;

    private readonly FloatTileKernel kernel;
    private readonly ConvolutionShape shape;
    private readonly WindowGrid grid;
    private readonly int tiles;
    private float* padded;

    /// <param name="kernel">The tiles to use.</param>
    /// <param name="shape">Geometry.</param>
    public FloatConvolution(FloatTileKernel kernel, in ConvolutionShape shape)
    {
        this.kernel = kernel;
        this.shape = shape;
        grid = new WindowGrid(shape, shape.GroupChannels);
        tiles = (grid.Pixels + Windows - 1) / Windows;
        Weights = new PackedWeights(shape.OutChannels, grid.Groups, shape.KernelH * shape.KernelW * shape.GroupChannels);
        if (grid.IsImage) return;
        padded = (float*)NativeMemory.AlignedAlloc((nuint)grid.Length * sizeof(float), 64);
        NativeMemory.Clear(padded, (nuint)grid.Length * sizeof(float));
    }

    ~FloatConvolution() => Free();

    /// <summary>The weights, to be filled row by row.</summary>
    public PackedWeights Weights { get; }

    /// <summary>Units of <see cref="Pad"/>: image rows, or none.</summary>
    public int PadUnits => padded == null ? 0 : shape.Batch * shape.Height;

    /// <summary>Units of <see cref="Run"/>.</summary>
    public int Units => grid.Pixels == 1 ? grid.Groups * ((Weights.Panels + Windows - 1) / Windows) : grid.Groups * Weights.Panels * tiles;

    /// <summary>Floats that the image with its borders takes.</summary>
    public static long PaddedLength(in ConvolutionShape s) => s.Batch * (long)(s.Height + s.PadTop + s.PadBottom) * (s.Width + s.PadLeft + s.PadRight) * s.Channels;

    /// <summary>Copies rows of the image between its borders.</summary>
    public void Pad(float* x, int from, int end)
    {
        int length = shape.Width * shape.Channels;
        for (int row = from; row < end; row++) new ReadOnlySpan<float>(x + (nint)row * length, length).CopyTo(new Span<float>(padded + grid.RowAt(row), length));
    }

    /// <summary>Computes units of the output, bias and activation included.</summary>
    public void Run(float* x, float* y, int activation, int from, int end)
    {
        if (padded != null) x = padded;
        for (int unit = from; unit < end; unit++)
        {
            if (grid.Pixels == 1) OnePixel(x, y, activation, unit);
            else Tile(x, y, activation, unit);
        }
    }

    public void Dispose()
    {
        Free();
        GC.SuppressFinalize(this);
    }

    private void Tile(float* x, float* y, int activation, int unit)
    {
        float* sums = stackalloc float[Windows * Panel];
        float** windows = stackalloc float*[Windows];
        (int panel, int tile) = WindowGrid.UnitAt(unit, grid.Groups * Weights.Panels, tiles);
        int pixel = tile * Windows, group = panel / Weights.Panels;
        int count = Math.Min(Windows, grid.Pixels - pixel);
        nint* offsets = stackalloc nint[Windows];
        grid.Windows(pixel, count, offsets, Windows);
        for (int i = 0; i < Windows; i++) windows[i] = x + offsets[i] + group * grid.GroupElements;
        panel -= group * Weights.Panels;
        int lanes = Math.Min(Panel, Weights.GroupRows - panel * Panel);
        fixed (Segment* segments = grid.Segments)
        {
            if (lanes > Panel / 2) kernel.Four(windows, segments, grid.Segments.Length, Weights.PanelAt(group, panel), sums);
            else kernel.FourHalf(windows, segments, grid.Segments.Length, Weights.PanelAt(group, panel), sums);
        }

        y += (nint)pixel * shape.OutChannels + group * Weights.GroupRows + panel * Panel;
        for (int i = 0; i < count; i++, y += shape.OutChannels) Finish(sums + i * Panel, lanes, Weights.BiasAt(group, panel), activation, y);
    }

    private void OnePixel(float* x, float* y, int activation, int unit)
    {
        float* sums = stackalloc float[Windows * Panel];
        int blocks = (Weights.Panels + Windows - 1) / Windows, group = unit / blocks, panel = (unit - group * blocks) * Windows;
        int end = Math.Min(panel + Windows, Weights.Panels);
        float* window = x + group * grid.GroupElements;
        nint step = Weights.RowLength * (nint)Panel;
        // The last block begins earlier where it would be short; with fewer than four panels in all, one is computed at a time.
        int first = Math.Max(0, end - Windows);
        bool single = end - first < Windows;
        fixed (Segment* segments = grid.Segments)
        {
            if (!single) kernel.One(window, segments, grid.Segments.Length, Weights.PanelAt(group, first), step, sums);
            for (; panel < end; panel++)
            {
                if (single) kernel.One(window, segments, grid.Segments.Length, Weights.PanelAt(group, panel), 0, sums);
                Finish(single ? sums : sums + (panel - first) * Panel, Math.Min(Panel, Weights.GroupRows - panel * Panel), Weights.BiasAt(group, panel), activation, y + group * Weights.GroupRows + panel * Panel);
            }
        }
    }

    private static void Finish(float* sums, int lanes, float* bias, int activation, float* y)
    {
        Vector128<float> six = Vector128.Create(6f);
        int i = 0;
        for (; i + 4 <= lanes; i += 4)
        {
            Vector128<float> v = Vector128.Load(sums + i) + Vector128.Load(bias + i);
            if (activation != 0) v = Vector128.ConditionalSelect(Vector128.GreaterThan(v, default), v, default);
            if (activation == 2) v = Vector128.ConditionalSelect(Vector128.GreaterThan(v, six), six, v);
            v.Store(y + i);
        }

        for (; i < lanes; i++) y[i] = ConvolutionFloat.Activate(sums[i] + bias[i], activation);
    }

    private void Free()
    {
        NativeMemory.AlignedFree(padded);
        padded = null;
    }
}

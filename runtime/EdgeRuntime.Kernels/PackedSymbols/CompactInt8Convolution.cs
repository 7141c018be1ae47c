using System;

namespace EdgeRuntime.Kernels;

/// <summary>
/// Int8 convolution whose weights stay packed symbols: 4 KB of a panel are looked up, widened, and multiplied with 64 output pixels before the next.
/// The same values as <see cref="Int8Convolution"/>. First all units of <see cref="Pad"/>, then all of <see cref="Run"/>, each on any thread.
/// </summary>
public sealed unsafe class CompactInt8Convolution : IDisposable
{
    private const int Windows = 4;
    private const int Tiles = 16;
    private const int Panel = PackedInt8Weights.Panel;

    // Elements of a window whose weights fill 4 KB, for one panel and for two.
    private const int Chunk = 128;

    private readonly ConvolutionShape shape;
    private readonly WidenedImage image;
    private readonly WindowPieces pieces;
    private readonly SymbolPanels weights;
    private readonly RequantisedChannels outputs;
    private readonly PackedSymbolsKernel kernel = PackedSymbolsKernel.Best;
    private readonly int blocks;
    private readonly sbyte[] table;

    /// <param name="shape">Geometry.</param>
    /// <param name="outputs">One a channel.</param>
    /// <param name="bits">Bits of a symbol: 1, 2, 4 or 8.</param>
    /// <param name="table">16 values; with 8 bits the symbols are the values.</param>
    public CompactInt8Convolution(in ConvolutionShape shape, Requantisation[] outputs, int bits, sbyte[] table)
    {
        this.shape = shape;
        this.table = table;
        this.outputs = new RequantisedChannels(outputs);
        image = new WidenedImage(shape);
        weights = new SymbolPanels(shape.OutChannels, image.Grid.Groups, shape.KernelH * shape.KernelW * image.Grid.GroupElements, bits);
        pieces = new WindowPieces(image.Grid.Segments, IsOnePixel ? Chunk / 2 : Chunk);
        blocks = (image.Grid.Pixels + Pixels - 1) / Pixels;
    }

    /// <summary>Name of the kernel of tiles; that of <see cref="PackedSymbolsKernel"/> follows it.</summary>
    public string Name => $"{Int8Convolution.Name} of {kernel.Name}";

    /// <summary>Units of <see cref="Pad"/>: image rows.</summary>
    public int PadUnits => shape.Batch * shape.Height;

    /// <summary>Units of <see cref="Run"/>.</summary>
    public int Units => image.Grid.Groups * (IsOnePixel ? (weights.Panels + 1) / 2 : weights.Panels * blocks);

    private static int Pixels => Tiles * Windows;

    private bool IsOnePixel => image.Grid.Pixels == 1;

    /// <summary>Puts the symbols [position, channel] of an output channel in place.</summary>
    public void SetRow(int row, ReadOnlySpan<byte> symbols)
    {
        int channels = shape.GroupChannels;
        for (int i = 0; i < symbols.Length; i++) weights.Put(row, i / channels * image.Grid.GroupElements + i % channels, symbols[i], true);
    }

    /// <inheritdoc cref="Int8Convolution.Pad"/>
    public void Pad(sbyte* x, int zeroPoint, int from, int end) => image.Fill(x, zeroPoint, from, end);

    /// <inheritdoc cref="Int8Convolution.Run"/>
    public void Run(sbyte* y, int from, int end)
    {
        short* tile = stackalloc short[Chunk * Panel];
        int* sums = stackalloc int[Pixels * Panel];
        for (int unit = from; unit < end; unit++)
        {
            if (IsOnePixel) OnePixel(y, unit, tile);
            else Block(y, unit, tile, sums);
        }
    }

    public void Dispose()
    {
        image.Dispose();
        weights.Dispose();
        outputs.Dispose();
    }

    private void Block(sbyte* y, int unit, short* tile, int* sums)
    {
        nint* offsets = stackalloc nint[Pixels];
        short** windows = stackalloc short*[Pixels];
        int* part = stackalloc int[Windows * Panel];
        int block = unit / (image.Grid.Groups * weights.Panels), panel = unit - (block * image.Grid.Groups * weights.Panels), group = panel / weights.Panels;
        int pixel = block * Pixels, count = Math.Min(Pixels, image.Grid.Pixels - pixel), whole = (count + Windows - 1) / Windows * Windows;
        panel -= group * weights.Panels;
        image.Grid.Windows(pixel, count, offsets, whole);
        for (int i = 0; i < whole; i++) windows[i] = image.Data + offsets[i] + group * image.Grid.GroupElements;
        new Span<int>(sums, whole * Panel).Clear();
        fixed (Segment* segments = pieces.Segments)
        {
            for (int piece = 0, k = 0; piece < pieces.Count; k += pieces.Length(piece), piece++)
            {
                Look(group, panel, k, pieces.Length(piece), tile);
                for (int i = 0; i < whole; i += Windows)
                {
                    Int8TilesAvx2.Four(windows + i, segments + pieces.First(piece), pieces.First(piece + 1) - pieces.First(piece), tile, part);
                    Int8TilesAvx2.Add(part, Windows * Panel, sums + (i * Panel));
                }
            }
        }

        int first = panel * Panel, channel = group * shape.GroupOutChannels + first;
        y += (nint)pixel * shape.OutChannels + channel;
        for (int i = 0; i < count; i++, y += shape.OutChannels) outputs.Store(sums + (i * Panel), channel, Math.Min(Panel, shape.GroupOutChannels - first), y);
    }

    private void OnePixel(sbyte* y, int unit, short* tile)
    {
        const int Step = Chunk / 2 * Panel;
        int* sums = stackalloc int[2 * Panel], part = stackalloc int[2 * Panel];
        int pairs = (weights.Panels + 1) / 2, group = unit / pairs, panel = (unit - group * pairs) * 2;
        bool second = panel + 1 < weights.Panels;
        new Span<int>(sums, 2 * Panel).Clear();
        fixed (Segment* segments = pieces.Segments)
        {
            for (int piece = 0, k = 0; piece < pieces.Count; k += pieces.Length(piece), piece++)
            {
                Look(group, panel, k, pieces.Length(piece), tile);
                if (second) Look(group, panel + 1, k, pieces.Length(piece), tile + Step);
                Int8TilesAvx2.One(image.Data + group * image.Grid.GroupElements, segments + pieces.First(piece), pieces.First(piece + 1) - pieces.First(piece), tile, second ? Step : 0, part);
                Int8TilesAvx2.Add(part, 2 * Panel, sums);
            }
        }

        int first = panel * Panel, channel = group * shape.GroupOutChannels + first;
        outputs.Store(sums, channel, Math.Min(2 * Panel, shape.GroupOutChannels - first), y + channel);
    }

    // Looks weights k to k + length - 1 of a panel up as 16-bit values.
    private void Look(int group, int panel, int k, int length, short* tile)
    {
        int count = length * Panel;
        sbyte* values = stackalloc sbyte[Chunk * Panel];
        fixed (sbyte* entries = table) kernel.Integers(weights.At(group, panel, k), count / PackedSymbols.Block, weights.Bits, entries, values);
        Int8TilesAvx2.Widen(values, 0, count, tile);
    }
}

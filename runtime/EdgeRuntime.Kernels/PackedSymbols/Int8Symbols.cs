using System;

namespace EdgeRuntime.Kernels;

/// <summary>Int8 weights of a layer as packed symbols in panels, and their values.</summary>
public sealed unsafe class Int8Symbols : IDisposable
{
    /// <summary>Most weights of a panel that are looked up at once: 4 KB as 16-bit values.</summary>
    public const int Most = 128;

    private readonly PackedSymbolsKernel kernel = PackedSymbolsKernel.Best;
    private readonly SymbolPanels panels;
    private readonly sbyte[] table;
    private readonly int channels;
    private readonly int paddedChannels;

    /// <param name="shape">Geometry of the layer.</param>
    /// <param name="bits">Bits of a symbol: 1, 2, 4 or 8.</param>
    /// <param name="table">16 values; with 8 bits the symbols are the values.</param>
    public Int8Symbols(in ConvolutionShape shape, int bits, sbyte[] table)
    {
        this.table = table;
        channels = shape.GroupChannels;
        paddedChannels = (channels + 1) & ~1;
        panels = new SymbolPanels(shape.OutChannels, shape.Channels / channels, shape.KernelH * shape.KernelW * paddedChannels, bits);
    }

    /// <summary>Name of the kernel.</summary>
    public string Name => kernel.Name;

    /// <summary>Puts the symbols [position, channel] of an output channel in place.</summary>
    public void SetRow(int row, ReadOnlySpan<byte> symbols)
    {
        for (int i = 0; i < symbols.Length; i++) panels.Put(row, i / channels * paddedChannels + i % channels, symbols[i], true);
    }

    /// <summary>Looks weights <paramref name="k"/> to k + count - 1 of a panel up, both even, as 16-bit values [k / 2][16][2].</summary>
    public void Look(int group, int panel, int k, int count, short* to)
    {
        byte* blocks = panels.At(group, panel, k);
        int all = count * PackedSymbols.Lanes;
        // Symbols of 8 bits are the values.
        sbyte* values = (sbyte*)blocks;
        if (panels.Bits < 8)
        {
            sbyte* looked = stackalloc sbyte[Most * PackedSymbols.Lanes];
            fixed (sbyte* entries = table) kernel.Integers(blocks, all / PackedSymbols.Block, panels.Bits, entries, looked);
            values = looked;
        }

        WidenedImage.Widen(values, 0, all, to);
    }

    public void Dispose() => panels.Dispose();
}

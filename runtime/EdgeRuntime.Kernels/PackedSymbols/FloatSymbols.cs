using System;

namespace EdgeRuntime.Kernels;

/// <summary>Float weights of a layer as packed symbols in panels, their values and scales.</summary>
public sealed unsafe class FloatSymbols : IDisposable
{
    private readonly PackedSymbolsKernel kernel = PackedSymbolsKernel.Best;
    private readonly SymbolPanels panels;
    private readonly float[] table;

    // For each panel 16, or null.
    private readonly float[]? scales;

    /// <param name="shape">Geometry of the layer.</param>
    /// <param name="bits">Bits of a symbol: 1, 2, 4 or 8.</param>
    /// <param name="table">16 values, or 256.</param>
    /// <param name="rowScales">A scale an output channel, or null.</param>
    public FloatSymbols(in ConvolutionShape shape, int bits, float[] table, float[]? rowScales)
    {
        this.table = table;
        panels = new SymbolPanels(shape.OutChannels, shape.Channels / shape.GroupChannels, shape.KernelH * shape.KernelW * shape.GroupChannels, bits);
        if (rowScales == null) return;
        scales = new float[panels.Panels * (shape.Channels / shape.GroupChannels) * PackedSymbols.Lanes];
        for (int row = 0; row < rowScales.Length; row++)
        {
            int group = row / shape.GroupOutChannels;
            scales[(group * panels.Panels * PackedSymbols.Lanes) + (row - (group * shape.GroupOutChannels))] = rowScales[row];
        }
    }

    /// <summary>Name of the kernel.</summary>
    public string Name => kernel.Name;

    /// <summary>Puts the symbols of an output channel in place.</summary>
    public void SetRow(int row, ReadOnlySpan<byte> symbols)
    {
        for (int k = 0; k < symbols.Length; k++) panels.Put(row, k, symbols[k], false);
    }

    /// <summary>Looks weights <paramref name="k"/>, an even number, to k + count - 1 of a panel up: [k][16], one more when count is odd.</summary>
    public void Look(int group, int panel, int k, int count, float* to)
    {
        fixed (float* t = table, s = scales)
            kernel.Floats(panels.At(group, panel, k), (count + 1) / 2, panels.Bits, t, s == null ? null : s + ((group * panels.Panels) + panel) * PackedSymbols.Lanes, to);
    }

    public void Dispose() => panels.Dispose();
}

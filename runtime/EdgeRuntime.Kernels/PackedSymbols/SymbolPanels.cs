using System;
using System.Runtime.InteropServices;

namespace EdgeRuntime.Kernels;

/// <summary>Weights of a layer as packed symbols in panels of 16 output channels, each panel whole blocks: [group][panel][block].</summary>
public sealed unsafe class SymbolPanels : IDisposable
{
    private const int Panel = PackedSymbols.Lanes;

    private readonly int groupRows;
    private readonly nint panelBytes;
    private byte* data;

    /// <param name="rows">Output channels, all groups together.</param>
    /// <param name="groups">Groups; divides <paramref name="rows"/>.</param>
    /// <param name="rowLength">Symbols a channel, fillings included.</param>
    /// <param name="bits">1, 2, 4 or 8.</param>
    public SymbolPanels(int rows, int groups, int rowLength, int bits)
    {
        Bits = bits;
        groupRows = rows / groups;
        Panels = (groupRows + Panel - 1) / Panel;
        panelBytes = (nint)((rowLength + 1) / 2) * PackedSymbols.BlockBytes(bits);
        data = (byte*)NativeMemory.AllocZeroed((nuint)groups * (nuint)Panels, (nuint)panelBytes);
    }

    ~SymbolPanels() => NativeMemory.Free(data);

    public int Bits { get; }

    /// <summary>Panels a group.</summary>
    public int Panels { get; }

    /// <summary>Bytes that the symbols of a layer take.</summary>
    public static long Bytes(int rows, int groups, int rowLength, int bits)
        => (long)groups * ((rows / groups + Panel - 1) / Panel) * ((rowLength + 1) / 2) * PackedSymbols.BlockBytes(bits);

    /// <summary>Puts a symbol in place: two neighbouring k of 16 channels are a block, [k % 2][lane], or [lane][k % 2] when <paramref name="paired"/>.</summary>
    public void Put(int row, int k, int symbol, bool paired)
    {
        int lane = row % groupRows % Panel, i = paired ? (lane * 2) + (k & 1) : ((k & 1) * Panel) + lane;
        PackedSymbols.Put(At(row / groupRows, row % groupRows / Panel, k), Bits, i, symbol);
    }

    /// <summary>The block of symbol <paramref name="k"/> of a panel.</summary>
    public byte* At(int group, int panel, int k) => data + ((group * Panels + panel) * panelBytes) + ((nint)(k >> 1) * PackedSymbols.BlockBytes(Bits));

    public void Dispose()
    {
        NativeMemory.Free(data);
        data = null;
        GC.SuppressFinalize(this);
    }
}

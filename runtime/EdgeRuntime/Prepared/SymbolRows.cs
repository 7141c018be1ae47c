using System;

using EdgeRuntime.Kernels;

namespace EdgeRuntime.Prepared;

/// <summary>Integer weights as packed symbols, row by row, each row whole blocks: [row][block].</summary>
internal sealed unsafe class SymbolRows
{
    private readonly PackedSymbolsKernel kernel = PackedSymbolsKernel.Best;
    private readonly NativeBuffer<byte> blocks;
    private readonly sbyte[] table;
    private readonly int bits;
    private readonly nint rowBytes;

    /// <param name="rows">Rows.</param>
    /// <param name="length">Symbols a row.</param>
    /// <param name="bits">Bits of a symbol.</param>
    /// <param name="table">Values of the symbols.</param>
    public SymbolRows(int rows, int length, int bits, sbyte[] table)
    {
        this.bits = bits;
        this.table = table;
        rowBytes = (nint)((length + PackedSymbols.Block - 1) / PackedSymbols.Block) * PackedSymbols.BlockBytes(bits);
        blocks = new NativeBuffer<byte>(rows * (long)rowBytes);
    }

    /// <summary>Puts a row in place.</summary>
    public void SetRow(int row, ReadOnlySpan<byte> symbols)
    {
        for (int k = 0; k < symbols.Length; k++) PackedSymbols.Put(At(row, k), bits, k % PackedSymbols.Block, symbols[k]);
    }

    /// <summary>Looks the values of a row up from <paramref name="k"/> on, a multiple of 32; whole blocks are written.</summary>
    public void Look(int row, int k, int count, sbyte* values)
    {
        fixed (sbyte* entries = table) kernel.Integers(At(row, k), (count + PackedSymbols.Block - 1) / PackedSymbols.Block, bits, entries, values);
    }

    private byte* At(int row, int k) => blocks.Pointer + (row * rowBytes) + ((nint)(k / PackedSymbols.Block) * PackedSymbols.BlockBytes(bits));
}

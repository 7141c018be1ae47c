using System.Runtime.CompilerServices;

namespace EdgeRuntime.Format;

/// <summary>The registers of a payload that a <see cref="SymbolDecoder"/> reads: those of <see cref="SymbolReader"/>, with 64 bits at a time.</summary>
public unsafe struct PayloadReader
{
    /// <summary>Next byte of the payload, and the first byte after it.</summary>
    public byte* At;
    public byte* End;

    /// <summary>Raw, Huffman: the next bits, the first one lowest; above the <see cref="Have"/> lowest they are those of the next bytes, or 0.</summary>
    public ulong Bits;

    /// <summary>Raw, Huffman: bits that were taken from the payload and not yet used.</summary>
    public int Have;

    /// <summary>Range: the code word, and the width of the current interval.</summary>
    public uint Word;
    public uint Range;

    /// <summary>Makes <see cref="Have"/> at least 56; past the end of the payload the bits are 0.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public void Refill()
    {
        if (End - At >= sizeof(ulong))
        {
            Bits |= Unsafe.ReadUnaligned<ulong>(At) << Have;
            At += (63 - Have) >> 3;
            Have |= 56;
        }
        else
        {
            for (; Have < 56; Have += 8)
                if (At < End) Bits |= (ulong)*At++ << Have;
        }
    }

    /// <summary>Takes <paramref name="count"/> bits that <see cref="Refill"/> has brought.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public void Skip(int count)
    {
        Bits >>= count;
        Have -= count;
    }
}

namespace EdgeRuntime.Format;

/// <summary>The registers of a stream that is being read: five words.</summary>
public struct SymbolReader
{
    /// <summary>Next byte of the payload, and the first byte after it.</summary>
    public int At;
    public int End;

    /// <summary>Raw, Huffman: bits read but not yet used, the next one lowest. Range: the code word.</summary>
    public uint Word;

    /// <summary>Raw, Huffman: number of bits in <see cref="Word"/>.</summary>
    public int Have;

    /// <summary>Range: width of the current interval.</summary>
    public uint Range;
}

/// <summary>Bits packed lowest first, without alignment.</summary>
public static unsafe class BitStream
{
    /// <summary>Starts at byte <paramref name="at"/>.</summary>
    public static void Open(ref SymbolReader r, int at, int bytes)
    {
        r.At = at;
        r.End = at + bytes;
        r.Word = 0u;
        r.Have = 0;
        r.Range = 0u;
    }

    /// <summary>The next 1 to 8 bits; past the end of the payload they are 0.</summary>
    public static int Next(Bytes file, ref SymbolReader r, int bits)
    {
        if (r.Have < bits)
        {
            if (r.At < r.End) r.Word |= (uint)file[r.At] << r.Have;
            r.At++;
            r.Have += 8;
        }

        int value = (int)(r.Word & (1u << bits) - 1u);
        r.Word >>= bits;
        r.Have -= bits;
        return value;
    }

    /// <summary>Element <paramref name="index"/> of a packed array of 0 to 8 bits an element that begins at byte <paramref name="at"/>.</summary>
    public static int Element(Bytes file, int at, int index, int bits)
    {
        int shift = (index & 7) * bits;
        int first = at + (index >> 3) * bits + (shift >> 3);
        shift &= 7;
        if (bits == 0) return 0;
        uint word = file[first];
        if (shift + bits > 8) word |= (uint)file[first + 1] << 8;
        return (int)(word >> shift & (1u << bits) - 1u);
    }

    /// <summary>Bytes of <paramref name="count"/> elements of <paramref name="bits"/> bits (at most 32).</summary>
    public static int Bytes(int count, int bits) => (count >> 3) * bits + ((count & 7) * bits + 7 >> 3);

    /// <summary>Whether the payload was used up to its last byte and the bits that fill it are zero.</summary>
    public static bool Finished(ref SymbolReader r) => r.At == r.End && r.Word == 0u && r.Have < 8;
}

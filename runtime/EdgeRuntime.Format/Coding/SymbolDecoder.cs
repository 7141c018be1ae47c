namespace EdgeRuntime.Format;

/// <summary>
/// Decodes a stream of symbols with tables in memory, many times as fast as <see cref="CodingList.Next"/>, which needs none, and with the same symbols:
/// also of damaged payloads, whose bits past the end are 0.
/// </summary>
public abstract unsafe class SymbolDecoder
{
    /// <summary>The decoder of a stream's coding.</summary>
    /// <param name="file">The file; it must stay where it is.</param>
    /// <param name="s">The stream.</param>
    /// <param name="levels">Range: levels of its contexts.</param>
    public static SymbolDecoder Of(Bytes file, in SymbolStream s, int levels) => s.Coding switch
    {
        CodingId.Huffman => new HuffmanDecoder(file, s),
        CodingId.Range => new RangeDecoder(s, levels),
        _ => new RawDecoder(s.Bits),
    };

    /// <summary>Bytes of the tables.</summary>
    public abstract int TableBytes { get; }

    /// <summary>Starts at the first byte of a payload and forgets what was learned.</summary>
    public virtual void Open(byte* payload, int bytes, out PayloadReader r)
    {
        r = default;
        r.At = payload;
        r.End = payload + bytes;
    }

    /// <summary>The next symbol.</summary>
    public abstract int Next(ref PayloadReader r);

    /// <summary>The next <paramref name="count"/> symbols.</summary>
    public abstract void Read(ref PayloadReader r, byte* to, int count);

    /// <summary>Symbols of this stream, each but <paramref name="skip"/> followed in the same payload by one of <paramref name="values"/>, which has the same coding.</summary>
    /// <param name="r">The payload.</param>
    /// <param name="values">The other stream.</param>
    /// <param name="skip">The symbol without a value.</param>
    /// <param name="to">Receives symbols of this stream.</param>
    /// <param name="toValues">Receives those of the other.</param>
    /// <param name="count">Symbols of this stream.</param>
    public virtual void ReadPairs(ref PayloadReader r, SymbolDecoder values, int skip, byte* to, byte* toValues, int count)
    {
        for (int i = 0; i < count; i++)
        {
            int symbol = Next(ref r);
            to[i] = (byte)symbol;
            if (symbol != skip) *toValues++ = (byte)values.Next(ref r);
        }
    }
}

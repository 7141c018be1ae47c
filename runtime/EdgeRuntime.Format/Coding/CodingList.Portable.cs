namespace EdgeRuntime.Format;

/// <summary>The codings of symbol streams: one line each. A build for a device may leave out Huffman or Range; streams in them are then refused.</summary>
public static unsafe class CodingList
{
    /// <summary>Reads what the coding stores before its payload.</summary>
    public static void ReadHeader(ref Cursor c, ref SymbolStream s)
    {
        switch (s.Coding)
        {
            case CodingId.Raw: break;
            case CodingId.Huffman: Huffman.ReadTable(ref c, ref s); break;
            case CodingId.Range: RangeCoder.ReadLimit(ref c, ref s); break;
            default: Read.Fail(ref c, Status.UnknownCoding, c.At, s.Coding, CodingId.Count - 1); break;
        }
    }

    /// <summary>Starts to read the payload.</summary>
    public static void Open(Bytes file, ref SymbolStream s, ref SymbolReader r)
    {
        switch (s.Coding)
        {
            case CodingId.Range: RangeCoder.Open(file, ref r, s.DataAt, s.DataBytes); break;
            default: BitStream.Open(ref r, s.DataAt, s.DataBytes); break;
        }
    }

    /// <summary>The next symbol. Range contexts begin at state word <paramref name="s0"/> and have <paramref name="levels"/> levels.</summary>
    public static int Next(Bytes file, ref SymbolStream s, ref SymbolReader r, Words state, int s0, int levels)
    {
        switch (s.Coding)
        {
            case CodingId.Huffman: return Huffman.Next(file, ref s, ref r);
            case CodingId.Range: return RangeCoder.Next(file, ref s, ref r, state, s0, levels);
            default: return BitStream.Next(file, ref r, s.Bits);
        }
    }

    /// <summary>Whether the payload ended with the last symbol read.</summary>
    public static bool Finished(Bytes file, ref SymbolStream s, ref SymbolReader r)
    {
        switch (s.Coding)
        {
            case CodingId.Range: return RangeCoder.Finished(file, ref r, s.DataAt);
            default: return BitStream.Finished(ref r);
        }
    }
}

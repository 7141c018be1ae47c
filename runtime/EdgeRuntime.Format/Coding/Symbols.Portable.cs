namespace EdgeRuntime.Format;

/// <summary>Streams of symbols of 0 to 8 bits in any coding.</summary>
public static unsafe class Symbols
{
    /// <summary>Reads what a coding stores before its payload.</summary>
    public static void ReadHeader(ref Cursor c, int coding, int bits, int count, ref SymbolStream s)
    {
        s.Coding = coding;
        s.Bits = bits;
        s.Count = count;
        s.TableAt = 0;
        s.SymbolsAt = -1;
        s.Longest = 0;
        s.LastCodes = 0;
        s.Limit = 0;
        s.DataAt = c.At;
        s.DataBytes = 0;
        CodingList.ReadHeader(ref c, ref s);
    }

    /// <summary>Steps over the payload: its length follows from the symbols when they are raw and is stored otherwise.</summary>
    public static void ReadPayload(ref Cursor c, ref SymbolStream s)
    {
        s.DataBytes = s.Coding == CodingId.Raw ? BitStream.Bytes(s.Count, s.Bits) : Read.Varint(ref c, Limits.FileBytes);
        s.DataAt = Read.Skip(ref c, s.DataBytes);
        if (c.Fault != Status.Ok) s.DataBytes = 0;
    }

    /// <summary>The next <paramref name="count"/> symbols as numbers.</summary>
    public static void Floats(Bytes file, ref SymbolStream s, ref SymbolReader r, Words state, int s0, Floats tile, int t0, int count)
    {
        if (s.Coding == CodingId.Raw && s.Bits == 8)
        {
            int whole = r.End - r.At < count ? r.End - r.At : count;
            if (whole < 0) whole = 0;
            for (int i = 0; i < whole; i++) tile[t0 + i] = file[r.At + i];
            for (int i = whole; i < count; i++) tile[t0 + i] = 0f;
            r.At += count;
            return;
        }

        if (s.Coding == CodingId.Raw)
        {
            for (int i = 0; i < count; i++) tile[t0 + i] = BitStream.Next(file, ref r, s.Bits);
            return;
        }

        for (int i = 0; i < count; i++) tile[t0 + i] = CodingList.Next(file, ref s, ref r, state, s0, RangeCoder.ValueLevels);
    }

    /// <summary>The next <paramref name="count"/> symbols; those above 127 wrap around.</summary>
    public static void Ints(Bytes file, ref SymbolStream s, ref SymbolReader r, Words state, int s0, SBytes tile, int t0, int count)
    {
        if (s.Coding == CodingId.Raw)
        {
            for (int i = 0; i < count; i++) tile[t0 + i] = (sbyte)BitStream.Next(file, ref r, s.Bits);
            return;
        }

        for (int i = 0; i < count; i++) tile[t0 + i] = (sbyte)CodingList.Next(file, ref s, ref r, state, s0, RangeCoder.ValueLevels);
    }

    /// <summary>Decodes the whole stream once: every symbol below <paramref name="limit"/>, every byte used, filling bits zero.</summary>
    public static int Validate(Bytes file, ref SymbolStream s, Words state, int s0, int limit)
    {
        SymbolReader r = default;
        RangeCoder.Clear(state, s0, RangeCoder.ValueWords);
        CodingList.Open(file, ref s, ref r);
        for (int i = 0; i < s.Count; i++)
        {
            if (CodingList.Next(file, ref s, ref r, state, s0, RangeCoder.ValueLevels) >= limit) return Status.BadIndex;
        }

        return CodingList.Finished(file, ref s, ref r) ? Status.Ok : Status.BadStream;
    }
}

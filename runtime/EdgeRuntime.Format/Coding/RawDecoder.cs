namespace EdgeRuntime.Format;

/// <summary>Symbols of equal width.</summary>
/// <param name="bits">Their width, 0 to 8.</param>
internal sealed unsafe class RawDecoder(int bits) : SymbolDecoder
{
    public override int TableBytes => 0;

    public override int Next(ref PayloadReader r)
    {
        r.Refill();
        int symbol = (int)r.Bits & ((1 << bits) - 1);
        r.Skip(bits);
        return symbol;
    }

    public override void Read(ref PayloadReader r, byte* to, int count)
    {
        PayloadReader at = r;
        int mask = (1 << bits) - 1, width = bits;
        for (byte* end = to + count; to < end;)
        {
            at.Refill();
            // 56 bits are seven symbols or more.
            for (byte* some = end - to < 7 ? end : to + 7; to < some; at.Skip(width)) *to++ = (byte)((int)at.Bits & mask);
        }

        r = at;
    }
}

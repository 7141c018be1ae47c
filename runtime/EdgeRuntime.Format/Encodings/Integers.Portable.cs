namespace EdgeRuntime.Format;

/// <summary>Encodings 3, 4, 5: integers of 8, 4 or 2 bits times a scale. 8, 4 or 2 bits a weight when raw.</summary>
/// <remarks>
/// A raw symbol is the two's complement bits; a coded symbol is the zigzag number (0, -1, 1, -2, ... are 0, 1, 2, 3, ...), so that small
/// magnitudes are small symbols. Integer quantisation: Jacob et al. 2018 (arXiv 1712.05877).
/// </remarks>
public static unsafe class IntegerEncoding
{
    /// <summary>Width of the encoding's integers.</summary>
    public static int Bits(int encoding) => encoding == EncodingId.Int8 ? 8 : encoding == EncodingId.Int4 ? 4 : 2;

    public static void ReadHeader(ref Cursor c, ref Constant k, int coding)
    {
        Scales.ReadBlock(ref c, ref k);
        Symbols.ReadHeader(ref c, coding, Bits(k.Encoding), k.Rows * k.RowLength, ref k.Values);
        Symbols.ReadPayload(ref c, ref k.Values);
    }

    public static int Validate(Bytes file, ref Constant k, Words state, int s0)
    {
        int status = Scales.Validate(file, ref k);
        return status != Status.Ok ? status : Symbols.Validate(file, ref k.Values, state, s0, 1 << k.Values.Bits);
    }

    /// <summary>The integer that a symbol stands for.</summary>
    public static int Value(int symbol, int coding, int bits)
    {
        if (coding != CodingId.Raw) return symbol >> 1 ^ -(symbol & 1);
        int unused = 32 - bits;
        return symbol << unused >> unused;
    }

    public static void Floats(ref WeightCursor w, ref Constant k, Floats tile, int t0, int count)
    {
        Symbols.Floats(w.File, ref k.Values, ref w.Values, w.State, w.StateAt, tile, t0, count);
        if (k.Values.Coding == CodingId.Raw)
        {
            int unused = 32 - k.Values.Bits;
            for (int i = 0; i < count; i++) tile[t0 + i] = (int)tile[t0 + i] << unused >> unused;
        }
        else
        {
            for (int i = 0; i < count; i++)
            {
                int symbol = (int)tile[t0 + i];
                tile[t0 + i] = symbol >> 1 ^ -(symbol & 1);
            }
        }

        Scales.Apply(ref w, ref k, tile, t0, count);
    }

    public static void Ints(ref WeightCursor w, ref Constant k, SBytes tile, int t0, int count)
    {
        Symbols.Ints(w.File, ref k.Values, ref w.Values, w.State, w.StateAt, tile, t0, count);
        if (k.Values.Coding != CodingId.Raw)
        {
            for (int i = 0; i < count; i++) tile[t0 + i] = (sbyte)((tile[t0 + i] & 255) >> 1 ^ -(tile[t0 + i] & 1));
            return;
        }

        int unused = 32 - k.Values.Bits;
        for (int i = 0; i < count; i++) tile[t0 + i] = (sbyte)(tile[t0 + i] << unused >> unused);
    }
}

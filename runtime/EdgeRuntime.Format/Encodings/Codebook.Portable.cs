namespace EdgeRuntime.Format;

/// <summary>Encoding 9: a table of 1 to 256 shared values and an index of 0 to 8 bits a weight.</summary>
/// <remarks>Weight sharing: Han et al. 2016 (arXiv 1510.00149), Gong et al. 2014 (arXiv 1412.6115).</remarks>
public static unsafe class CodebookEncoding
{
    public static void ReadHeader(ref Cursor c, ref Constant k, int coding)
    {
        int bits = ReadTable(ref c, ref k);
        Symbols.ReadHeader(ref c, coding, bits, k.Rows * k.RowLength, ref k.Values);
        Symbols.ReadPayload(ref c, ref k.Values);
    }

    /// <summary>Reads the table and returns the width of an index.</summary>
    /// <remarks>
    /// Byte: bits 0-3 index width, bits 4-5 value type (0 fp32, 1 fp16, 2 int8, 3 int32), bits 6-7 zero. Byte: entries - 1. Int8: a scale
    /// block. Then the entries.
    /// </remarks>
    public static int ReadTable(ref Cursor c, ref Constant k)
    {
        int at = c.At;
        int head = Read.U8(ref c);
        int bits = head & 15;
        int count = Read.U8(ref c) + 1;
        if (bits > 8) Read.Fail(ref c, Status.LimitExceeded, at, bits, 8);
        if (head > 63) Read.Fail(ref c, Status.UnknownEncoding, at, head, 63);
        if (c.Fault != Status.Ok) return 0;
        if (count > 1 << bits) Read.Fail(ref c, Status.LimitExceeded, at + 1, count, 1 << bits);
        k.TableType = Type(head >> 4);
        k.TableCount = count;
        if (k.TableType == EncodingId.Int8) Scales.ReadBlock(ref c, ref k);
        k.TableAt = Read.Skip(ref c, count * EntryBytes(k.TableType));
        return bits;
    }

    /// <summary>The encoding id for a stored value type, 0 to 3.</summary>
    public static int Type(int stored)
    {
        switch (stored)
        {
            case 0: return EncodingId.Float32;
            case 1: return EncodingId.Float16;
            case 2: return EncodingId.Int8;
            default: return EncodingId.Int32;
        }
    }

    /// <summary>Bytes of a table entry.</summary>
    public static int EntryBytes(int type) => type == EncodingId.Int8 ? 1 : type == EncodingId.Float16 ? 2 : 4;

    /// <summary>Checks the table.</summary>
    public static int ValidateTable(Bytes file, ref Constant k)
    {
        if (k.TableType == EncodingId.Float32) return Float32Encoding.Check(file, k.TableAt, k.TableCount);
        if (k.TableType == EncodingId.Float16) return Float16Encoding.Check(file, k.TableAt, k.TableCount);
        return Scales.Validate(file, ref k);
    }

    public static int Validate(Bytes file, ref Constant k, Words state, int s0)
    {
        int status = ValidateTable(file, ref k);
        return status != Status.Ok ? status : Symbols.Validate(file, ref k.Values, state, s0, k.TableCount);
    }

    /// <summary>Table entry as a number, before any scale; an index beyond the table reads entry 0.</summary>
    public static float Entry(Bytes file, ref Constant k, int index)
    {
        if (index >= k.TableCount) index = 0;
        switch (k.TableType)
        {
            case EncodingId.Float32: return Port.ToFloat(Port.Word(file, k.TableAt + 4 * index));
            case EncodingId.Float16: return HalfFloat.At(file, k.TableAt + 2 * index);
            default: return Integer(file, ref k, index);
        }
    }

    /// <summary>Table entry as an integer; an index beyond the table reads entry 0.</summary>
    public static int Integer(Bytes file, ref Constant k, int index)
    {
        if (index >= k.TableCount) index = 0;
        return k.TableType == EncodingId.Int8 ? (sbyte)file[k.TableAt + index] : (int)Port.Word(file, k.TableAt + 4 * index);
    }

    public static void Floats(ref WeightCursor w, ref Constant k, Floats tile, int t0, int count)
    {
        Symbols.Floats(w.File, ref k.Values, ref w.Values, w.State, w.StateAt, tile, t0, count);
        if (k.TableType == EncodingId.Float32)
        {
            for (int i = 0; i < count; i++)
            {
                int index = (int)tile[t0 + i];
                if (index >= k.TableCount) index = 0;
                tile[t0 + i] = Port.ToFloat(Port.Word(w.File, k.TableAt + 4 * index));
            }

            return;
        }

        for (int i = 0; i < count; i++) tile[t0 + i] = Entry(w.File, ref k, (int)tile[t0 + i]);
        Scales.Apply(ref w, ref k, tile, t0, count);
    }

    public static void Ints(ref WeightCursor w, ref Constant k, SBytes tile, int t0, int count)
    {
        Symbols.Ints(w.File, ref k.Values, ref w.Values, w.State, w.StateAt, tile, t0, count);
        for (int i = 0; i < count; i++) tile[t0 + i] = (sbyte)Integer(w.File, ref k, tile[t0 + i] & 255);
    }
}

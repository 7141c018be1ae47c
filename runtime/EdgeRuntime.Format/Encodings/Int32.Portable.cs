namespace EdgeRuntime.Format;

/// <summary>Encoding 2: two's complement integers of one stored width, 1 to 32 bits, packed lowest bit first. Width bits a value.</summary>
public static unsafe class Int32Encoding
{
    public static void ReadHeader(ref Cursor c, ref Constant k)
    {
        k.Width = Read.U8(ref c);
        if (k.Width < 1 || k.Width > 32) Read.Fail(ref c, Status.LimitExceeded, c.At - 1, k.Width, 32);
        int count = k.Rows * k.RowLength;
        if (count >> 3 > Limits.FileBytes / 32) Read.Fail(ref c, Status.LimitExceeded, c.At, count, Limits.FileBytes / 4);
        if (c.Fault != Status.Ok) return;
        k.DataBytes = BitStream.Bytes(count, k.Width);
        k.DataAt = Read.Skip(ref c, k.DataBytes);
    }

    public static int Validate(Bytes file, ref Constant k)
    {
        int used = (k.Rows * k.RowLength & 7) * k.Width & 7;
        return used != 0 && file[k.DataAt + k.DataBytes - 1] >> used != 0 ? Status.BadStream : Status.Ok;
    }

    /// <summary>Element <paramref name="index"/>.</summary>
    public static int At(Bytes file, ref Constant k, int index)
    {
        int width = k.Width;
        int shift = (index & 7) * width;
        int at = k.DataAt + (index >> 3) * width + (shift >> 3);
        shift &= 7;
        uint value = (uint)file[at] >> shift;
        for (int have = 8 - shift; have < width; have += 8) value |= (uint)file[++at] << have;
        int unused = 32 - width;
        return (int)(value << unused) >> unused;
    }

    public static void Floats(ref WeightCursor w, ref Constant k, Floats tile, int t0, int count)
    {
        for (int i = 0; i < count; i++) tile[t0 + i] = At(w.File, ref k, w.Next + i);
    }
}

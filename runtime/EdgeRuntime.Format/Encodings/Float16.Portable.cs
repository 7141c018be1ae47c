namespace EdgeRuntime.Format;

/// <summary>Encoding 1: little-endian IEEE 754 halves. 16 bits a weight.</summary>
public static unsafe class Float16Encoding
{
    public static void ReadHeader(ref Cursor c, ref Constant k) => k.DataAt = Read.Skip(ref c, 2 * k.Rows * k.RowLength);

    public static int Validate(Bytes file, ref Constant k) => Check(file, k.DataAt, k.Rows * k.RowLength);

    /// <summary>Refuses NaN and infinities.</summary>
    public static int Check(Bytes file, int at, int count)
    {
        for (int i = 0; i < count; i++)
            if ((HalfFloat.Bits(file, at + 2 * i) & 0x7C00u) == 0x7C00u) return Status.NotFinite;
        return Status.Ok;
    }

    public static void Floats(ref WeightCursor w, ref Constant k, Floats tile, int t0, int count)
    {
        int at = k.DataAt + 2 * w.Next;
        for (int i = 0; i < count; i++) tile[t0 + i] = HalfFloat.At(w.File, at + 2 * i);
    }
}

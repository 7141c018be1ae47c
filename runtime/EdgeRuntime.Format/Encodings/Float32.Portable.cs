namespace EdgeRuntime.Format;

/// <summary>Encoding 0: little-endian IEEE 754 singles. 32 bits a weight.</summary>
public static unsafe class Float32Encoding
{
    public static void ReadHeader(ref Cursor c, ref Constant k) => k.DataAt = Read.Skip(ref c, 4 * k.Rows * k.RowLength);

    public static int Validate(Bytes file, ref Constant k) => Check(file, k.DataAt, k.Rows * k.RowLength);

    /// <summary>Refuses NaN and infinities.</summary>
    public static int Check(Bytes file, int at, int count)
    {
        for (int i = 0; i < count; i++)
            if ((Port.Word(file, at + 4 * i) >> 23 & 255u) == 255u) return Status.NotFinite;
        return Status.Ok;
    }

    public static void Floats(ref WeightCursor w, ref Constant k, Floats tile, int t0, int count)
    {
        int at = k.DataAt + 4 * w.Next;
        for (int i = 0; i < count; i++) tile[t0 + i] = Port.ToFloat(Port.Word(w.File, at + 4 * i));
    }
}

namespace EdgeRuntime.Format;

/// <summary>Encoding 7: minus a scale, zero or plus a scale, as a plane of non-zero bits and then a plane of sign bits (1 is -1). 2 bits a weight.</summary>
/// <remarks>Ternary weight networks: Li et al. 2016 (arXiv 1605.04711).</remarks>
public static unsafe class TernaryPlanesEncoding
{
    public static void ReadHeader(ref Cursor c, ref Constant k)
    {
        Scales.ReadBlock(ref c, ref k);
        k.DataBytes = 2 * PlaneBytes(ref k);
        k.DataAt = Read.Skip(ref c, k.DataBytes);
    }

    /// <summary>Bytes of one plane.</summary>
    public static int PlaneBytes(ref Constant k) => k.Rows * k.RowLength + 7 >> 3;

    /// <summary>A sign stands only where a non-zero stands, and the bits that fill the last bytes are zero.</summary>
    public static int Validate(Bytes file, ref Constant k)
    {
        int bytes = PlaneBytes(ref k);
        int used = k.Rows * k.RowLength & 7;
        for (int i = 0; i < bytes; i++)
        {
            int nonZero = file[k.DataAt + i];
            if ((file[k.DataAt + bytes + i] & ~nonZero) != 0) return Status.BadStream;
            if (i == bytes - 1 && used != 0 && nonZero >> used != 0) return Status.BadStream;
        }

        return Scales.Validate(file, ref k);
    }

    public static void Floats(ref WeightCursor w, ref Constant k, Floats tile, int t0, int count)
    {
        int plane = PlaneBytes(ref k);
        for (int i = 0; i < count; i++) tile[t0 + i] = Trit(w.File, k.DataAt, plane, w.Next + i);
        Scales.Apply(ref w, ref k, tile, t0, count);
    }

    public static void Ints(ref WeightCursor w, ref Constant k, SBytes tile, int t0, int count)
    {
        int plane = PlaneBytes(ref k);
        for (int i = 0; i < count; i++) tile[t0 + i] = (sbyte)Trit(w.File, k.DataAt, plane, w.Next + i);
    }

    private static int Trit(Bytes file, int at, int plane, int index)
    {
        at += index >> 3;
        int nonZero = file[at] >> (index & 7) & 1;
        int sign = file[at + plane] >> (index & 7) & 1;
        return nonZero * (1 - 2 * sign);
    }
}

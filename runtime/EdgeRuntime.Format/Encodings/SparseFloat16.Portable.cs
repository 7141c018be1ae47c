namespace EdgeRuntime.Format;

/// <summary>Encoding 12: relative offsets and IEEE 754 halves. (gap bits + 16) x density bits a weight when raw.</summary>
public static unsafe class SparseFloat16Encoding
{
    public static void ReadHeader(ref Cursor c, ref Constant k, int coding) => ReadHeader(ref c, ref k, coding, 2);

    /// <summary>Counts, gaps, then <paramref name="size"/> bytes a value.</summary>
    public static void ReadHeader(ref Cursor c, ref Constant k, int coding, int size)
    {
        Read.Require(ref c, coding == CodingId.Raw, Status.UnknownCoding, coding, CodingId.Raw);
        if (!Sparse.ReadCounts(ref c, ref k)) return;
        Symbols.ReadHeader(ref c, k.Gaps.Coding, k.Gaps.Bits, k.Gaps.Count, ref k.Gaps);
        Symbols.ReadPayload(ref c, ref k.Gaps);
        k.DataBytes = size * k.NonZeros;
        k.DataAt = Read.Skip(ref c, k.DataBytes);
    }

    public static int Validate(Bytes file, ref Constant k, Words state, int s0)
    {
        if (k.NonZeros == 0) return Status.Ok;
        int status = Float16Encoding.Check(file, k.DataAt, k.NonZeros);
        return status != Status.Ok ? status : Sparse.Validate(file, ref k, state, s0, 0);
    }
}

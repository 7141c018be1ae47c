namespace EdgeRuntime.Format;

/// <summary>Encoding 10: relative offsets and 8-bit integers times a scale. (gap bits + 8) x density bits a weight when raw.</summary>
public static unsafe class SparseInt8Encoding
{
    public static void ReadHeader(ref Cursor c, ref Constant k, int coding)
    {
        if (!Sparse.ReadCounts(ref c, ref k)) return;
        Scales.ReadBlock(ref c, ref k);
        Sparse.ReadStreams(ref c, ref k, coding, 8);
    }

    public static int Validate(Bytes file, ref Constant k, Words state, int s0)
    {
        int status = Scales.Validate(file, ref k);
        return status != Status.Ok ? status : Sparse.Validate(file, ref k, state, s0, 256);
    }
}

namespace EdgeRuntime.Format;

/// <summary>Encoding 11: relative offsets and codebook indices. (gap bits + index bits) x density bits a weight when raw.</summary>
/// <remarks>Deep Compression: Han et al. 2016 (arXiv 1510.00149). The table needs no entry for zero.</remarks>
public static unsafe class SparseCodebookEncoding
{
    public static void ReadHeader(ref Cursor c, ref Constant k, int coding)
    {
        k.TableType = EncodingId.Int8;
        if (!Sparse.ReadCounts(ref c, ref k)) return;
        int bits = CodebookEncoding.ReadTable(ref c, ref k);
        Sparse.ReadStreams(ref c, ref k, coding, bits);
    }

    public static int Validate(Bytes file, ref Constant k, Words state, int s0)
    {
        int status = CodebookEncoding.ValidateTable(file, ref k);
        return status != Status.Ok ? status : Sparse.Validate(file, ref k, state, s0, k.TableCount);
    }
}

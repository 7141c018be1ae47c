namespace EdgeRuntime.Format;

/// <summary>The encodings, a line each in every function.</summary>
public static unsafe class EncodingList
{
    public static void ReadHeader(ref Cursor c, ref Constant k, int coding)
    {
        switch (k.Encoding)
        {
            case EncodingId.Float32: Float32Encoding.ReadHeader(ref c, ref k); break;
            case EncodingId.Float16: Float16Encoding.ReadHeader(ref c, ref k); break;
            case EncodingId.Int32: Int32Encoding.ReadHeader(ref c, ref k); break;
            case EncodingId.Int8: IntegerEncoding.ReadHeader(ref c, ref k, coding); break;
            case EncodingId.Int4: IntegerEncoding.ReadHeader(ref c, ref k, coding); break;
            case EncodingId.Int2: IntegerEncoding.ReadHeader(ref c, ref k, coding); break;
            case EncodingId.Binary: BinaryEncoding.ReadHeader(ref c, ref k, coding); break;
            case EncodingId.TernaryPlanes: TernaryPlanesEncoding.ReadHeader(ref c, ref k); break;
            case EncodingId.TernaryTrits: TernaryTritsEncoding.ReadHeader(ref c, ref k); break;
            case EncodingId.Codebook: CodebookEncoding.ReadHeader(ref c, ref k, coding); break;
            case EncodingId.SparseInt8: SparseInt8Encoding.ReadHeader(ref c, ref k, coding); break;
            case EncodingId.SparseCodebook: SparseCodebookEncoding.ReadHeader(ref c, ref k, coding); break;
            case EncodingId.SparseFloat16: SparseFloat16Encoding.ReadHeader(ref c, ref k, coding); break;
            case EncodingId.SparseFloat32: SparseFloat32Encoding.ReadHeader(ref c, ref k, coding); break;
            default: Read.Fail(ref c, Status.UnknownEncoding, c.At, k.Encoding, EncodingId.Count - 1); break;
        }
    }

    /// <summary>Whether the weights of the encoding can be in a coding other than raw.</summary>
    public static bool HasCodings(int encoding)
    {
        switch (encoding)
        {
            case EncodingId.Int8: return true;
            case EncodingId.Int4: return true;
            case EncodingId.Int2: return true;
            case EncodingId.Binary: return true;
            case EncodingId.Codebook: return true;
            case EncodingId.SparseInt8: return true;
            case EncodingId.SparseCodebook: return true;
            default: return false;
        }
    }

    public static int Validate(Bytes file, ref Constant k, Words state, int s0)
    {
        switch (k.Encoding)
        {
            case EncodingId.Float32: return Float32Encoding.Validate(file, ref k);
            case EncodingId.Float16: return Float16Encoding.Validate(file, ref k);
            case EncodingId.Int32: return Int32Encoding.Validate(file, ref k);
            case EncodingId.Int8: return IntegerEncoding.Validate(file, ref k, state, s0);
            case EncodingId.Int4: return IntegerEncoding.Validate(file, ref k, state, s0);
            case EncodingId.Int2: return IntegerEncoding.Validate(file, ref k, state, s0);
            case EncodingId.Binary: return BinaryEncoding.Validate(file, ref k, state, s0);
            case EncodingId.TernaryPlanes: return TernaryPlanesEncoding.Validate(file, ref k);
            case EncodingId.TernaryTrits: return TernaryTritsEncoding.Validate(file, ref k);
            case EncodingId.Codebook: return CodebookEncoding.Validate(file, ref k, state, s0);
            case EncodingId.SparseInt8: return SparseInt8Encoding.Validate(file, ref k, state, s0);
            case EncodingId.SparseCodebook: return SparseCodebookEncoding.Validate(file, ref k, state, s0);
            case EncodingId.SparseFloat16: return SparseFloat16Encoding.Validate(file, ref k, state, s0);
            case EncodingId.SparseFloat32: return SparseFloat32Encoding.Validate(file, ref k, state, s0);
            default: return Status.UnknownEncoding;
        }
    }

    public static void Floats(ref WeightCursor w, ref Constant k, Floats tile, int t0, int count)
    {
        switch (k.Encoding)
        {
            case EncodingId.Float32: Float32Encoding.Floats(ref w, ref k, tile, t0, count); break;
            case EncodingId.Float16: Float16Encoding.Floats(ref w, ref k, tile, t0, count); break;
            case EncodingId.Int32: Int32Encoding.Floats(ref w, ref k, tile, t0, count); break;
            case EncodingId.Int8: IntegerEncoding.Floats(ref w, ref k, tile, t0, count); break;
            case EncodingId.Int4: IntegerEncoding.Floats(ref w, ref k, tile, t0, count); break;
            case EncodingId.Int2: IntegerEncoding.Floats(ref w, ref k, tile, t0, count); break;
            case EncodingId.Binary: BinaryEncoding.Floats(ref w, ref k, tile, t0, count); break;
            case EncodingId.TernaryPlanes: TernaryPlanesEncoding.Floats(ref w, ref k, tile, t0, count); break;
            case EncodingId.TernaryTrits: TernaryTritsEncoding.Floats(ref w, ref k, tile, t0, count); break;
            case EncodingId.Codebook: CodebookEncoding.Floats(ref w, ref k, tile, t0, count); break;
            case EncodingId.SparseInt8: Sparse.Floats(ref w, ref k, tile, t0, count); break;
            case EncodingId.SparseCodebook: Sparse.Floats(ref w, ref k, tile, t0, count); break;
            case EncodingId.SparseFloat16: Sparse.Floats(ref w, ref k, tile, t0, count); break;
            case EncodingId.SparseFloat32: Sparse.Floats(ref w, ref k, tile, t0, count); break;
        }
    }

    public static void Ints(ref WeightCursor w, ref Constant k, SBytes tile, int t0, int count)
    {
        switch (k.Encoding)
        {
            case EncodingId.Int8: IntegerEncoding.Ints(ref w, ref k, tile, t0, count); break;
            case EncodingId.Int4: IntegerEncoding.Ints(ref w, ref k, tile, t0, count); break;
            case EncodingId.Int2: IntegerEncoding.Ints(ref w, ref k, tile, t0, count); break;
            case EncodingId.Binary: BinaryEncoding.Ints(ref w, ref k, tile, t0, count); break;
            case EncodingId.TernaryPlanes: TernaryPlanesEncoding.Ints(ref w, ref k, tile, t0, count); break;
            case EncodingId.TernaryTrits: TernaryTritsEncoding.Ints(ref w, ref k, tile, t0, count); break;
            case EncodingId.Codebook: CodebookEncoding.Ints(ref w, ref k, tile, t0, count); break;
            case EncodingId.SparseInt8: Sparse.Ints(ref w, ref k, tile, t0, count); break;
            case EncodingId.SparseCodebook: Sparse.Ints(ref w, ref k, tile, t0, count); break;
        }
    }

    /// <summary>Whether the zeros are left out.</summary>
    public static bool IsSparse(int encoding)
    {
        switch (encoding)
        {
            case EncodingId.SparseInt8: return true;
            case EncodingId.SparseCodebook: return true;
            case EncodingId.SparseFloat16: return true;
            case EncodingId.SparseFloat32: return true;
            default: return false;
        }
    }

    /// <summary>Whether the values are 8-bit integers times a scale, if any.</summary>
    public static bool HasIntegers(ref Constant k)
    {
        switch (k.Encoding)
        {
            case EncodingId.Int8: return true;
            case EncodingId.Int4: return true;
            case EncodingId.Int2: return true;
            case EncodingId.Binary: return true;
            case EncodingId.TernaryPlanes: return true;
            case EncodingId.TernaryTrits: return true;
            case EncodingId.Codebook: return k.TableType == EncodingId.Int8;
            case EncodingId.SparseInt8: return true;
            case EncodingId.SparseCodebook: return k.TableType == EncodingId.Int8;
            default: return false;
        }
    }
}

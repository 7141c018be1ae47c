namespace EdgeRuntime.Format;

/// <summary>Encoding 13: relative offsets and IEEE 754 singles. (gap bits + 32) x density bits a weight when raw.</summary>
public static unsafe class SparseFloat32Encoding
{
    public static void ReadHeader(ref Cursor c, ref Constant k, int coding) => SparseFloat16Encoding.ReadHeader(ref c, ref k, coding, 4);

    public static int Validate(Bytes file, ref Constant k, Words state, int s0)
    {
        if (k.NonZeros == 0) return Status.Ok;
        int status = Float32Encoding.Check(file, k.DataAt, k.NonZeros);
        return status != Status.Ok ? status : Sparse.Validate(file, ref k, state, s0, 0);
    }
}

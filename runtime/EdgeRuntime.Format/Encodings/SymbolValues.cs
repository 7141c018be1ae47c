namespace EdgeRuntime.Format;

/// <summary>What the symbols of a constant stand for.</summary>
internal static unsafe class SymbolValues
{
    /// <summary>The values of all symbols, before any scale.</summary>
    public static float[] Of(Bytes file, ref Constant k)
    {
        float[] values = new float[1 << k.Values.Bits];
        for (int i = 0; i < values.Length; i++)
        {
            values[i] = k.Encoding switch
            {
                EncodingId.Codebook or EncodingId.SparseCodebook => CodebookEncoding.Entry(file, ref k, i),
                EncodingId.Binary => 1 - 2 * i,
                _ => IntegerEncoding.Value(i, k.Values.Coding, k.Values.Bits),
            };
        }

        return values;
    }
}

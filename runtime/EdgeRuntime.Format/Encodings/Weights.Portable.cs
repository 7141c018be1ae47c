namespace EdgeRuntime.Format;

/// <summary>Decoding of weights in row-major order.</summary>
public static unsafe class Weights
{
    /// <summary>Starts at the first element. <see cref="Constants.StateWords"/> words from <paramref name="s0"/> belong to the cursor.</summary>
    public static void Open(Bytes file, ref Constant k, Words state, int s0, ref WeightCursor w)
    {
        w = default;
        w.File = file;
        w.State = state;
        w.StateAt = s0;
        w.RowEnd = k.RowLength;
        w.Position = -1;
        w.Column = -1;
        w.ValuesLeft = k.NonZeros;
        w.GapsLeft = k.Gaps.Count;
        if (k.Values.Coding == CodingId.Range) RangeCoder.Clear(state, s0, RangeCoder.ValueWords);
        if (k.Gaps.Coding == CodingId.Range) RangeCoder.Clear(state, s0 + RangeCoder.ValueWords, RangeCoder.GapWords);
        CodingList.Open(file, ref k.Values, ref w.Values);
        if (Constants.IsSparse(ref k) && !Sparse.Shared(ref k)) CodingList.Open(file, ref k.Gaps, ref w.Gaps);
    }

    /// <summary>The next <paramref name="count"/> real values; zeros after the last.</summary>
    public static void Floats(ref WeightCursor w, ref Constant k, Floats tile, int t0, int count)
    {
        int left = k.Rows * k.RowLength - w.Next;
        int held = count < left ? count : left;
        if (held > 0) EncodingList.Floats(ref w, ref k, tile, t0, held);
        for (int i = held; i < count; i++) tile[t0 + i] = 0f;
        w.Next += held;
    }

    /// <summary>The next <paramref name="count"/> integers, before any scale; zeros after the last.</summary>
    public static void Ints(ref WeightCursor w, ref Constant k, SBytes tile, int t0, int count)
    {
        int left = k.Rows * k.RowLength - w.Next;
        int held = count < left ? count : left;
        if (!EncodingList.HasIntegers(ref k)) held = 0;
        if (held > 0) EncodingList.Ints(ref w, ref k, tile, t0, held);
        for (int i = held; i < count; i++) tile[t0 + i] = 0;
        w.Next += held;
    }

    /// <summary>Sparse: moves to the next non-zero; its position, real value and (when it is one) integer stand in the cursor.</summary>
    /// <returns>False after the last.</returns>
    public static bool NextNonZero(ref WeightCursor w, ref Constant k) => Sparse.NextFloat(ref w, ref k);

    /// <summary><see cref="NextNonZero"/> without floating point, for constants that are integers.</summary>
    public static bool NextNonZeroInteger(ref WeightCursor w, ref Constant k) =>
        EncodingList.HasIntegers(ref k) && Sparse.NextInteger(ref w, ref k);
}

namespace EdgeRuntime.Format;

/// <summary>The part that the sparse encodings share: relative offsets between the non-zeros of the whole matrix in row-major order.</summary>
/// <remarks>
/// A gap symbol s below m = 2^bits - 1 puts the next non-zero s positions after the element that follows the previous one; m skips m positions
/// and stores no value, where Deep Compression (Han et al. 2016, arXiv 1510.00149) stores a filler zero. Optionally only live columns are
/// counted, those that hold a non-zero in some row: pruning empties whole inputs, and gaps that step over them cost much more than a bit a column.
/// </remarks>
public static unsafe class Sparse
{
    /// <summary>
    /// Reads what stands first: byte (bits 0-2 gap width - 1, bits 3-4 coding of the gaps, bit 5 live columns, bits 6-7 zero), varint
    /// non-zeros, varint skips, and one bit a column when only live columns are counted.
    /// </summary>
    /// <returns>Whether anything follows: a matrix of zeros ends here.</returns>
    public static bool ReadCounts(ref Cursor c, ref Constant k)
    {
        int at = c.At;
        int head = Read.U8(ref c);
        if (head > 63) Read.Fail(ref c, Status.UnknownCoding, at, head >> 3, CodingId.Count - 1);
        k.Gaps.Bits = (head & 7) + 1;
        k.Gaps.Coding = head >> 3 & 3;
        k.LiveAt = -1;
        k.NonZeros = Read.Varint(ref c, k.Rows * k.RowLength);
        if (k.NonZeros == 0) return false;
        int skips = Read.Varint(ref c, k.Rows * k.RowLength);
        k.Gaps.Count = k.NonZeros + skips;
        if (head > 31) k.LiveAt = Read.Skip(ref c, BitStream.Bytes(k.RowLength, 1));
        return c.Fault == Status.Ok;
    }

    /// <summary>Reads the headers and payloads of both streams; <paramref name="bits"/> and <paramref name="coding"/> belong to the values.</summary>
    public static void ReadStreams(ref Cursor c, ref Constant k, int coding, int bits)
    {
        Symbols.ReadHeader(ref c, k.Gaps.Coding, k.Gaps.Bits, k.Gaps.Count, ref k.Gaps);
        Symbols.ReadHeader(ref c, coding, bits, k.NonZeros, ref k.Values);
        if (!Shared(ref k)) Symbols.ReadPayload(ref c, ref k.Gaps);
        Symbols.ReadPayload(ref c, ref k.Values);
    }

    /// <summary>Whether the values are plain floats instead of symbols.</summary>
    public static bool HasFloats(ref Constant k) => k.Encoding == EncodingId.SparseFloat16 || k.Encoding == EncodingId.SparseFloat32;

    /// <summary>Whether gaps and values alternate in one payload, the value after its gap.</summary>
    public static bool Shared(ref Constant k) =>
        !HasFloats(ref k) && k.Gaps.Coding == k.Values.Coding && k.Gaps.Coding != CodingId.Raw;

    /// <summary>Decodes the offsets and the value symbols once: all positions inside the matrix, no skip at the end, indices in the table.</summary>
    public static int Validate(Bytes file, ref Constant k, Words state, int s0, int limit)
    {
        if (k.NonZeros == 0) return Status.Ok;
        int used = k.RowLength & 7;
        if (k.LiveAt >= 0 && used != 0 && file[k.LiveAt + (k.RowLength >> 3)] >> used != 0) return Status.BadStream;
        WeightCursor w = default;
        Weights.Open(file, ref k, state, s0, ref w);
        bool floats = HasFloats(ref k);
        while (NextPosition(ref w, ref k))
        {
            if (!floats && NextSymbol(ref w, ref k) >= limit) return Status.BadIndex;
            w.ValuesLeft--;
        }

        if (w.ValuesLeft != 0 || w.GapsLeft != 0) return Status.BadStream;
        if (!floats && !CodingList.Finished(file, ref k.Values, ref w.Values)) return Status.BadStream;
        return Shared(ref k) || CodingList.Finished(file, ref k.Gaps, ref w.Gaps) ? Status.Ok : Status.BadStream;
    }

    /// <summary>Reads gap symbols up to the next non-zero; false after the last or when it lies outside the matrix.</summary>
    public static bool NextPosition(ref WeightCursor w, ref Constant k)
    {
        int skip = (1 << k.Gaps.Bits) - 1;
        int contexts = w.StateAt + RangeCoder.ValueWords;
        bool shared = Shared(ref k);
        while (w.GapsLeft > 0 && w.ValuesLeft > 0)
        {
            int gap = shared
                ? CodingList.Next(w.File, ref k.Gaps, ref w.Values, w.State, contexts, RangeCoder.GapLevels)
                : CodingList.Next(w.File, ref k.Gaps, ref w.Gaps, w.State, contexts, RangeCoder.GapLevels);
            w.GapsLeft--;
            int steps = gap == skip ? skip : gap + 1;
            if (k.LiveAt < 0) w.Position += steps;
            else StepLive(ref w, ref k, steps);
            if (w.Position >= k.Rows * k.RowLength) return false;
            if (gap != skip) return true;
        }

        return false;
    }

    /// <summary>Moves over <paramref name="steps"/> elements of live columns.</summary>
    private static void StepLive(ref WeightCursor w, ref Constant k, int steps)
    {
        int size = k.Rows * k.RowLength;
        int position = w.Position;
        int column = w.Column;
        while (steps > 0 && position < size)
        {
            position++;
            if (++column == k.RowLength) column = 0;
            // Eight columns at once while the end lies beyond them.
            if ((column & 7) == 0 && steps > 8)
            {
                while (column + 8 < k.RowLength && steps > 8)
                {
                    steps -= Count(w.File[k.LiveAt + (column >> 3)]);
                    column += 8;
                    position += 8;
                }
            }

            steps -= w.File[k.LiveAt + (column >> 3)] >> (column & 7) & 1;
        }

        w.Position = position;
        w.Column = column;
    }

    /// <summary>Ones in a byte.</summary>
    private static int Count(int b)
    {
        b -= b >> 1 & 0x55;
        b = (b & 0x33) + (b >> 2 & 0x33);
        return (b + (b >> 4)) & 15;
    }

    /// <summary>The value symbol of the non-zero that <see cref="NextPosition"/> found.</summary>
    public static int NextSymbol(ref WeightCursor w, ref Constant k) =>
        CodingList.Next(w.File, ref k.Values, ref w.Values, w.State, w.StateAt, RangeCoder.ValueLevels);

    /// <summary>Moves to the next non-zero and its integer: SparseInt8, or SparseCodebook with an Int8 table.</summary>
    public static bool NextInteger(ref WeightCursor w, ref Constant k)
    {
        if (!NextPosition(ref w, ref k)) return false;
        w.ValuesLeft--;
        int symbol = NextSymbol(ref w, ref k);
        w.Integer = k.Encoding == EncodingId.SparseInt8
            ? IntegerEncoding.Value(symbol, k.Values.Coding, 8)
            : CodebookEncoding.Integer(w.File, ref k, symbol);
        return true;
    }

    /// <summary>Moves to the next non-zero and its real value.</summary>
    public static bool NextFloat(ref WeightCursor w, ref Constant k)
    {
        if (HasFloats(ref k))
        {
            if (!NextPosition(ref w, ref k)) return false;
            int i = k.NonZeros - w.ValuesLeft;
            w.Value = k.Encoding == EncodingId.SparseFloat16 ? HalfFloat.At(w.File, k.DataAt + 2 * i) : Port.ToFloat(Port.Word(w.File, k.DataAt + 4 * i));
            w.ValuesLeft--;
            return true;
        }

        if (k.Encoding == EncodingId.SparseInt8 || k.TableType == EncodingId.Int8)
        {
            if (!NextInteger(ref w, ref k)) return false;
            w.Value = w.Integer;
        }
        else
        {
            if (!NextPosition(ref w, ref k)) return false;
            w.ValuesLeft--;
            w.Value = CodebookEncoding.Entry(w.File, ref k, NextSymbol(ref w, ref k));
        }

        if (k.ScaleKind == ScaleKind.None) return true;
        Scales.EnterRow(ref w, ref k, w.Position);
        w.Value *= Scales.Of(w.File, ref k, w.Row);
        return true;
    }

    public static void Floats(ref WeightCursor w, ref Constant k, Floats tile, int t0, int count)
    {
        for (int i = 0; i < count; i++) tile[t0 + i] = 0f;
        int end = w.Next + count;
        while (w.Pending || (w.Pending = NextFloat(ref w, ref k)))
        {
            if (w.Position >= end) return;
            tile[t0 + w.Position - w.Next] = w.Value;
            w.Pending = false;
        }
    }

    public static void Ints(ref WeightCursor w, ref Constant k, SBytes tile, int t0, int count)
    {
        for (int i = 0; i < count; i++) tile[t0 + i] = 0;
        int end = w.Next + count;
        while (w.Pending || (w.Pending = NextInteger(ref w, ref k)))
        {
            if (w.Position >= end) return;
            tile[t0 + w.Position - w.Next] = (sbyte)w.Integer;
            w.Pending = false;
        }
    }
}

namespace EdgeRuntime.Format;

/// <summary>Parsing and checking of constants.</summary>
public static unsafe class Constants
{
    /// <summary>Words of decoding state in the word arena: 256 bytes.</summary>
    public const int StateWords = 64;

    /// <summary>Parses a matrix of <paramref name="rows"/> x <paramref name="rowLength"/> values, checks its header and sizes and steps over it.</summary>
    public static void Read(ref Cursor c, int rows, int rowLength, ref Constant k)
    {
        k = default;
        int at = c.At;
        if (rows < 1 || rowLength < 1 || rows > Limits.Elements / rowLength)
        {
            Format.Read.Fail(ref c, Status.LimitExceeded, at, rows, Limits.Elements);
            return;
        }

        int head = Format.Read.U8(ref c);
        int coding = head >> 5 & 3;
        k.Encoding = head & 31;
        k.Rows = rows;
        k.RowLength = rowLength;
        if (head > 127) Format.Read.Fail(ref c, Status.UnknownCoding, at, head >> 5, CodingId.Count - 1);
        if (coding != CodingId.Raw && !EncodingList.HasCodings(k.Encoding) && k.Encoding < EncodingId.Count)
            Format.Read.Fail(ref c, Status.UnknownCoding, at, coding, CodingId.Raw);
        if (c.Fault == Status.Ok) EncodingList.ReadHeader(ref c, ref k, coding);
    }

    /// <summary>Parses a vector of <paramref name="length"/> values in an encoding with random access.</summary>
    public static void ReadVector(ref Cursor c, int length, ref Constant k)
    {
        int at = c.At;
        Read(ref c, 1, length, ref k);
        bool dense = k.Encoding <= EncodingId.Int2 || k.Encoding == EncodingId.Codebook;
        if (!dense || k.Values.Coding != CodingId.Raw) Format.Read.Fail(ref c, Status.WrongEncoding, at, k.Encoding, EncodingId.Int32);
    }

    /// <summary>Whether the int8 operations can use it: integers within -128..127 without a scale.</summary>
    public static bool IsInteger(ref Constant k) => k.ScaleKind == ScaleKind.None && EncodingList.HasIntegers(ref k);

    /// <summary>Whether <see cref="Weights.NextNonZero"/> can walk it.</summary>
    public static bool IsSparse(ref Constant k) => EncodingList.IsSparse(k.Encoding);

    /// <summary>Decodes every stream once and returns a <see cref="Status"/>. 64 words from <paramref name="s0"/> are scratch.</summary>
    public static int Validate(Bytes file, ref Constant k, Words state, int s0) => EncodingList.Validate(file, ref k, state, s0);

    /// <summary>Element of a vector as a real number.</summary>
    public static float FloatAt(Bytes file, ref Constant k, int index)
    {
        switch (k.Encoding)
        {
            case EncodingId.Float32: return Port.ToFloat(Port.Word(file, k.DataAt + 4 * index));
            case EncodingId.Float16: return HalfFloat.At(file, k.DataAt + 2 * index);
            case EncodingId.Int32: return Int32Encoding.At(file, ref k, index);
            case EncodingId.Codebook: return CodebookEncoding.Entry(file, ref k, Symbol(file, ref k, index)) * Scales.Of(file, ref k, 0);
            default: return IntAt(file, ref k, index) * Scales.Of(file, ref k, 0);
        }
    }

    /// <summary>Element of a vector of integers, before any scale.</summary>
    public static int IntAt(Bytes file, ref Constant k, int index)
    {
        switch (k.Encoding)
        {
            case EncodingId.Int32: return Int32Encoding.At(file, ref k, index);
            case EncodingId.Codebook: return CodebookEncoding.Integer(file, ref k, Symbol(file, ref k, index));
            default: return IntegerEncoding.Value(Symbol(file, ref k, index), CodingId.Raw, k.Values.Bits);
        }
    }

    /// <summary>Whether <see cref="IntAt"/> gives a vector's values.</summary>
    public static bool IsIntegerVector(ref Constant k)
    {
        if (k.Encoding == EncodingId.Codebook && k.TableType == EncodingId.Int32) return true;
        return k.Encoding == EncodingId.Int32 || IsInteger(ref k);
    }

    private static int Symbol(Bytes file, ref Constant k, int index) => BitStream.Element(file, k.Values.DataAt, index, k.Values.Bits);
}

namespace EdgeRuntime.Format;

/// <summary>Ids of the storage encodings; FORMAT.md has a section for each.</summary>
public static class EncodingId
{
    public const int Float32 = 0;
    public const int Float16 = 1;
    public const int Int32 = 2;
    public const int Int8 = 3;
    public const int Int4 = 4;
    public const int Int2 = 5;
    public const int Binary = 6;
    public const int TernaryPlanes = 7;
    public const int TernaryTrits = 8;
    public const int Codebook = 9;
    public const int SparseInt8 = 10;
    public const int SparseCodebook = 11;
    public const int SparseFloat16 = 12;
    public const int SparseFloat32 = 13;
    public const int Count = 14;
}

/// <summary>Ids of the codings of a symbol stream.</summary>
public static class CodingId
{
    public const int Raw = 0;
    public const int Huffman = 1;
    public const int Range = 2;
    public const int Count = 3;
}

/// <summary>How the scales of an integer-valued encoding are stored.</summary>
public static class ScaleKind
{
    /// <summary>No scale: the value is the integer itself.</summary>
    public const int None = 0;

    /// <summary>One fp32 scale for the tensor.</summary>
    public const int TensorFloat32 = 1;

    /// <summary>One fp32 scale a row.</summary>
    public const int RowFloat32 = 2;

    /// <summary>One fp16 scale for the tensor.</summary>
    public const int TensorFloat16 = 3;

    /// <summary>One fp16 scale a row.</summary>
    public const int RowFloat16 = 4;
    public const int Count = 5;
}

/// <summary>A run of symbols of equal width in one coding: where it lies and how to read it.</summary>
public struct SymbolStream
{
    /// <summary>One of <see cref="CodingId"/>.</summary>
    public int Coding;

    /// <summary>Width of a symbol, 0 to 8 bits; 0 when every symbol is 0.</summary>
    public int Bits;

    /// <summary>Number of symbols.</summary>
    public int Count;

    /// <summary>Huffman: position of the code-length counts, and of the symbols in canonical order (-1: 0, 1, 2, ...).</summary>
    public int TableAt;
    public int SymbolsAt;

    /// <summary>Huffman: longest code in bits, and how many codes are that long.</summary>
    public int Longest;
    public int LastCodes;

    /// <summary>Range: a context's counts are halved when one of them reaches this, 2 to 255.</summary>
    public int Limit;

    /// <summary>Payload.</summary>
    public int DataAt;
    public int DataBytes;
}

/// <summary>A constant matrix of a model file, parsed but not decoded: rows x row length values in row-major order.</summary>
/// <remarks>A weight matrix has one row an output channel; a vector has one row.</remarks>
public struct Constant
{
    /// <summary>One of <see cref="EncodingId"/>.</summary>
    public int Encoding;
    public int Rows;
    public int RowLength;

    /// <summary>One of <see cref="Format.ScaleKind"/>, and the position of the scales.</summary>
    public int ScaleKind;
    public int ScaleAt;

    /// <summary>Codebook: value type (Float32, Float16, Int32 or Int8 of <see cref="EncodingId"/>), position, number of entries.</summary>
    public int TableType;
    public int TableAt;
    public int TableCount;

    /// <summary>Binary: elements that share a run of whole 32-bit words, or 0 when the bits are packed without gaps.</summary>
    public int GroupLength;

    /// <summary>Int32: width of an element, 1 to 32 bits.</summary>
    public int Width;

    /// <summary>Payload of the encodings that are not symbol streams (fp32, fp16, int32, grouped binary, ternary, values of sparse fp16).</summary>
    public int DataAt;
    public int DataBytes;

    /// <summary>Sparse: number of stored non-zero values, and the offsets between them.</summary>
    /// <remarks>When gaps and values are both Huffman or both Range coded, they alternate in one payload.</remarks>
    public int NonZeros;
    public SymbolStream Gaps;

    /// <summary>Sparse: one bit a column, 1 where the gaps count it; -1 when they count every column.</summary>
    public int LiveAt;

    /// <summary>Values: integers or codebook indices.</summary>
    public SymbolStream Values;
}

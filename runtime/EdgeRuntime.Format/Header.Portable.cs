namespace EdgeRuntime.Format;

/// <summary>The head of a model file: what a device must know before it allocates or runs anything.</summary>
public struct ModelHeader
{
    /// <summary>Length of the file in bytes.</summary>
    public int Length;

    /// <summary>Elements of the three arenas.</summary>
    public int Int8Arena;
    public int WordArena;
    public int FloatArena;

    /// <summary>Number of registers; they occupy the first words of the word arena.</summary>
    public int Registers;
    public int InputCount;

    /// <summary>Position of the input list.</summary>
    public int InputsAt;
    public int OutputCount;
    public int OutputsAt;
    public int OperationCount;

    /// <summary>First operation record.</summary>
    public int OperationsAt;
}

/// <summary>Reads and checks <see cref="ModelHeader"/>.</summary>
public static unsafe class Headers
{
    /// <summary>"ERM" and the version, as a little-endian word.</summary>
    public const uint Magic = 0x014D5245u;

    /// <summary>Bytes before the checksummed part: magic and CRC-32C.</summary>
    public const int Prefix = 8;

    /// <summary>Starts a cursor at the beginning of a file of <paramref name="length"/> bytes.</summary>
    public static void Open(ref Cursor c, Bytes file, int length)
    {
        c = default;
        c.File = file;
        c.End = length;
    }

    /// <summary>Checks magic, version and length, which stand in the first 13 bytes: what tells a model file before all of it is there.</summary>
    public static void Identify(ref Cursor c, ref ModelHeader h)
    {
        h = default;
        int at = Read.Skip(ref c, Prefix);
        if (c.Fault != Status.Ok) return;
        uint magic = Port.Word(c.File, at);
        if ((magic & 0x00FFFFFFu) != (Magic & 0x00FFFFFFu)) Read.Fail(ref c, Status.NotAModel, 0, (int)magic, (int)Magic);
        if (magic != Magic) Read.Fail(ref c, Status.UnknownVersion, 3, (int)(magic >> 24), (int)(Magic >> 24));
        h.Length = Read.Varint(ref c, Limits.FileBytes);
        Read.Require(ref c, h.Length == c.End, Status.WrongLength, c.End, h.Length);
    }

    /// <summary>Identifies the file, checks its checksum and reads the header. Leaves the cursor at the first operation.</summary>
    public static void Next(ref Cursor c, ref ModelHeader h)
    {
        Identify(ref c, ref h);
        if (c.Fault == Status.Ok) Checksum(ref c);
        Sizes(ref c, ref h);
    }

    /// <summary>Compares the stored checksum with that of everything behind it.</summary>
    public static void Checksum(ref Cursor c)
    {
        uint stored = Port.Word(c.File, Prefix - 4);
        uint actual = Crc32c.Of(c.File, Prefix, c.End - Prefix);
        if (stored != actual) Read.Fail(ref c, Status.WrongChecksum, Prefix - 4, (int)actual, (int)stored);
    }

    /// <summary>What follows the length: arenas, registers, inputs and outputs.</summary>
    public static void Sizes(ref Cursor c, ref ModelHeader h)
    {
        h.Int8Arena = Read.Varint(ref c, Limits.Elements);
        h.WordArena = Read.Varint(ref c, Limits.Elements);
        h.FloatArena = Read.Varint(ref c, Limits.Elements);
        h.Registers = Read.Varint(ref c, Limits.Registers);
        h.InputCount = Read.Varint(ref c, Limits.Ports);
        Read.Require(ref c, h.InputCount <= h.Registers, Status.WrongRegister, h.InputCount, h.Registers);
        h.InputsAt = c.At;
        ModelPort port = default;
        for (int i = 0; i < h.InputCount; i++) Input(ref c, ref port);
        h.OutputCount = Read.Varint(ref c, Limits.Ports);
        h.OutputsAt = c.At;
        for (int i = 0; i < h.OutputCount; i++) Output(ref c, ref port);
        h.OperationCount = Read.Varint(ref c, Limits.Operations);
        h.OperationsAt = c.At;
    }

    /// <summary>One entry of the input list: kind, shape, arena offset, and for int8 scale and zero point.</summary>
    public static void Input(ref Cursor c, ref ModelPort p)
    {
        p = default;
        p.Kind = Read.U8(ref c);
        Read.Require(ref c, p.Kind <= Kind.Int8, Status.WrongKind, p.Kind, Kind.Int8);
        p.Rank = Read.Varint(ref c, Limits.Rank);
        for (int i = 0; i < p.Rank; i++) Sixes.Set(ref p.Shape, i, Read.Varint(ref c, Limits.Dimension));
        p.Offset = Read.Varint(ref c, Limits.Elements);
        Quantization(ref c, ref p);
    }

    /// <summary>One entry of the output list: register, kind, and for int8 scale and zero point.</summary>
    public static void Output(ref Cursor c, ref ModelPort p)
    {
        p = default;
        p.Register = Read.U8(ref c);
        p.Kind = Read.U8(ref c);
        Read.Require(ref c, p.Kind <= Kind.Int8, Status.WrongKind, p.Kind, Kind.Int8);
        Quantization(ref c, ref p);
    }

    private static void Quantization(ref Cursor c, ref ModelPort p)
    {
        if (p.Kind != Kind.Int8) return;
        p.ScaleBits = Read.F32Bits(ref c);
        Read.Require(ref c, (int)p.ScaleBits > 0, Status.WrongAttribute, 0, 1);
        p.ZeroPoint = Read.Zigzag(ref c, 127);
    }
}

/// <summary>A model input or output.</summary>
public struct ModelPort
{
    /// <summary>Float32 or Int8 of <see cref="Format.Kind"/>.</summary>
    public int Kind;
    public int Rank;
    public Six Shape;

    /// <summary>Inputs: first element in the arena of the kind.</summary>
    public int Offset;

    /// <summary>Outputs: register that holds the result.</summary>
    public int Register;

    /// <summary>Int8: real = scale * (q - ZeroPoint), and the scale is the float of these bits: some cores have no floats.</summary>
    public uint ScaleBits;
    public int ZeroPoint;
}

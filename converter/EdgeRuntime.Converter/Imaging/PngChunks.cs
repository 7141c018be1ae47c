using System;
using System.Buffers.Binary;
using System.Text;

namespace EdgeRuntime.Converter.Imaging;

/// <summary>Walks the chunks of a PNG file (length, type, data, CRC-32 of type and data) and checks each.</summary>
internal ref struct PngChunks(ReadOnlySpan<byte> file, string name)
{
    /// <summary>The eight bytes a PNG file begins with.</summary>
    public static ReadOnlySpan<byte> Signature => [0x89, (byte)'P', (byte)'N', (byte)'G', 13, 10, 26, 10];

    private static readonly uint[] CrcTable = MakeCrcTable();

    private readonly ReadOnlySpan<byte> file = file;
    private int at = Signature.Length;

    /// <summary>Type of the current chunk: four ASCII letters.</summary>
    public string Type { get; private set; } = "";

    /// <summary>Data of the current chunk.</summary>
    public ReadOnlySpan<byte> Data { get; private set; } = default;

    /// <summary>Whether a reader that does not know the current chunk must give up: the fifth bit of the first letter is clear.</summary>
    public readonly bool IsCritical => (Type[0] & 0x20) == 0;

    /// <summary>Moves to the next chunk; a file that ends before IEND is refused.</summary>
    public void Next()
    {
        if (file.Length - at < 12) throw new ConversionException($"{name} ends at byte {file.Length} without the IEND chunk: it is cut short");
        uint length = BinaryPrimitives.ReadUInt32BigEndian(file[at..]);
        if (length > file.Length - at - 12)
            throw new ConversionException($"{name} has a chunk of {length} bytes at byte {at}, but only {file.Length - at - 12} are left: it is cut short or damaged");
        ReadOnlySpan<byte> covered = file.Slice(at + 4, 4 + (int)length);
        foreach (byte letter in covered[..4])
        {
            if (!char.IsAsciiLetter((char)letter)) throw new ConversionException($"{name} has no chunk type at byte {at + 4}: the file is damaged");
        }

        Type = Encoding.ASCII.GetString(covered[..4]);
        uint stored = BinaryPrimitives.ReadUInt32BigEndian(file[(at + 8 + (int)length)..]);
        if (stored != Crc(covered)) throw new ConversionException($"{name} has a wrong checksum in its chunk {Type} at byte {at}: the file is damaged");
        Data = covered[4..];
        at += 12 + (int)length;
    }

    /// <summary>CRC-32 (ISO 3309, polynomial 0xEDB88320 reflected) of <paramref name="bytes"/>.</summary>
    public static uint Crc(ReadOnlySpan<byte> bytes)
    {
        uint crc = uint.MaxValue;
        foreach (byte b in bytes) crc = CrcTable[(crc ^ b) & 0xff] ^ (crc >> 8);
        return ~crc;
    }

    private static uint[] MakeCrcTable()
    {
        uint[] table = new uint[256];
        for (uint n = 0; n < 256; n++)
        {
            uint c = n;
            for (int k = 0; k < 8; k++) c = (c & 1) != 0 ? 0xedb88320 ^ (c >> 1) : c >> 1;
            table[n] = c;
        }

        return table;
    }
}

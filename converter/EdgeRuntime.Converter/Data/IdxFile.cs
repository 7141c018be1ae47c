using System;
using System.Buffers.Binary;
using System.IO;
using System.IO.Compression;

namespace EdgeRuntime.Converter.Data;

/// <summary>An IDX file of unsigned bytes: big-endian magic 0x0800 + number of dimensions, the dimensions, then the values; gzipped or not.</summary>
internal sealed class IdxFile
{
    private const long MaxExpansion = 1032;

    private IdxFile(int[] shape, byte[] values)
    {
        Shape = shape;
        Values = values;
    }

    /// <summary>Dimensions, outermost first.</summary>
    public int[] Shape { get; }

    /// <summary>Values in row-major order.</summary>
    public byte[] Values { get; }

    /// <summary>Reads the file at <paramref name="path"/>, which must have <paramref name="dimensions"/> dimensions.</summary>
    public static IdxFile Read(string path, int dimensions)
    {
        try
        {
            using FileStream file = File.OpenRead(path);
            return Read(file, dimensions, path);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new ConversionException(File.Exists(path) ? $"{path} cannot be read: {e.Message}" : $"there is no file {path}", e);
        }
    }

    /// <summary>Reads a seekable stream from its beginning, which messages call <paramref name="name"/>.</summary>
    public static IdxFile Read(Stream file, int dimensions, string name)
    {
        Span<byte> start = stackalloc byte[2];
        file.Position = 0;
        bool gzipped = file.ReadAtLeast(start, 2, false) == 2 && start[0] == 0x1f && start[1] == 0x8b;
        file.Position = 0;
        if (!gzipped) return Parse(file, dimensions, file.Length, name);
        try
        {
            using GZipStream plain = new(file, CompressionMode.Decompress, leaveOpen: true);
            return Parse(plain, dimensions, file.Length * MaxExpansion, name);
        }
        catch (InvalidDataException e)
        {
            throw new ConversionException($"{name} is damaged gzip data: {e.Message}", e);
        }
    }

    private static IdxFile Parse(Stream plain, int dimensions, long longest, string name)
    {
        byte[] header = new byte[4 + 4 * dimensions];
        int got = plain.ReadAtLeast(header, header.Length, false);
        if (got < 4) throw new ConversionException($"{name} has {got} bytes; an IDX file begins with {header.Length} of header: it is cut short");
        uint magic = BinaryPrimitives.ReadUInt32BigEndian(header);
        uint expected = 0x800u + (uint)dimensions;
        if (magic != expected)
            throw new ConversionException($"{name} begins with 0x{magic:x8}; an IDX file of {dimensions}-dimensional bytes begins with 0x{expected:x8}: it is another kind of file");
        if (got < header.Length) throw new ConversionException($"{name} ends within its IDX header: it is cut short");
        int[] shape = new int[dimensions];
        long total = 1;
        for (int i = 0; i < dimensions; i++)
        {
            uint size = BinaryPrimitives.ReadUInt32BigEndian(header.AsSpan(4 + 4 * i));
            if (size == 0 || total * size > Math.Min(longest, Array.MaxLength))
                throw new ConversionException($"{name} says it holds {Stated(header)} values, which its length cannot hold: it is cut short or damaged");
            total *= size;
            shape[i] = (int)size;
        }

        byte[] values = new byte[total];
        got = plain.ReadAtLeast(values, values.Length, false);
        if (got < total) throw new ConversionException($"{name} says it holds {Stated(header)} values, but only {got} follow: it is cut short");
        if (plain.ReadByte() >= 0) throw new ConversionException($"{name} says it holds {Stated(header)} values, but more follow: it is damaged");
        return new IdxFile(shape, values);
    }

    private static string Stated(byte[] header)
    {
        string[] sizes = new string[header.Length / 4 - 1];
        for (int i = 0; i < sizes.Length; i++) sizes[i] = BinaryPrimitives.ReadUInt32BigEndian(header.AsSpan(4 + 4 * i)).ToString();
        return string.Join(" x ", sizes);
    }
}

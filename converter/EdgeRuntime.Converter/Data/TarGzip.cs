using System;
using System.Collections.Generic;
using System.IO;
using System.IO.Compression;
using System.Text;

namespace EdgeRuntime.Converter.Data;

/// <summary>Reads regular files out of a gzipped tar archive (POSIX ustar and pax, GNU long names), in one pass.</summary>
internal static class TarGzip
{
    /// <summary>Longest file in an archive or data set folder, in bytes.</summary>
    public const int MaxFile = 1 << 28;

    private const int Block = 512;
    private const int MaxName = 1 << 16;

    // Pictures and labels shrink by far less; anything beyond is built to exhaust memory or time.
    private const long MaxExpansion = 64;
    private const long Allowance = 1 << 26;

    /// <summary>The regular files whose names <paramref name="wanted"/> accepts, in the archive's order.</summary>
    public static IEnumerable<(string Name, byte[] Content)> Read(Stream compressed, string origin, Func<string, bool> wanted)
    {
        using GZipStream tar = new(compressed, CompressionMode.Decompress);
        Reader reader = new(tar, origin, compressed.Length * MaxExpansion + Allowance);
        byte[] header = new byte[Block];
        string longName = "";
        bool empty = true;
        while (reader.Block(header, atEndAllowed: !empty) && !IsZero(header))
        {
            empty = false;
            long size = CheckHeader(header, origin);
            char kind = (char)header[156];
            string name = longName.Length > 0 ? longName : Name(header);
            if (kind is 'L' or 'x')
            {
                if (size > MaxName) throw new ConversionException($"{origin} has a file name record of {size} bytes; up to {MaxName} are read: the archive is damaged");
                byte[] record = reader.Content(size);
                longName = kind == 'L' ? Encoding.UTF8.GetString(record).TrimEnd('\0') : PaxPath(record);
                continue;
            }

            longName = "";
            name = name.StartsWith("./", StringComparison.Ordinal) ? name[2..] : name;
            bool regular = kind is '0' or '\0';
            if (regular && wanted(name))
            {
                if (size > MaxFile) throw new ConversionException($"{origin} holds {name} of {size} bytes; files of up to {MaxFile} are read");
                yield return (name, reader.Content(size));
            }
            else
            {
                reader.Skip(size);
            }
        }
    }

    private static bool IsZero(byte[] header) => !header.AsSpan().ContainsAnyExcept((byte)0);

    // The checksum counts its own eight bytes as blanks.
    private static long CheckHeader(byte[] header, string origin)
    {
        int sum = 8 * ' ';
        for (int i = 0; i < Block; i++) sum += i is >= 148 and < 156 ? 0 : header[i];
        long stored = Octal(header.AsSpan(148, 8));
        if (stored != sum) throw new ConversionException($"{origin} has a tar header with checksum {stored} where {sum} was expected: it is no tar archive or is damaged");
        long size = Octal(header.AsSpan(124, 12));
        return size >= 0 ? size : throw new ConversionException($"{origin} has a tar header without a readable file size: the archive is damaged");
    }

    private static long Octal(ReadOnlySpan<byte> field)
    {
        long value = 0;
        bool digits = false;
        foreach (byte b in field)
        {
            if (b is >= (byte)'0' and <= (byte)'7')
            {
                value = value * 8 + (b - '0');
                digits = true;
            }
            else if (b is not ((byte)' ' or 0))
            {
                return -1;
            }
            else if (digits)
            {
                break;
            }
        }

        return digits ? value : -1;
    }

    private static string Name(byte[] header)
    {
        string name = Text(header.AsSpan(0, 100));
        bool posix = header.AsSpan(257, 6).SequenceEqual("ustar\0"u8);
        string prefix = posix ? Text(header.AsSpan(345, 155)) : "";
        return prefix.Length > 0 ? prefix + "/" + name : name;
    }

    private static string Text(ReadOnlySpan<byte> field)
    {
        int end = field.IndexOf((byte)0);
        return Encoding.UTF8.GetString(end < 0 ? field : field[..end]);
    }

    // Records are "length key=value\n", the length counting itself.
    private static string PaxPath(byte[] record)
    {
        foreach (string line in Encoding.UTF8.GetString(record).Split('\n'))
        {
            int blank = line.IndexOf(' ');
            if (blank >= 0 && line.AsSpan(blank + 1).StartsWith("path=")) return line[(blank + 6)..];
        }

        return "";
    }

    private sealed class Reader(GZipStream tar, string origin, long limit)
    {
        private readonly byte[] scratch = new byte[1 << 14];
        private long taken;

        public bool Block(byte[] header, bool atEndAllowed)
        {
            int got = Fill(header);
            if (got == 0 && atEndAllowed) return false;
            return got == TarGzip.Block ? true : throw CutShort();
        }

        // Grows with what really arrives, so a stated size alone allocates nothing.
        public byte[] Content(long size)
        {
            MemoryStream content = new((int)Math.Min(size, 1 << 16));
            Copy(size, content);
            return content.Length == content.Capacity ? content.GetBuffer() : content.ToArray();
        }

        public void Skip(long size) => Copy(size, Stream.Null);

        private void Copy(long size, Stream to)
        {
            long left = size;
            while (left > 0)
            {
                int got = Fill(scratch.AsSpan(0, (int)Math.Min(left, scratch.Length)));
                if (got == 0) throw CutShort();
                to.Write(scratch, 0, got);
                left -= got;
            }

            int padding = (int)((TarGzip.Block - size % TarGzip.Block) % TarGzip.Block);
            if (Fill(scratch.AsSpan(0, padding)) < padding) throw CutShort();
        }

        private int Fill(Span<byte> destination)
        {
            try
            {
                int got = tar.ReadAtLeast(destination, destination.Length, throwOnEndOfStream: false);
                taken += got;
                if (taken > limit)
                    throw new ConversionException($"{origin} unpacks to more than {MaxExpansion} times its size, which no data set does; unpack it yourself if it is genuine");
                return got;
            }
            catch (InvalidDataException e)
            {
                throw new ConversionException($"{origin} is no gzip file or is damaged: {e.Message}", e);
            }
        }

        private ConversionException CutShort() => new($"{origin} ends within a file after {taken} unpacked bytes: the archive is cut short");
    }
}

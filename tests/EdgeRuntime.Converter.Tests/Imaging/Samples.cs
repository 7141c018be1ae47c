using System;
using System.Buffers.Binary;
using System.Collections.Generic;
using System.IO;
using System.IO.Compression;
using System.Text;

namespace EdgeRuntime.Converter.Tests.Imaging;

/// <summary>Small image files, made here or kept as text.</summary>
internal static class Samples
{
    /// <summary>16 x 16, left half (200, 40, 40), right half (30, 60, 220), baseline, no chroma subsampling.</summary>
    public static byte[] ColourJpeg => Convert.FromBase64String(
        "/9j/4AAQSkZJRgABAQAAAQABAAD/2wBDAAIBAQEBAQIBAQECAgICAgQDAgICAgUEBAMEBgUGBgYFBgYGBwkIBgcJBwYGCAsICQoKCgoKBggLDAsKDAkKCgr/2wBDAQICAgICAgUDAwUKBwYHCgoKCgoKCgoKCgoKCgoKCgoKCgoKCgoKCgoKCgoKCgoKCgoKCgoKCgoKCgoKCgoKCgr/wAARCAAQABADAREAAhEBAxEB/8QAHwAAAQUBAQEBAQEAAAAAAAAAAAECAwQFBgcICQoL/8QAtRAAAgEDAwIEAwUFBAQAAAF9AQIDAAQRBRIhMUEGE1FhByJxFDKBkaEII0KxwRVS0fAkM2JyggkKFhcYGRolJicoKSo0NTY3ODk6Q0RFRkdISUpTVFVWV1hZWmNkZWZnaGlqc3R1dnd4eXqDhIWGh4iJipKTlJWWl5iZmqKjpKWmp6ipqrKztLW2t7i5usLDxMXGx8jJytLT1NXW19jZ2uHi4+Tl5ufo6erx8vP09fb3+Pn6/8QAHwEAAwEBAQEBAQEBAQAAAAAAAAECAwQFBgcICQoL/8QAtREAAgECBAQDBAcFBAQAAQJ3AAECAxEEBSExBhJBUQdhcRMiMoEIFEKRobHBCSMzUvAVYnLRChYkNOEl8RcYGRomJygpKjU2Nzg5OkNERUZHSElKU1RVVldYWVpjZGVmZ2hpanN0dXZ3eHl6goOEhYaHiImKkpOUlZaXmJmaoqOkpaanqKmqsrO0tba3uLm6wsPExcbHyMnK0tPU1dbX2Nna4uPk5ebn6Onq8vP09fb3+Pn6/9oADAMBAAIRAxEAPwD5fr8TP9QDzOv9wD/E89Mr/D8/2wPM6/3AP8Tz/9k=");

    /// <summary>16 x 16 gray, column x has the value 16 x.</summary>
    public static byte[] GrayJpeg => Convert.FromBase64String(
        "/9j/4AAQSkZJRgABAQAAAQABAAD/2wBDAAIBAQEBAQIBAQECAgICAgQDAgICAgUEBAMEBgUGBgYFBgYGBwkIBgcJBwYGCAsICQoKCgoKBggLDAsKDAkKCgr/wAALCAAQABABAREA/8QAHwAAAQUBAQEBAQEAAAAAAAAAAAECAwQFBgcICQoL/8QAtRAAAgEDAwIEAwUFBAQAAAF9AQIDAAQRBRIhMUEGE1FhByJxFDKBkaEII0KxwRVS0fAkM2JyggkKFhcYGRolJicoKSo0NTY3ODk6Q0RFRkdISUpTVFVWV1hZWmNkZWZnaGlqc3R1dnd4eXqDhIWGh4iJipKTlJWWl5iZmqKjpKWmp6ipqrKztLW2t7i5usLDxMXGx8jJytLT1NXW19jZ2uHi4+Tl5ufo6erx8vP09fb3+Pn6/9oACAEBAAA/APzf/wCCbH/Lh/wH+lf0Af8ABNj/AJcP+A/0r+f/AP4Jsf8ALh/wH+lf0Af8E2P+XD/gP9K//9k=");

    /// <summary>The colours of <see cref="ColourJpeg"/>, progressive, chroma subsampled.</summary>
    public static byte[] ProgressiveJpeg => Convert.FromBase64String(
        "/9j/4AAQSkZJRgABAQAAAQABAAD/2wBDAAMCAgMCAgMDAwMEAwMEBQgFBQQEBQoHBwYIDAoMDAsKCwsNDhIQDQ4RDgsLEBYQERMUFRUVDA8XGBYUGBIUFRT/2wBDAQMEBAUEBQkFBQkUDQsNFBQUFBQUFBQUFBQUFBQUFBQUFBQUFBQUFBQUFBQUFBQUFBQUFBQUFBQUFBQUFBQUFBT/wgARCAAQABADASIAAhEBAxEB/8QAFQABAQAAAAAAAAAAAAAAAAAABQb/xAAUAQEAAAAAAAAAAAAAAAAAAAAG/9oADAMBAAIQAxAAAAGJGZGTIv/EABQQAQAAAAAAAAAAAAAAAAAAACD/2gAIAQEAAQUCH//EABgRAAIDAAAAAAAAAAAAAAAAAAAGQ4LC/9oACAEDAQE/AXGC2T//xAAYEQACAwAAAAAAAAAAAAAAAAAABkSCwv/aAAgBAgEBPwFMkV0f/8QAFBABAAAAAAAAAAAAAAAAAAAAIP/aAAgBAQAGPwIf/8QAFBABAAAAAAAAAAAAAAAAAAAAIP/aAAgBAQABPyEf/9oADAMBAAIAAwAAABD/AP/EABQRAQAAAAAAAAAAAAAAAAAAAAD/2gAIAQMBAT8QN//EABQRAQAAAAAAAAAAAAAAAAAAAAD/2gAIAQIBAT8QV//EABQQAQAAAAAAAAAAAAAAAAAAACD/2gAIAQEAAT8QH//Z");

    /// <summary>A bitmap with bits a pixel 24 or 32, or 8 with the palette (i, 2 i, 3 i) mod 256.</summary>
    public static byte[] Bmp(int width, int height, int bits, bool topDown, Func<int, int, (byte R, byte G, byte B)> pixel)
    {
        int palette = bits == 8 ? 1024 : 0, stride = (width * bits + 31) / 32 * 4;
        byte[] file = new byte[54 + palette + stride * height];
        file[0] = (byte)'B';
        file[1] = (byte)'M';
        BinaryPrimitives.WriteInt32LittleEndian(file.AsSpan(10), 54 + palette);
        BinaryPrimitives.WriteInt32LittleEndian(file.AsSpan(14), 40);
        BinaryPrimitives.WriteInt32LittleEndian(file.AsSpan(18), width);
        BinaryPrimitives.WriteInt32LittleEndian(file.AsSpan(22), topDown ? -height : height);
        file[26] = 1;
        file[28] = (byte)bits;
        for (int i = 0; i < palette / 4; i++)
            (file[54 + 4 * i], file[55 + 4 * i], file[56 + 4 * i]) = ((byte)(3 * i), (byte)(2 * i), (byte)i);
        for (int y = 0; y < height; y++)
        {
            for (int x = 0; x < width; x++)
            {
                int at = 54 + palette + (topDown ? y : height - 1 - y) * stride + x * bits / 8;
                (byte r, byte g, byte b) = pixel(x, y);
                file[at] = bits == 8 ? r : b;
                if (bits > 8) (file[at + 1], file[at + 2]) = (g, r);
            }
        }

        return file;
    }

    /// <summary>A PNG of any colour type: <paramref name="sample"/> gives channel c of pixel (x, y) in 0..2^depth - 1; rows use filter (row number mod 5).</summary>
    public static byte[] Png(int width, int height, int depth, int colourType, bool interlaced, Func<int, int, int, int> sample, byte[]? palette = null)
    {
        int channels = colourType switch { 2 => 3, 4 => 2, 6 => 4, _ => 1 };
        using MemoryStream raw = new();
        (int L, int T, int X, int Y)[] passes = interlaced
            ? [(0, 0, 8, 8), (4, 0, 8, 8), (0, 4, 4, 8), (2, 0, 4, 4), (0, 2, 2, 4), (1, 0, 2, 2), (0, 1, 1, 2)]
            : [(0, 0, 1, 1)];
        foreach ((int left, int top, int stepX, int stepY) in passes)
        {
            byte[]? above = null;
            int number = 0;
            for (int y = top; y < height && left < width; y += stepY)
            {
                List<int> bits = [];
                for (int x = left; x < width; x += stepX)
                {
                    for (int c = 0; c < channels; c++)
                    {
                        for (int b = depth - 1; b >= 0; b--) bits.Add((sample(x, y, c) >> b) & 1);
                    }
                }

                byte[] row = new byte[(bits.Count + 7) / 8];
                for (int i = 0; i < bits.Count; i++) row[i / 8] |= (byte)(bits[i] << (7 - i % 8));
                above ??= new byte[row.Length];
                raw.Write(Filtered(row, above, number++ % 5, Math.Max(1, channels * depth / 8)));
                above = row;
            }
        }

        return Png(width, height, depth, colourType, interlaced, Deflated(raw.ToArray()), palette);
    }

    /// <summary>A PNG with the given compressed data.</summary>
    public static byte[] Png(int width, int height, int depth, int colourType, bool interlaced, byte[] data, byte[]? palette = null)
    {
        using MemoryStream file = new();
        file.Write([0x89, (byte)'P', (byte)'N', (byte)'G', 13, 10, 26, 10]);
        byte[] header = new byte[13];
        BinaryPrimitives.WriteInt32BigEndian(header, width);
        BinaryPrimitives.WriteInt32BigEndian(header.AsSpan(4), height);
        (header[8], header[9], header[12]) = ((byte)depth, (byte)colourType, (byte)(interlaced ? 1 : 0));
        Chunk(file, "IHDR", header);
        if (palette is not null) Chunk(file, "PLTE", palette);
        // Two chunks, cut anywhere, are one stream.
        Chunk(file, "IDAT", data[..(data.Length / 3)]);
        Chunk(file, "IDAT", data[(data.Length / 3)..]);
        Chunk(file, "IEND", []);
        return file.ToArray();
    }

    public static byte[] Deflated(byte[] raw)
    {
        using MemoryStream to = new();
        using (ZLibStream z = new(to, CompressionLevel.Optimal, true)) z.Write(raw);
        return to.ToArray();
    }

    private static byte[] Filtered(byte[] row, byte[] above, int filter, int step)
    {
        byte[] line = new byte[1 + row.Length];
        line[0] = (byte)filter;
        for (int i = 0; i < row.Length; i++)
        {
            int a = i < step ? 0 : row[i - step], b = above[i], c = i < step ? 0 : above[i - step];
            int p = a + b - c;
            int[] distance = [Math.Abs(p - a), Math.Abs(p - b), Math.Abs(p - c)];
            int paeth = distance[0] <= distance[1] && distance[0] <= distance[2] ? a : distance[1] <= distance[2] ? b : c;
            line[1 + i] = (byte)(row[i] - filter switch { 0 => 0, 1 => a, 2 => b, 3 => (a + b) / 2, _ => paeth });
        }

        return line;
    }

    private static void Chunk(MemoryStream file, string type, byte[] data)
    {
        byte[] covered = [.. Encoding.ASCII.GetBytes(type), .. data];
        uint crc = uint.MaxValue;
        foreach (byte b in covered)
        {
            crc ^= b;
            for (int k = 0; k < 8; k++) crc = (crc & 1) != 0 ? (crc >> 1) ^ 0xedb88320 : crc >> 1;
        }

        byte[] word = new byte[4];
        BinaryPrimitives.WriteInt32BigEndian(word, data.Length);
        file.Write(word);
        file.Write(covered);
        BinaryPrimitives.WriteUInt32BigEndian(word, ~crc);
        file.Write(word);
    }
}

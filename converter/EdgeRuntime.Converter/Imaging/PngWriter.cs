using System;
using System.Buffers.Binary;
using System.IO;
using System.IO.Compression;
using System.Text;

namespace EdgeRuntime.Converter.Imaging;

/// <summary>Writes 8-bit gray and RGB PNG files, as files or as data URIs for reports.</summary>
public static class PngWriter
{
    /// <summary>The bytes of a PNG file that shows <paramref name="image"/>.</summary>
    public static byte[] Encode(Image image)
    {
        using MemoryStream file = new();
        file.Write(PngChunks.Signature);
        byte[] header = new byte[13];
        BinaryPrimitives.WriteInt32BigEndian(header, image.Width);
        BinaryPrimitives.WriteInt32BigEndian(header.AsSpan(4), image.Height);
        header[8] = 8;
        header[9] = (byte)(image.Channels == 1 ? 0 : 2);
        Append(file, "IHDR", header);
        Append(file, "IDAT", Deflate(image));
        Append(file, "IEND", []);
        return file.ToArray();
    }

    /// <summary>The same as a data URI, for the src attribute of an HTML image.</summary>
    public static string DataUri(Image image) => "data:image/png;base64," + Convert.ToBase64String(Encode(image));

    // Every row with filter 1: the difference to the pixel on the left.
    private static byte[] Deflate(Image image)
    {
        using MemoryStream compressed = new();
        using (ZLibStream deflate = new(compressed, CompressionLevel.Optimal, leaveOpen: true))
        {
            int stride = image.Width * image.Channels;
            byte[] row = new byte[1 + stride];
            row[0] = 1;
            for (int y = 0; y < image.Height; y++)
            {
                ReadOnlySpan<byte> pixels = image.Pixels.AsSpan(y * stride, stride);
                for (int i = 0; i < stride; i++)
                    row[1 + i] = (byte)(pixels[i] - (i < image.Channels ? 0 : pixels[i - image.Channels]));
                deflate.Write(row);
            }
        }

        return compressed.ToArray();
    }

    private static void Append(MemoryStream file, string type, byte[] data)
    {
        byte[] chunk = new byte[4 + data.Length];
        Encoding.ASCII.GetBytes(type, chunk);
        data.CopyTo(chunk, 4);
        Span<byte> word = stackalloc byte[4];
        BinaryPrimitives.WriteInt32BigEndian(word, data.Length);
        file.Write(word);
        file.Write(chunk);
        BinaryPrimitives.WriteUInt32BigEndian(word, PngChunks.Crc(chunk));
        file.Write(word);
    }
}

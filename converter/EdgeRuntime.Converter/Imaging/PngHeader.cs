using System;
using System.Buffers.Binary;
using System.Collections.Generic;
using System.Linq;

namespace EdgeRuntime.Converter.Imaging;

/// <summary>The IHDR chunk and the sizes that follow from it.</summary>
internal sealed record PngHeader(int Width, int Height, int Depth, int ColourType, bool Interlaced)
{
    /// <summary>Samples a pixel, as stored.</summary>
    public int Channels => ColourType switch { 2 => 3, 4 => 2, 6 => 4, _ => 1 };

    /// <summary>Channels of the decoded picture: 1 for gray, else 3.</summary>
    public int OutputChannels => ColourType is 0 or 4 ? 1 : 3;

    public bool HasPalette => ColourType == 3;

    /// <summary>Distance in bytes of the pixel to the left that filters refer to.</summary>
    public int FilterStep => Math.Max(1, Channels * Depth / 8);

    /// <summary>Bytes of all rows of all passes with their filter bytes.</summary>
    public long RawLength => Passes().Sum(p => (long)p.Height * (1 + RowBytes(p.Width)));

    public static PngHeader Read(string type, ReadOnlySpan<byte> data, string name)
    {
        if (type != "IHDR" || data.Length != 13)
            throw new ConversionException($"{name} begins with a PNG chunk {type} of {data.Length} bytes; IHDR of 13 was expected: the file is damaged");
        uint width = BinaryPrimitives.ReadUInt32BigEndian(data);
        uint height = BinaryPrimitives.ReadUInt32BigEndian(data[4..]);
        int depth = data[8], colour = data[9];
        bool known = colour switch
        {
            0 => depth is 1 or 2 or 4 or 8 or 16,
            3 => depth is 1 or 2 or 4 or 8,
            2 or 4 or 6 => depth is 8 or 16,
            _ => false,
        };
        if (!known) throw new ConversionException($"{name} has the PNG colour type {colour} with {depth} bits, which does not exist: the file is damaged");
        if (data[10] != 0 || data[11] != 0 || data[12] > 1)
            throw new ConversionException($"{name} uses the unknown PNG compression {data[10]}, filter {data[11]} or interlace method {data[12]}: the file is damaged");
        return new PngHeader((int)Math.Min(width, int.MaxValue), (int)Math.Min(height, int.MaxValue), depth, colour, data[12] == 1);
    }

    public int RowBytes(int width) => (int)(((long)width * Channels * Depth + 7) / 8);

    /// <summary>The sample of pixel <paramref name="x"/> of a row with up to 8 bits a pixel.</summary>
    public int Sample(byte[] row, int x)
    {
        int bit = x * Depth;
        return (row[bit >> 3] >> (8 - Depth - (bit & 7))) & ((1 << Depth) - 1);
    }

    /// <summary>The whole picture, or the seven sub-pictures of Adam7 without the empty ones.</summary>
    public IEnumerable<PngPass> Passes()
    {
        if (!Interlaced)
        {
            yield return new PngPass(0, 0, 1, 1, Width, Height);
            yield break;
        }

        (int Left, int Top, int StepX, int StepY)[] adam7 = [(0, 0, 8, 8), (4, 0, 8, 8), (0, 4, 4, 8), (2, 0, 4, 4), (0, 2, 2, 4), (1, 0, 2, 2), (0, 1, 1, 2)];
        foreach ((int left, int top, int stepX, int stepY) in adam7)
        {
            int width = (Width - left + stepX - 1) / stepX, height = (Height - top + stepY - 1) / stepY;
            if (width > 0 && height > 0) yield return new PngPass(left, top, stepX, stepY, width, height);
        }
    }
}

/// <summary>A sub-picture: pixel (x, y) of it is pixel (Left + x * StepX, Top + y * StepY) of the whole.</summary>
internal readonly record struct PngPass(int Left, int Top, int StepX, int StepY, int Width, int Height);

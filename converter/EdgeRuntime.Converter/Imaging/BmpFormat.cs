using System;
using System.Buffers.Binary;

namespace EdgeRuntime.Converter.Imaging;

/// <summary>Windows bitmaps: 8 bits with a palette, 24 and 32 bits, uncompressed, bottom-up or top-down (negative height). Alpha is ignored.</summary>
public sealed class BmpFormat : ImageFormat
{
    private const int FileHeader = 14;

    public override string Name => "BMP";

    public override string[] Extensions => [".bmp"];

    public override bool Matches(ReadOnlySpan<byte> start) => start.Length >= 2 && start[0] == 'B' && start[1] == 'M';

    public override Image Decode(ReadOnlySpan<byte> file, string name)
    {
        if (file.Length < FileHeader + 40)
            throw new ConversionException($"{name} is {file.Length} bytes long; a BMP file has at least {FileHeader + 40}: it is cut short");
        ReadOnlySpan<byte> info = file[FileHeader..];
        uint pixelsAt = BinaryPrimitives.ReadUInt32LittleEndian(file[10..]);
        uint headerLength = BinaryPrimitives.ReadUInt32LittleEndian(info);
        int width = BinaryPrimitives.ReadInt32LittleEndian(info[4..]);
        long signedHeight = BinaryPrimitives.ReadInt32LittleEndian(info[8..]);
        int bits = BinaryPrimitives.ReadUInt16LittleEndian(info[14..]);
        uint compression = BinaryPrimitives.ReadUInt32LittleEndian(info[16..]);
        if (headerLength < 40 || headerLength > file.Length - FileHeader)
            throw new ConversionException($"{name} has a BMP header of {headerLength} bytes; 40 and more are read: save it as a Windows bitmap");
        if (bits is not (8 or 24 or 32))
            throw new ConversionException($"{name} has {bits} bits a pixel; BMP files of 8, 24 and 32 are read");
        if (compression != 0 && !(bits == 32 && compression == 3 && HasUsualMasks(info, headerLength)))
            throw new ConversionException($"{name} uses BMP compression {compression}; only uncompressed bitmaps are read: save it without compression");
        CheckSize(width, Math.Abs(signedHeight), name);

        int height = (int)Math.Abs(signedHeight);
        long stride = ((long)width * bits + 31) / 32 * 4;
        if (pixelsAt < FileHeader + headerLength || pixelsAt + stride * height > file.Length)
            throw new ConversionException(
                $"{name} says its {width} x {height} pixels are {stride * height} bytes at {pixelsAt}, but the file has {file.Length}: it is cut short or damaged");
        ReadOnlySpan<byte> palette = bits == 8 ? Palette(file, info, headerLength, pixelsAt, name) : default;
        byte[] rgb = new byte[width * height * 3];
        for (int y = 0; y < height; y++)
        {
            int row = signedHeight > 0 ? height - 1 - y : y;
            ReadOnlySpan<byte> source = file.Slice((int)(pixelsAt + row * stride), (int)stride);
            ReadRow(source, palette, bits, rgb.AsSpan(y * width * 3, width * 3), name);
        }

        return new Image(width, height, 3, rgb);
    }

    private static bool HasUsualMasks(ReadOnlySpan<byte> info, uint headerLength)
    {
        // The three masks follow the 40-byte header, inside or behind the longer ones.
        return info.Length >= 52 && headerLength >= 40
            && BinaryPrimitives.ReadUInt32LittleEndian(info[40..]) == 0x00ff0000
            && BinaryPrimitives.ReadUInt32LittleEndian(info[44..]) == 0x0000ff00
            && BinaryPrimitives.ReadUInt32LittleEndian(info[48..]) == 0x000000ff;
    }

    private static ReadOnlySpan<byte> Palette(ReadOnlySpan<byte> file, ReadOnlySpan<byte> info, uint headerLength, uint pixelsAt, string name)
    {
        uint colours = BinaryPrimitives.ReadUInt32LittleEndian(info[32..]);
        if (colours == 0) colours = 256;
        long start = FileHeader + headerLength;
        if (colours > 256 || start + colours * 4 > pixelsAt)
            throw new ConversionException($"{name} says its palette has {colours} colours; up to 256 fit before the pixels at {pixelsAt}: the file is damaged");
        return file.Slice((int)start, (int)colours * 4);
    }

    private static void ReadRow(ReadOnlySpan<byte> source, ReadOnlySpan<byte> palette, int bits, Span<byte> rgb, string name)
    {
        int step = bits / 8;
        for (int x = 0; x < rgb.Length / 3; x++)
        {
            ReadOnlySpan<byte> bgr = source[(x * step)..];
            if (bits == 8)
            {
                int index = bgr[0] * 4;
                if (index >= palette.Length)
                    throw new ConversionException($"{name} uses colour {bgr[0]} of a palette of {palette.Length / 4}: the file is damaged");
                bgr = palette[index..];
            }

            rgb[3 * x] = bgr[2];
            rgb[3 * x + 1] = bgr[1];
            rgb[3 * x + 2] = bgr[0];
        }
    }
}

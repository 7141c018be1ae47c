using System;

namespace EdgeRuntime.Converter.Imaging;

/// <summary>JPEG (ITU-T T.81), baseline and progressive, gray and colour, decoded by libjpeg-turbo, or by GDI+ on Windows.</summary>
public sealed class JpegFormat : ImageFormat
{
    // Every 8x8 block costs at least one bit in a Huffman-coded file, so 512 pixels a byte; arithmetic coding gets a factor two more.
    private const long MaxPixelsPerByte = 1024;

    // A progressive file may revisit every pixel in each scan: bounds the work, not the memory.
    private const long MaxPixelScans = 1L << 30;

    public override string Name => "JPEG";

    public override string[] Extensions => [".jpg", ".jpeg"];

    public override bool Matches(ReadOnlySpan<byte> start) => start.Length >= 3 && start[0] == 0xff && start[1] == 0xd8 && start[2] == 0xff;

    public override Image Decode(ReadOnlySpan<byte> file, string name)
    {
        (int width, int height, int components) = Frame(file, name);
        CheckSize(width, height, name);
        if (components is not (1 or 3))
            throw new ConversionException($"{name} is a JPEG of {components} components; gray (1) and colour (3) are read: save it as RGB");
        if ((long)width * height > MaxPixelsPerByte * file.Length)
            throw new ConversionException($"{name} says it is {width} x {height} pixels, which {file.Length} bytes of JPEG cannot hold: it is cut short or damaged");
        if ((long)width * height * Scans(file) > MaxPixelScans)
            throw new ConversionException($"{name} has {Scans(file)} scans of {width} x {height} pixels, too many to decode in reasonable time; save it as baseline JPEG");
        int channels = components;
        return OperatingSystem.IsWindows()
            ? JpegGdi.Decode(file, width, height, channels, name)
            : JpegTurbo.Decode(file, width, height, channels, name);
    }

    // Walks the marker segments up to the frame header (SOF).
    private static (int Width, int Height, int Components) Frame(ReadOnlySpan<byte> file, string name)
    {
        int at = 2;
        while (at + 4 <= file.Length)
        {
            if (file[at] != 0xff) throw new ConversionException($"{name} has no JPEG marker at byte {at}, where one was expected: the file is damaged");
            byte marker = file[at + 1];
            if (marker == 0xff)
            {
                at++;
                continue;
            }

            if (marker is 0x01 or (>= 0xd0 and <= 0xd8))
            {
                at += 2;
                continue;
            }

            int length = (file[at + 2] << 8) | file[at + 3];
            bool frame = marker is >= 0xc0 and <= 0xcf and not (0xc4 or 0xc8 or 0xcc);
            if (frame && length >= 8 && at + 10 <= file.Length)
                return ((file[at + 7] << 8) | file[at + 8], (file[at + 5] << 8) | file[at + 6], file[at + 9]);
            if (frame || marker is 0xd9 or 0xda || length < 2) break;
            at += 2 + length;
        }

        throw new ConversionException($"{name} ends or breaks off before the JPEG frame header at byte {Math.Min(at, file.Length)}: it is cut short or damaged");
    }

    private static int Scans(ReadOnlySpan<byte> file)
    {
        int scans = 0;
        for (int i = 0; i + 1 < file.Length; i++)
        {
            if (file[i] == 0xff && file[i + 1] == 0xda) scans++;
        }

        return scans;
    }
}

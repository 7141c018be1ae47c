using System;

namespace EdgeRuntime.Converter.Imaging;

/// <summary>Portable graymaps and pixmaps: P2 and P3 (text), P5 and P6 (binary), largest value 1..65535, scaled to 0..255.</summary>
public sealed class NetpbmFormat : ImageFormat
{
    public override string Name => "PPM/PGM";

    public override string[] Extensions => [".ppm", ".pgm", ".pnm"];

    public override bool Matches(ReadOnlySpan<byte> start)
        => start.Length >= 3 && start[0] == 'P' && start[1] is (byte)'2' or (byte)'3' or (byte)'5' or (byte)'6' && (IsSpace(start[2]) || start[2] == '#');

    public override Image Decode(ReadOnlySpan<byte> file, string name)
    {
        bool text = file[1] is (byte)'2' or (byte)'3';
        int channels = file[1] is (byte)'2' or (byte)'5' ? 1 : 3;
        int at = 2;
        int width = Number(file, ref at, name);
        int height = Number(file, ref at, name);
        int largest = Number(file, ref at, name);
        CheckSize(width, height, name);
        if (largest is < 1 or > 65535)
            throw new ConversionException($"{name} says its largest value is {largest}; 1 to 65535 are allowed: the file is damaged");

        at++;
        long samples = (long)width * height * channels;
        int sampleBytes = !text && largest > 255 ? 2 : 1;
        // In text form a sample takes a digit and, but for the last, a blank.
        long least = text ? samples * 2 - 1 : samples * sampleBytes;
        if (file.Length - at < least)
            throw new ConversionException(
                $"{name} has {Math.Max(0, file.Length - at)} bytes of pixels; {width} x {height} x {channels} values take at least {least}: it is cut short");
        byte[] pixels = new byte[samples];
        for (int i = 0; i < pixels.Length; i++)
        {
            int value = text ? Number(file, ref at, name) : sampleBytes == 2 ? (file[at + 2 * i] << 8) | file[at + 2 * i + 1] : file[at + i];
            if (value > largest)
                throw new ConversionException($"{name} holds the value {value}, above its stated largest value {largest}: the file is damaged");
            pixels[i] = largest == 255 ? (byte)value : (byte)((value * 255 + largest / 2) / largest);
        }

        return new Image(width, height, channels, pixels);
    }

    private static bool IsSpace(byte b) => b is (byte)' ' or (byte)'\t' or (byte)'\n' or (byte)'\r' or 11 or 12;

    private static int Number(ReadOnlySpan<byte> file, ref int at, string name)
    {
        while (at < file.Length && (IsSpace(file[at]) || file[at] == '#'))
        {
            if (file[at] == '#')
            {
                while (at < file.Length && file[at] != '\n') at++;
            }
            else
            {
                at++;
            }
        }

        int start = at;
        int value = 0;
        for (; at < file.Length && file[at] is >= (byte)'0' and <= (byte)'9'; at++)
        {
            if (at - start >= 9) throw new ConversionException($"{name} has a number of more than 9 digits at byte {start}: the file is damaged");
            value = value * 10 + (file[at] - '0');
        }

        return at > start ? value : throw new ConversionException($"{name} has no number at byte {start}, where one was expected: it is cut short or damaged");
    }
}

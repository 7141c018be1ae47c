using System;
using System.IO;
using System.IO.Compression;

namespace EdgeRuntime.Converter.Imaging;

/// <summary>PNG (ISO/IEC 15948): every colour type, bit depth and interlace method.</summary>
/// <remarks>Transparency (alpha channels and tRNS) is ignored: colours are taken as they are stored. Of 16 bits the upper 8 are kept. Gamma is not applied.</remarks>
public sealed class PngFormat : ImageFormat
{
    // No deflate stream expands further.
    private const long MaxExpansion = 1032;

    public override string Name => "PNG";

    public override string[] Extensions => [".png"];

    public override bool Matches(ReadOnlySpan<byte> start) => start.StartsWith(PngChunks.Signature);

    public override Image Decode(ReadOnlySpan<byte> file, string name)
    {
        PngChunks chunks = new(file, name);
        chunks.Next();
        PngHeader header = PngHeader.Read(chunks.Type, chunks.Data, name);
        CheckSize(header.Width, header.Height, name);
        using MemoryStream compressed = new();
        byte[] palette = [];
        for (chunks.Next(); chunks.Type != "IEND"; chunks.Next())
        {
            switch (chunks.Type)
            {
                case "IDAT":
                    compressed.Write(chunks.Data);
                    break;
                case "PLTE":
                    if (chunks.Data.Length is 0 or > 768 || chunks.Data.Length % 3 != 0)
                        throw new ConversionException($"{name} has a palette of {chunks.Data.Length} bytes; 3 to 768 in threes are allowed: the file is damaged");
                    palette = chunks.Data.ToArray();
                    break;
                default:
                    if (chunks.IsCritical)
                        throw new ConversionException($"{name} needs the PNG extension {chunks.Type}, which is not known here; save it as plain PNG");
                    break;
            }
        }

        if (header.HasPalette && palette.Length == 0)
            throw new ConversionException($"{name} is a PNG with a palette, but has no PLTE chunk: the file is damaged");
        if (header.RawLength > (compressed.Length + 16) * MaxExpansion)
            throw new ConversionException(
                $"{name} says it is {header.Width} x {header.Height} pixels, which its {compressed.Length} bytes of data cannot hold: it is cut short or damaged");
        compressed.Position = 0;
        return Inflate(header, palette, compressed, name);
    }

    private static Image Inflate(PngHeader header, byte[] palette, Stream compressed, string name)
    {
        byte[] pixels = new byte[header.Width * header.Height * header.OutputChannels];
        try
        {
            using ZLibStream raw = new(compressed, CompressionMode.Decompress);
            foreach (PngPass pass in header.Passes())
                ReadPass(header, pass, palette, raw, pixels, name);
        }
        catch (Exception e) when (e is InvalidDataException or IOException)
        {
            throw new ConversionException($"{name} has damaged PNG data: {e.Message}", e);
        }

        return new Image(header.Width, header.Height, header.OutputChannels, pixels);
    }

    private static void ReadPass(PngHeader header, PngPass pass, byte[] palette, ZLibStream raw, byte[] pixels, string name)
    {
        int rowBytes = header.RowBytes(pass.Width);
        byte[] above = new byte[rowBytes];
        byte[] row = new byte[rowBytes];
        Span<byte> filter = stackalloc byte[1];
        for (int y = 0; y < pass.Height; y++)
        {
            if (raw.ReadAtLeast(filter, 1, false) < 1 || raw.ReadAtLeast(row, rowBytes, false) < rowBytes)
                throw new ConversionException($"{name} has pixels for less than its {header.Height} rows: it is cut short or damaged");
            if (filter[0] > 4) throw new ConversionException($"{name} uses the unknown PNG filter {filter[0]}: the file is damaged");
            Unfilter(filter[0], row, above, header.FilterStep);
            for (int x = 0; x < pass.Width; x++)
            {
                int to = (pass.Top + y * pass.StepY) * header.Width + pass.Left + x * pass.StepX;
                Store(header, palette, row, x, pixels, to, name);
            }

            (row, above) = (above, row);
        }
    }

    private static void Unfilter(int filter, byte[] row, byte[] above, int step)
    {
        for (int i = 0; i < row.Length; i++)
        {
            int left = i < step ? 0 : row[i - step];
            int corner = i < step ? 0 : above[i - step];
            row[i] += filter switch
            {
                1 => (byte)left,
                2 => above[i],
                3 => (byte)((left + above[i]) >> 1),
                4 => (byte)Paeth(left, above[i], corner),
                _ => 0,
            };
        }
    }

    private static int Paeth(int left, int above, int corner)
    {
        int toLeft = Math.Abs(above - corner);
        int toAbove = Math.Abs(left - corner);
        int toCorner = Math.Abs(left + above - 2 * corner);
        return toLeft <= toAbove && toLeft <= toCorner ? left : toAbove <= toCorner ? above : corner;
    }

    private static void Store(PngHeader header, byte[] palette, byte[] row, int x, byte[] pixels, int to, string name)
    {
        if (header.HasPalette)
        {
            int colour = 3 * header.Sample(row, x);
            if (colour >= palette.Length)
                throw new ConversionException($"{name} uses colour {colour / 3} of a palette of {palette.Length / 3}: the file is damaged");
            Array.Copy(palette, colour, pixels, 3 * to, 3);
        }
        else if (header.Depth < 8)
        {
            pixels[to] = (byte)(header.Sample(row, x) * 255 / ((1 << header.Depth) - 1));
        }
        else
        {
            int sampleBytes = header.Depth / 8;
            for (int c = 0; c < header.OutputChannels; c++)
                pixels[to * header.OutputChannels + c] = row[(x * header.Channels + c) * sampleBytes];
        }
    }
}

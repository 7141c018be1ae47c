using System;
using System.IO;
using System.Linq;

namespace EdgeRuntime.Converter.Imaging;

/// <summary>Reads image files of every known format; the content decides which, not the name.</summary>
public static class ImageFile
{
    /// <summary>Longest file that is read, in bytes.</summary>
    public const int MaxLength = 1 << 28;

    /// <summary>Every format, one line each.</summary>
    public static readonly ImageFormat[] Formats =
    [
        new PngFormat(),
        new JpegFormat(),
        new BmpFormat(),
        new NetpbmFormat(),
    ];

    /// <summary>Whether a file called <paramref name="name"/> is taken for an image when folders are listed.</summary>
    public static bool IsImageName(string name)
        => Formats.Any(f => f.Extensions.Any(e => name.EndsWith(e, StringComparison.OrdinalIgnoreCase)));

    /// <summary>Reads the image file at <paramref name="path"/>.</summary>
    /// <exception cref="ConversionException">The file cannot be read or is not an image that is understood.</exception>
    public static Image Read(string path)
    {
        if (Directory.Exists(path)) throw new ConversionException($"{path} is a folder; name image files");
        try
        {
            long length = new FileInfo(path).Length;
            if (length > MaxLength)
                throw new ConversionException($"{path} is {length} bytes long; image files of up to {MaxLength} bytes are read");
            return Decode(File.ReadAllBytes(path), path);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException or ArgumentException or NotSupportedException)
        {
            throw new ConversionException(File.Exists(path) ? $"{path} cannot be read: {e.Message}" : $"there is no image file {path}", e);
        }
    }

    /// <summary>Decodes a whole image file that messages call <paramref name="name"/>.</summary>
    /// <exception cref="ConversionException">The bytes are not an image that is understood.</exception>
    public static Image Decode(ReadOnlySpan<byte> file, string name)
    {
        foreach (ImageFormat format in Formats)
        {
            if (format.Matches(file)) return format.Decode(file, name);
        }

        string found = file.Length == 0 ? "is empty" : $"begins with {Convert.ToHexString(file[..Math.Min(4, file.Length)])}";
        throw new ConversionException($"{name} {found}, which is no image format that is read ({string.Join(", ", Formats.Select(f => f.Name))})");
    }
}

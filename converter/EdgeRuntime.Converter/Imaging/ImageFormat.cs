using System;

namespace EdgeRuntime.Converter.Imaging;

/// <summary>One kind of image file.</summary>
public abstract class ImageFormat
{
    /// <summary>Name, as in messages.</summary>
    public abstract string Name { get; }

    /// <summary>File name endings, lower case, with the dot.</summary>
    public abstract string[] Extensions { get; }

    /// <summary>Whether a file beginning with <paramref name="start"/> is of this kind.</summary>
    public abstract bool Matches(ReadOnlySpan<byte> start);

    /// <summary>Decodes a whole file; <paramref name="name"/> is what messages call it.</summary>
    /// <exception cref="ConversionException">The file is damaged, too large or of an unsupported variant.</exception>
    public abstract Image Decode(ReadOnlySpan<byte> file, string name);

    /// <summary>Refuses sizes outside 1..<see cref="Image.MaxPixels"/> pixels, so that what follows may compute with int.</summary>
    protected static void CheckSize(long width, long height, string name)
    {
        if (width < 1 || height < 1)
            throw new ConversionException($"{name} says it is {width} x {height} pixels; a picture has at least one: the file is damaged");
        if (width > Image.MaxPixels || height > Image.MaxPixels || width * height > Image.MaxPixels)
            throw new ConversionException($"{name} says it is {width} x {height} pixels, more than the {Image.MaxPixels} that are read; scale it down first");
    }
}

using System;

namespace EdgeRuntime.Converter.Imaging;

/// <summary>An 8-bit picture: rows top to bottom, pixels left to right, channels interleaved (gray, or red, green, blue).</summary>
public sealed class Image
{
    /// <summary>Most pixels a picture may have; larger files are refused before anything is allocated for them.</summary>
    public const int MaxPixels = 1 << 26;

    /// <summary>Wraps <paramref name="pixels"/>, which must hold width * height * channels bytes.</summary>
    public Image(int width, int height, int channels, byte[] pixels)
    {
        if (width < 1 || height < 1 || (long)width * height > MaxPixels)
            throw new ArgumentException($"a picture has 1 to {MaxPixels} pixels, not {width} x {height}");
        if (channels is not (1 or 3))
            throw new ArgumentException($"a picture has 1 or 3 channels, not {channels}");
        if (pixels.Length != width * height * channels)
            throw new ArgumentException($"{width} x {height} x {channels} pixels take {width * height * channels} bytes, not {pixels.Length}");
        Width = width;
        Height = height;
        Channels = channels;
        Pixels = pixels;
    }

    /// <summary>Columns.</summary>
    public int Width { get; }

    /// <summary>Rows.</summary>
    public int Height { get; }

    /// <summary>1 (gray) or 3 (red, green, blue).</summary>
    public int Channels { get; }

    /// <summary>Values 0..255, [Height, Width, Channels].</summary>
    public byte[] Pixels { get; }

    /// <summary>Luma of a colour picture, (19595 R + 38470 G + 7471 B + 32768) / 65536 (ITU-R BT.601); a gray picture is returned as it is.</summary>
    public Image ToGray()
    {
        if (Channels == 1) return this;
        byte[] gray = new byte[Width * Height];
        for (int i = 0; i < gray.Length; i++)
            gray[i] = (byte)((19595 * Pixels[3 * i] + 38470 * Pixels[3 * i + 1] + 7471 * Pixels[3 * i + 2] + 32768) >> 16);
        return new Image(Width, Height, 1, gray);
    }

    /// <summary>A gray picture with its channel repeated three times; a colour picture is returned as it is.</summary>
    public Image ToRgb()
    {
        if (Channels == 3) return this;
        byte[] rgb = new byte[Width * Height * 3];
        for (int i = 0; i < Pixels.Length; i++)
            rgb[3 * i] = rgb[3 * i + 1] = rgb[3 * i + 2] = Pixels[i];
        return new Image(Width, Height, 3, rgb);
    }

    /// <summary>The rectangle whose top left corner is (<paramref name="left"/>, <paramref name="top"/>).</summary>
    public Image Crop(int left, int top, int width, int height)
    {
        if (left < 0 || top < 0 || width < 1 || height < 1 || width > Width - left || height > Height - top)
            throw new ArgumentException($"a crop of {width} x {height} at ({left}, {top}) leaves the picture of {Width} x {Height}");
        byte[] cut = new byte[width * height * Channels];
        int stride = width * Channels;
        for (int y = 0; y < height; y++)
            Array.Copy(Pixels, ((top + y) * Width + left) * Channels, cut, y * stride, stride);
        return new Image(width, height, Channels, cut);
    }

    /// <summary>The largest centred rectangle with the aspect ratio <paramref name="width"/> : <paramref name="height"/>.</summary>
    public Image CropCentre(int width, int height)
    {
        long cutWidth = Math.Min(Width, Math.Max(1, (long)Height * width / height));
        long cutHeight = Math.Min(Height, Math.Max(1, (long)Width * height / width));
        return Crop((int)(Width - cutWidth) / 2, (int)(Height - cutHeight) / 2, (int)cutWidth, (int)cutHeight);
    }
}

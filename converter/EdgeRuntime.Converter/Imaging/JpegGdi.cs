using System;
using System.Drawing;
using System.Drawing.Imaging;
using System.IO;
using System.Runtime.InteropServices;
using System.Runtime.Versioning;

namespace EdgeRuntime.Converter.Imaging;

/// <summary>JPEG decoding through GDI+ on Windows.</summary>
[SupportedOSPlatform("windows")]
internal static class JpegGdi
{
    public static Image Decode(ReadOnlySpan<byte> file, int width, int height, int channels, string name)
    {
        try
        {
            using MemoryStream stream = new(file.ToArray(), writable: false);
            using Bitmap bitmap = new(stream);
            if (bitmap.Width != width || bitmap.Height != height)
                throw new ConversionException($"{name} has frame headers of {width} x {height} and of {bitmap.Width} x {bitmap.Height} pixels: the file is damaged");
            BitmapData data = bitmap.LockBits(new Rectangle(0, 0, width, height), ImageLockMode.ReadOnly, PixelFormat.Format24bppRgb);
            try
            {
                return Copy(data, width, height, channels);
            }
            finally
            {
                bitmap.UnlockBits(data);
            }
        }
        catch (Exception e) when (e is ArgumentException or ExternalException or OutOfMemoryException)
        {
            throw new ConversionException($"{name} is a damaged JPEG: {e.Message}", e);
        }
    }

    private static Image Copy(BitmapData data, int width, int height, int channels)
    {
        byte[] pixels = new byte[width * height * channels];
        byte[] row = new byte[width * 3];
        for (int y = 0; y < height; y++)
        {
            Marshal.Copy(data.Scan0 + y * data.Stride, row, 0, row.Length);
            for (int i = 0; i < width * channels; i++)
                pixels[y * width * channels + i] = channels == 1 ? row[3 * i] : row[i - i % 3 + 2 - i % 3];
        }

        return new Image(width, height, channels, pixels);
    }
}

using System;

namespace EdgeRuntime.Devices.Frames;

/// <summary>Reads part of one row of a frame as bytes 0 to 255: red, green, blue, or gray.</summary>
internal static class FrameRows
{
    /// <summary>Writes row <paramref name="y"/> from column <paramref name="left"/> on.</summary>
    /// <param name="frame">Not compressed.</param>
    /// <param name="y">Row.</param>
    /// <param name="left">First column.</param>
    /// <param name="rgb">Receives 3 bytes a pixel.</param>
    public static void ReadRgb(VideoFrame frame, int y, int left, Span<byte> rgb)
    {
        switch (frame.Format)
        {
            case FrameFormat.Gray8:
                ReadOnlySpan<byte> gray = frame.Data.Slice(y * frame.Width + left, rgb.Length / 3);
                for (int i = 0; i < gray.Length; i++) rgb[3 * i] = rgb[3 * i + 1] = rgb[3 * i + 2] = gray[i];
                break;
            case FrameFormat.Rgb24:
                frame.Data.Slice(3 * (y * frame.Width + left), rgb.Length).CopyTo(rgb);
                break;
            case FrameFormat.Yuyv:
                ReadOnlySpan<byte> pairs = frame.Data.Slice(2 * y * frame.Width, 2 * frame.Width);
                for (int i = 0, x = left; i + 2 < rgb.Length; i += 3, x++)
                {
                    int pair = x / 2 * 4;
                    Convert(pairs[2 * x], pairs[pair + 1], pairs[pair + 3], ref rgb[i], ref rgb[i + 1], ref rgb[i + 2]);
                }

                break;
            case FrameFormat.Nv12:
                ReadOnlySpan<byte> luma = frame.Data.Slice(y * frame.Width, frame.Width);
                ReadOnlySpan<byte> chroma = frame.Data.Slice((frame.Height + y / 2) * frame.Width, frame.Width);
                for (int i = 0, x = left; i + 2 < rgb.Length; i += 3, x++)
                {
                    int pair = x & ~1;
                    Convert(luma[x], chroma[pair], chroma[pair + 1], ref rgb[i], ref rgb[i + 1], ref rgb[i + 2]);
                }

                break;
            default:
                throw new ArgumentException($"a {frame.Format} frame has no rows; decode it first", nameof(frame));
        }
    }

    /// <summary>The same as gray: luma (19595 R + 38470 G + 7471 B + 32768) / 65536 (ITU-R BT.601) of a colour frame.</summary>
    /// <param name="frame">Not compressed.</param>
    /// <param name="y">Row.</param>
    /// <param name="left">First column.</param>
    /// <param name="gray">Receives 1 byte a pixel.</param>
    /// <param name="rgb">Scratch of 3 bytes a pixel.</param>
    public static void ReadGray(VideoFrame frame, int y, int left, Span<byte> gray, Span<byte> rgb)
    {
        if (frame.Format == FrameFormat.Gray8)
        {
            frame.Data.Slice(y * frame.Width + left, gray.Length).CopyTo(gray);
            return;
        }

        ReadRgb(frame, y, left, rgb);
        for (int i = 0; i < gray.Length; i++)
            gray[i] = (byte)((19595 * rgb[3 * i] + 38470 * rgb[3 * i + 1] + 7471 * rgb[3 * i + 2] + 32768) >> 16);
    }

    /// <summary>BT.601, Y 16 to 235, U and V 16 to 240, in units of 1 / 256: 298.08, 408.58, 100.29, 208.12, 516.41.</summary>
    private static void Convert(int y, int u, int v, ref byte red, ref byte green, ref byte blue)
    {
        int scaled = 298 * (y - 16) + 128;
        red = (byte)Math.Clamp((scaled + 409 * (v - 128)) >> 8, 0, 255);
        green = (byte)Math.Clamp((scaled - 100 * (u - 128) - 208 * (v - 128)) >> 8, 0, 255);
        blue = (byte)Math.Clamp((scaled + 516 * (u - 128)) >> 8, 0, 255);
    }
}

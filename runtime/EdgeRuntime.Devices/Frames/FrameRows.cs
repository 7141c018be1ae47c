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
            default:
                ReadYuv(frame, y, left, rgb, gray: false);
                break;
        }
    }

    /// <summary>The same as gray: the luma of ITU-R BT.601.</summary>
    /// <param name="frame">Not compressed.</param>
    /// <param name="y">Row.</param>
    /// <param name="left">First column.</param>
    /// <param name="gray">Receives 1 byte a pixel.</param>
    public static void ReadGray(VideoFrame frame, int y, int left, Span<byte> gray)
    {
        switch (frame.Format)
        {
            case FrameFormat.Gray8:
                frame.Data.Slice(y * frame.Width + left, gray.Length).CopyTo(gray);
                break;
            case FrameFormat.Rgb24:
                ReadOnlySpan<byte> rgb = frame.Data.Slice(3 * (y * frame.Width + left), 3 * gray.Length);
                for (int i = 0; i < gray.Length; i++) gray[i] = YuvPixels.ToGray(rgb.Slice(3 * i, 3));
                break;
            default:
                ReadYuv(frame, y, left, gray, gray: true);
                break;
        }
    }

    private static void ReadYuv(VideoFrame frame, int y, int left, Span<byte> to, bool gray)
    {
        int channels = gray ? 1 : 3, width = frame.Width, x = left, right = left + to.Length / channels;
        bool packed = frame.Format == FrameFormat.Yuyv;
        if (!packed && frame.Format != FrameFormat.Nv12) throw new ArgumentException($"a {frame.Format} frame has no rows; decode it first", nameof(frame));
        ReadOnlySpan<byte> luma = packed ? frame.Data.Slice(2 * y * width, 2 * width) : frame.Data.Slice(y * width, width);
        ReadOnlySpan<byte> chroma = packed ? luma : frame.Data.Slice((frame.Height + y / 2) * width, width);
        Span<byte> rgb = stackalloc byte[3];
        while (x < right)
        {
            Span<byte> next = to[((x - left) * channels)..];
            // A step begins with a whole pair.
            if (x % 2 == 0 && right - x >= YuvPixels.Step)
            {
                if (packed) YuvPixels.Yuyv(luma[(2 * x)..], next, gray);
                else YuvPixels.Nv12(luma[x..], chroma[x..], next, gray);
                x += YuvPixels.Step;
                continue;
            }

            int pair = packed ? x / 2 * 4 : x & ~1;
            YuvPixels.ToRgb(luma[packed ? 2 * x : x], chroma[pair + (packed ? 1 : 0)], chroma[pair + (packed ? 3 : 1)], rgb);
            if (gray) next[0] = YuvPixels.ToGray(rgb);
            else rgb.CopyTo(next);
            x++;
        }
    }
}

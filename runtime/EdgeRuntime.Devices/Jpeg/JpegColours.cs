using System;

namespace EdgeRuntime.Devices.Jpeg;

/// <summary>Brings colour planes to the size of the picture and turns them into red, green and blue.</summary>
/// <remarks>A plane of half the size is interpolated linearly, 3/4 of the near and 1/4 of the far sample along each axis, with the roundings of common decoders.</remarks>
internal static class JpegColours
{
    // JFIF 1.02: 1.402, 0.34414, 0.71414 and 1.772 in units of 2^-16.
    private const int RedOfCr = 91881, GreenOfCb = 22554, GreenOfCr = 46802, BlueOfCb = 116130, Half = 32768;

    /// <summary>Writes row <paramref name="y"/> of a plane at the size of the picture.</summary>
    /// <param name="plane">Decoded.</param>
    /// <param name="across">Columns of the picture a sample stands for: 1 or 2.</param>
    /// <param name="down">Rows of the picture a sample stands for: 1 or 2.</param>
    /// <param name="y">Row of the picture.</param>
    /// <param name="mixed">Scratch of one value a sample.</param>
    /// <param name="row">Receives <paramref name="across"/> values for each sample of the plane.</param>
    public static void Enlarge(JpegComponent plane, int across, int down, int y, Span<int> mixed, Span<byte> row)
    {
        int width = plane.Size.Width, near = y / down;
        ReadOnlySpan<byte> samples = plane.Samples.AsSpan(near * plane.Stride, width);
        // Narrow planes are repeated.
        bool smooth = across == 1 || width > 2;
        if (!smooth)
        {
            for (int i = 0; i < width; i++) row[2 * i] = row[2 * i + 1] = samples[i];
        }
        else if (down == 1)
        {
            if (across == 1) samples.CopyTo(row);
            else Widen(samples, row);
        }
        else
        {
            bool upper = y % 2 == 0;
            int far = Math.Clamp(near + (upper ? -1 : 1), 0, plane.Size.Height - 1);
            ReadOnlySpan<byte> other = plane.Samples.AsSpan(far * plane.Stride, width);
            for (int i = 0; i < width; i++) mixed[i] = 3 * samples[i] + other[i];
            if (across == 2) Widen(mixed[..width], row);
            else for (int i = 0; i < width; i++) row[i] = (byte)((mixed[i] + (upper ? 1 : 2)) >> 2);
        }
    }

    /// <summary>Turns a row of Y, Cb and Cr, full range, into red, green and blue.</summary>
    public static void ToRgb(ReadOnlySpan<byte> luma, ReadOnlySpan<byte> cb, ReadOnlySpan<byte> cr, Span<byte> rgb)
    {
        for (int i = 0, to = 0; to + 2 < rgb.Length; i++, to += 3)
        {
            int y = luma[i], u = cb[i] - 128, v = cr[i] - 128;
            rgb[to] = Limit(y + ((RedOfCr * v + Half) >> 16));
            rgb[to + 1] = Limit(y + ((Half - GreenOfCb * u - GreenOfCr * v) >> 16));
            rgb[to + 2] = Limit(y + ((BlueOfCb * u + Half) >> 16));
        }
    }

    /// <summary>Places three rows side by side, pixel by pixel.</summary>
    public static void Interleave(ReadOnlySpan<byte> red, ReadOnlySpan<byte> green, ReadOnlySpan<byte> blue, Span<byte> rgb)
    {
        for (int i = 0, to = 0; to + 2 < rgb.Length; i++, to += 3) (rgb[to], rgb[to + 1], rgb[to + 2]) = (red[i], green[i], blue[i]);
    }

    private static byte Limit(int value) => (byte)Math.Clamp(value, 0, 255);

    private static void Widen(ReadOnlySpan<byte> from, Span<byte> row)
    {
        int last = from.Length - 1;
        row[0] = from[0];
        for (int i = 0; i < last; i++)
        {
            row[2 * i + 1] = (byte)((3 * from[i] + from[i + 1] + 2) >> 2);
            row[2 * i + 2] = (byte)((3 * from[i + 1] + from[i] + 1) >> 2);
        }

        row[2 * last + 1] = from[last];
    }

    /// <summary>The same for values in units of a quarter.</summary>
    private static void Widen(ReadOnlySpan<int> from, Span<byte> row)
    {
        int last = from.Length - 1;
        row[0] = (byte)((4 * from[0] + 8) >> 4);
        for (int i = 0; i < last; i++)
        {
            row[2 * i + 1] = (byte)((3 * from[i] + from[i + 1] + 7) >> 4);
            row[2 * i + 2] = (byte)((3 * from[i + 1] + from[i] + 8) >> 4);
        }

        row[2 * last + 1] = (byte)((4 * from[last] + 7) >> 4);
    }
}

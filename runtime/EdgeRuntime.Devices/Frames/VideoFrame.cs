using System;

namespace EdgeRuntime.Devices.Frames;

/// <summary>One picture of a camera in a buffer that is used again for the next.</summary>
public sealed class VideoFrame
{
    /// <summary>Most pixels of a frame.</summary>
    public const int MaxPixels = 1 << 26;

    private byte[] buffer = [];

    /// <summary>What the bytes mean.</summary>
    public FrameFormat Format { get; private set; }

    /// <summary>Columns; 0 for <see cref="FrameFormat.Mjpeg"/>, whose header says it.</summary>
    public int Width { get; private set; }

    /// <summary>Rows; 0 for <see cref="FrameFormat.Mjpeg"/>.</summary>
    public int Height { get; private set; }

    /// <summary>Bytes in use.</summary>
    public int Length { get; private set; }

    /// <summary>The bytes of the picture.</summary>
    public ReadOnlySpan<byte> Data => buffer.AsSpan(0, Length);

    /// <summary>Bytes of a frame that is not compressed.</summary>
    /// <exception cref="DeviceException">The size does not fit the format.</exception>
    public static int LengthOf(FrameFormat format, int width, int height)
    {
        if (width < 1 || height < 1 || (long)width * height > MaxPixels)
            throw new DeviceException($"a frame of {width} x {height} pixels was found, 1 to {MaxPixels} pixels are possible; choose another capture size");
        if (format == FrameFormat.Yuyv && width % 2 != 0 || format == FrameFormat.Nv12 && (width % 2 != 0 || height % 2 != 0))
            throw new DeviceException($"a {format} frame of {width} x {height} pixels was found, its colours are shared by pairs of pixels; choose an even capture size");
        int pixels = width * height;
        return format switch
        {
            FrameFormat.Gray8 => pixels,
            FrameFormat.Rgb24 => 3 * pixels,
            FrameFormat.Yuyv => 2 * pixels,
            FrameFormat.Nv12 => pixels + pixels / 2,
            _ => throw new ArgumentOutOfRangeException(nameof(format), format, "a compressed frame has no fixed length"),
        };
    }

    /// <summary>Makes room for an uncompressed frame; the caller fills the span.</summary>
    /// <exception cref="DeviceException">The size does not fit the format.</exception>
    public Span<byte> Reserve(FrameFormat format, int width, int height)
    {
        int length = LengthOf(format, width, height);
        Format = format;
        Width = width;
        Height = height;
        return Room(length);
    }

    /// <summary>Makes room for a JPEG file; the caller fills the span.</summary>
    public Span<byte> ReserveJpeg(int length)
    {
        Format = FrameFormat.Mjpeg;
        Width = 0;
        Height = 0;
        return Room(length);
    }

    private Span<byte> Room(int length)
    {
        if (buffer.Length < length) buffer = new byte[length];
        Length = length;
        return buffer.AsSpan(0, length);
    }
}

using System;
using System.Buffers.Binary;

namespace EdgeRuntime.Devices.Frames;

/// <summary>Makes small BMP pictures of frames to look at: every n-th pixel of every n-th row.</summary>
public sealed class FramePreview
{
    private const int HeaderLength = 54;

    private byte[] row = [];

    /// <summary>Writes a picture of 24 bits a pixel, at most <paramref name="widest"/> columns.</summary>
    /// <param name="frame">Not compressed.</param>
    /// <param name="widest">Most columns.</param>
    /// <param name="file">Receives the file; made larger when it is too short.</param>
    /// <returns>Length of the file.</returns>
    public int Write(VideoFrame frame, int widest, ref byte[] file)
    {
        int step = (frame.Width + widest - 1) / widest;
        int width = (frame.Width + step - 1) / step, height = (frame.Height + step - 1) / step, stride = (3 * width + 3) & ~3;
        int length = HeaderLength + stride * height;
        if (file.Length < length) file = new byte[length];
        if (row.Length < 3 * frame.Width) row = new byte[3 * frame.Width];
        Header(file, length, width, height);
        for (int y = 0; y < height; y++)
        {
            FrameRows.ReadRgb(frame, y * step, 0, row.AsSpan(0, 3 * frame.Width));
            Span<byte> to = file.AsSpan(HeaderLength + y * stride, stride);
            for (int x = 0; x < width; x++)
            {
                int from = 3 * x * step;
                (to[3 * x], to[3 * x + 1], to[3 * x + 2]) = (row[from + 2], row[from + 1], row[from]);
            }
        }

        return length;
    }

    private static void Header(Span<byte> file, int length, int width, int height)
    {
        file[..HeaderLength].Clear();
        file[0] = (byte)'B';
        file[1] = (byte)'M';
        BinaryPrimitives.WriteInt32LittleEndian(file[2..], length);
        BinaryPrimitives.WriteInt32LittleEndian(file[10..], HeaderLength);
        BinaryPrimitives.WriteInt32LittleEndian(file[14..], 40);
        BinaryPrimitives.WriteInt32LittleEndian(file[18..], width);
        // A negative height means rows from top to bottom.
        BinaryPrimitives.WriteInt32LittleEndian(file[22..], -height);
        BinaryPrimitives.WriteInt16LittleEndian(file[26..], 1);
        BinaryPrimitives.WriteInt16LittleEndian(file[28..], 24);
    }
}

using System;

using EdgeRuntime.Devices.Frames;
using EdgeRuntime.Format;

namespace EdgeRuntime.Devices.Tests.Frames;

/// <summary>Frames and specifications for tests.</summary>
internal static class Pictures
{
    /// <summary>Random bytes.</summary>
    public static VideoFrame Random(FrameFormat format, int width, int height, int seed)
    {
        VideoFrame frame = new();
        new Random(seed).NextBytes(frame.Reserve(format, width, height));
        return frame;
    }

    /// <summary>A YUYV frame of one colour.</summary>
    public static VideoFrame PlainYuyv(int width, int height, byte y, byte u, byte v)
    {
        VideoFrame frame = new();
        Span<byte> data = frame.Reserve(FrameFormat.Yuyv, width, height);
        for (int i = 0; i < data.Length; i += 4) (data[i], data[i + 1], data[i + 2], data[i + 3]) = (y, u, y, v);
        return frame;
    }

    /// <summary>The same colours as YUYV, when each two rows share theirs.</summary>
    public static VideoFrame ToYuyv(VideoFrame nv12)
    {
        VideoFrame frame = new();
        Span<byte> data = frame.Reserve(FrameFormat.Yuyv, nv12.Width, nv12.Height);
        for (int y = 0; y < nv12.Height; y++)
            for (int x = 0; x < nv12.Width; x++)
            {
                int at = y * nv12.Width + x;
                data[2 * at] = nv12.Data[at];
                data[2 * at + 1] = nv12.Data[nv12.Width * nv12.Height + y / 2 * nv12.Width + x];
            }

        return frame;
    }

    /// <summary>Pixels unchanged.</summary>
    public static InputSpecification Plain(int width, int height, int channels) => new(height, width, channels, channels == 1 ? "gray" : "rgb", "NHWC", 1, [], [], []);

    /// <summary>Every number in use.</summary>
    public static InputSpecification Full(int width, int height, int channels, string order, string layout)
        => new(height, width, channels, order, layout, 1 / 255f, channels == 1 ? [0.1307f] : [0.485f, 0.456f, 0.406f], channels == 1 ? [0.3081f] : [0.229f, 0.224f, 0.225f], []);

    /// <summary>What <see cref="FrameInput"/> makes of a frame.</summary>
    public static float[] Filled(FrameInput input, VideoFrame frame)
    {
        float[] values = new float[input.Length];
        input.Fill(frame, values);
        return values;
    }
}

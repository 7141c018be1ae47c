namespace EdgeRuntime.Devices.Frames;

/// <summary>How the bytes of a frame stand for pixels; rows top to bottom, without padding.</summary>
public enum FrameFormat
{
    /// <summary>One byte a pixel.</summary>
    Gray8,

    /// <summary>Red, green, blue: three bytes a pixel.</summary>
    Rgb24,

    /// <summary>Y0 U Y1 V for two pixels of a row; BT.601, limited range (V4L2 fourcc YUYV).</summary>
    Yuyv,

    /// <summary>A plane of Y, then one of U V pairs for 2 x 2 pixels; BT.601, limited range (V4L2 fourcc NV12).</summary>
    Nv12,

    /// <summary>A JPEG file a frame; needs an <see cref="IFrameDecoder"/>.</summary>
    Mjpeg,
}

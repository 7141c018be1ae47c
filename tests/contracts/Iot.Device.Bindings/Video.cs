using System;
using System.Collections.Generic;
using System.Threading;

namespace Iot.Device.Media;

public enum VideoPixelFormat : uint
{
    // The values are the four-character codes of V4L2 and are compiled into the caller.
    RGB24 = 859981650,
    YUYV = 1448695129,
    NV12 = 842094158,
    MJPEG = 1196444237,
}

public class VideoConnectionSettings
{
    public VideoConnectionSettings(int busId, (uint Width, uint Height) captureSize, VideoPixelFormat pixelFormat = VideoPixelFormat.YUYV) => throw null!;

    public VideoPixelFormat PixelFormat { get => throw null!; set => throw null!; }
}

public class NewImageBufferReadyEventArgs
{
    public NewImageBufferReadyEventArgs(byte[] imageBuffer, int length) => throw null!;

    public byte[] ImageBuffer => throw null!;

    public int Length => throw null!;
}

public abstract class VideoDevice : IDisposable
{
    public delegate void NewImageBufferReadyEvent(object sender, NewImageBufferReadyEventArgs e);

    public abstract string DevicePath { get; set; }

    public abstract event NewImageBufferReadyEvent? NewImageBufferReady;

    public abstract VideoConnectionSettings Settings { get; }

    public abstract bool ImageBufferPoolingEnabled { get; set; }

    public static VideoDevice Create(VideoConnectionSettings settings) => throw null!;

    public abstract void StartCaptureContinuous();

    public abstract void CaptureContinuous(CancellationToken token);

    public abstract void StopCaptureContinuous();

    public abstract IEnumerable<VideoPixelFormat> GetSupportedPixelFormats();

    public void Dispose() => throw null!;
}

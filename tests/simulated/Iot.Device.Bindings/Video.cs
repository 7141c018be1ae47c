using System;
using System.Buffers;
using System.Collections.Generic;
using System.IO;
using System.Threading;

namespace Iot.Device.Media;

public enum VideoPixelFormat : uint
{
    RGB24 = 859981650,
    YUYV = 1448695129,
    NV12 = 842094158,
    MJPEG = 1196444237,
}

public class VideoConnectionSettings(int busId, (uint Width, uint Height) captureSize, VideoPixelFormat pixelFormat = VideoPixelFormat.YUYV)
{
    public int BusId => busId;

    public (uint Width, uint Height) CaptureSize => captureSize;

    public VideoPixelFormat PixelFormat { get; set; } = pixelFormat;
}

public class NewImageBufferReadyEventArgs(byte[] imageBuffer, int length)
{
    public byte[] ImageBuffer => imageBuffer;

    public int Length => length;
}

/// <summary>A camera whose device file holds its picture. "FILE.formats" lists its formats; "FILE.busy" makes it give empty buffers, as V4L2 does when another program streams.</summary>
public class VideoDevice(VideoConnectionSettings settings) : IDisposable
{
    private static readonly TimeSpan Period = TimeSpan.FromMilliseconds(5);
    private byte[] picture = [];

    public delegate void NewImageBufferReadyEvent(object sender, NewImageBufferReadyEventArgs e);

    public event NewImageBufferReadyEvent? NewImageBufferReady;

    public VideoConnectionSettings Settings => settings;

    public bool ImageBufferPoolingEnabled { get; set; }

    public string DevicePath { get; set; } = "/dev/video";

    private string Device => $"{DevicePath}{Settings.BusId}";

    public static VideoDevice Create(VideoConnectionSettings settings) => new(settings);

    public void StartCaptureContinuous() => Open();

    public void CaptureContinuous(CancellationToken token)
    {
        while (!token.IsCancellationRequested)
        {
            // An unplugged camera repeats its last picture: the package ignores the error.
            if (File.Exists(Device)) picture = File.ReadAllBytes(Device);
            int length = File.Exists(Device + ".busy") ? 0 : picture.Length;
            byte[] buffer = ArrayPool<byte>.Shared.Rent(length);
            picture.AsSpan(0, length).CopyTo(buffer);
            NewImageBufferReady?.Invoke(this, new NewImageBufferReadyEventArgs(buffer, length));
            Thread.Sleep(Period);
        }
    }

    public void StopCaptureContinuous()
    {
    }

    public IEnumerable<VideoPixelFormat> GetSupportedPixelFormats()
    {
        Open();
        foreach (string name in File.ReadAllText(Device + ".formats").Split(' ', StringSplitOptions.RemoveEmptyEntries)) yield return Enum.Parse<VideoPixelFormat>(name);
    }

    public void Dispose() => GC.SuppressFinalize(this);

    private void Open()
    {
        if (!File.Exists(Device)) throw new IOException($"Error 2. Can not open video device file '{Device}'.");
    }
}

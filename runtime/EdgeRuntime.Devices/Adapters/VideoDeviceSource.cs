using System;
using System.Buffers;
using System.Collections.Generic;
using System.Diagnostics;
using System.Globalization;
using System.IO;
using System.Linq;
using System.Threading;

using EdgeRuntime.Devices.Frames;

using Iot.Device.Media;

namespace EdgeRuntime.Devices.Adapters;

/// <summary>Frames of a V4L2 camera; those that are not read in time are dropped, so that a frame is never old.</summary>
public sealed class VideoDeviceSource : IFrameSource
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(5);
    private static readonly TimeSpan PresenceCheck = TimeSpan.FromSeconds(1);
    // The cheapest to convert first.
    private static readonly (VideoPixelFormat Pixels, FrameFormat Format)[] Known =
    [
        (VideoPixelFormat.YUYV, FrameFormat.Yuyv), (VideoPixelFormat.NV12, FrameFormat.Nv12), (VideoPixelFormat.RGB24, FrameFormat.Rgb24), (VideoPixelFormat.MJPEG, FrameFormat.Mjpeg),
    ];

    // Drivers round the buffer up to pages.
    private const int Page = 65536;

    private readonly string path;
    private readonly int width, height;
    private readonly FrameFormat format;
    private readonly VideoDevice device;
    private readonly CancellationTokenSource stopping = new();
    private readonly Thread thread;
    private readonly object gate = new();
    private byte[]? newest;
    private int newestLength;
    private Exception? failure;
    private long checkedAt = Stopwatch.GetTimestamp();

    /// <summary>Opens the camera and starts it.</summary>
    /// <param name="path">/dev/video0, /dev/video1, ...</param>
    /// <param name="size">Columns and rows to ask for.</param>
    /// <param name="wanted">Format to ask for; null takes the cheapest one that the camera has.</param>
    /// <exception cref="DeviceException">There is no such camera, it is busy, may not be used or has no format that is understood.</exception>
    public VideoDeviceSource(string path, (int Width, int Height) size, FrameFormat? wanted = null)
        : this(path, size, wanted, "/dev/video")
    {
    }

    /// <summary>The same with device files elsewhere.</summary>
    internal VideoDeviceSource(string path, (int Width, int Height) size, FrameFormat? wanted, string prefix)
    {
        if (!path.StartsWith(prefix, StringComparison.Ordinal) || !int.TryParse(path.AsSpan(prefix.Length), NumberStyles.None, CultureInfo.InvariantCulture, out int bus))
            throw new DeviceException($"'{path}' is not the name of a camera; give {prefix}0 or another number");
        DevicePackages.Require($"the camera {path}");
        this.path = path;
        (width, height) = size;
        device = VideoDevice.Create(new VideoConnectionSettings(bus, ((uint)width, (uint)height)));
        device.DevicePath = prefix;
        try
        {
            (device.Settings.PixelFormat, format) = Choose([.. device.GetSupportedPixelFormats()], wanted);
            if (format != FrameFormat.Mjpeg) VideoFrame.LengthOf(format, width, height);
            device.ImageBufferPoolingEnabled = true;
            device.NewImageBufferReady += Take;
            device.StartCaptureContinuous();
        }
        catch (Exception e) when (e is not DeviceException)
        {
            device.Dispose();
            throw DeviceFile.Explain(e, path, $"the camera {path}", "connect a camera or give another number", "video");
        }
        catch (DeviceException)
        {
            device.Dispose();
            throw;
        }

        thread = new Thread(Capture) { IsBackground = true, Name = path };
        thread.Start();
    }

    /// <inheritdoc/>
    public bool Read(VideoFrame frame, CancellationToken stop)
    {
        using CancellationTokenRegistration wake = stop.UnsafeRegister(static state => ((VideoDeviceSource)state!).Wake(), this);
        lock (gate)
        {
            long begin = Stopwatch.GetTimestamp();
            while (newest == null)
            {
                stop.ThrowIfCancellationRequested();
                if (failure != null) throw new DeviceException($"the camera {path} stopped ({failure.Message}); check its cable and close other programs that use it", failure);
                TimeSpan left = Patience - Stopwatch.GetElapsedTime(begin);
                if (left <= TimeSpan.Zero || !Monitor.Wait(gate, left)) throw new DeviceException($"the camera {path} sent no picture for {Patience.TotalSeconds:0} s; check its cable and that no other program uses it");
            }

            Copy(newest.AsSpan(0, newestLength), frame);
            Return();
            return true;
        }
    }

    /// <summary>Stops the camera.</summary>
    public void Dispose()
    {
        stopping.Cancel();
        // A camera that hangs must not hang the program; the thread is a background one.
        if (!thread.Join(Patience)) return;
        device.StopCaptureContinuous();
        device.Dispose();
        lock (gate) Return();
    }

    private void Wake()
    {
        lock (gate) Monitor.PulseAll(gate);
    }

    private static (VideoPixelFormat, FrameFormat) Choose(List<VideoPixelFormat> offered, FrameFormat? wanted)
    {
        foreach ((VideoPixelFormat pixels, FrameFormat format) in Known)
            if (offered.Contains(pixels) && (wanted == null || wanted == format)) return (pixels, format);
        string needed = wanted == null ? string.Join(", ", Known.Select(k => k.Pixels)) : $"{wanted}".ToUpperInvariant();
        throw new DeviceException($"the camera offers {(offered.Count == 0 ? "no format" : string.Join(", ", offered))}, {needed} is needed; {(wanted == null ? "use another camera" : "choose another --format")}");
    }

    private void Copy(ReadOnlySpan<byte> picture, VideoFrame frame)
    {
        if (format == FrameFormat.Mjpeg)
        {
            picture.CopyTo(frame.ReserveJpeg(picture.Length));
            return;
        }

        Span<byte> to = frame.Reserve(format, width, height);
        if (picture.Length < to.Length || picture.Length - to.Length >= Page)
            throw new DeviceException($"the camera {path} sends {picture.Length} bytes a picture, {width} x {height} pixels of {format} take {to.Length}; choose a size that the camera has");
        picture[..to.Length].CopyTo(to);
    }

    private void Capture()
    {
        try
        {
            device.CaptureContinuous(stopping.Token);
        }
        catch (Exception e)
        {
            // Whatever ends the thread must reach the reader, not end the program.
            Fail(e);
        }
    }

    /// <summary>Runs on the capture thread. The package ignores errors of a camera that was unplugged and repeats its last pictures.</summary>
    private void Take(object sender, NewImageBufferReadyEventArgs e)
    {
        if (Stopwatch.GetElapsedTime(checkedAt) > PresenceCheck)
        {
            checkedAt = Stopwatch.GetTimestamp();
            if (!File.Exists(path))
            {
                Fail(new IOException("it was unplugged"));
                stopping.Cancel();
            }
        }

        // A camera that another program streams from gives no buffers, which the package does not report.
        if (e.Length == 0)
        {
            Fail(new IOException("it is busy, another program uses it"));
            stopping.Cancel();
        }

        lock (gate)
        {
            Return();
            if (failure == null) (newest, newestLength) = (e.ImageBuffer, e.Length);
            else ArrayPool<byte>.Shared.Return(e.ImageBuffer);
            Monitor.PulseAll(gate);
        }
    }

    private void Fail(Exception e)
    {
        lock (gate)
        {
            failure ??= e;
            Monitor.PulseAll(gate);
        }
    }

    private void Return()
    {
        if (newest != null) ArrayPool<byte>.Shared.Return(newest);
        newest = null;
    }
}

using System;
using System.Buffers;
using System.Collections.Generic;
using System.Diagnostics;
using System.Globalization;
using System.IO;
using System.Threading;

using EdgeRuntime.Devices.Frames;

using Iot.Device.Media;

namespace EdgeRuntime.Devices.Adapters;

/// <summary>Frames of a V4L2 camera; those that are not read in time are dropped, so that a frame is never old.</summary>
public sealed class VideoDeviceSource : IFrameSource
{
    private const string Prefix = "/dev/video";
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(5);
    private static readonly TimeSpan PresenceCheck = TimeSpan.FromSeconds(1);
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
    /// <param name="width">Columns to ask for.</param>
    /// <param name="height">Rows to ask for.</param>
    /// <param name="jpeg">Take JPEG pictures when the camera has nothing else.</param>
    /// <exception cref="DeviceException">There is no such camera, it is busy, may not be used or has no format that is understood.</exception>
    public VideoDeviceSource(string path, int width = 640, int height = 480, bool jpeg = false)
    {
        if (!path.StartsWith(Prefix, StringComparison.Ordinal) || !int.TryParse(path.AsSpan(Prefix.Length), NumberStyles.None, CultureInfo.InvariantCulture, out int bus))
            throw new DeviceException($"'{path}' is not the name of a camera; give {Prefix}0 or another number");
        DevicePackages.Require($"the camera {path}");
        if (!File.Exists(path)) throw new DeviceException($"there is no camera {path}; connect one or give another number");
        (this.path, this.width, this.height) = (path, width, height);
        device = VideoDevice.Create(new VideoConnectionSettings(bus, ((uint)width, (uint)height)));
        try
        {
            (device.Settings.PixelFormat, format) = Choose([.. device.GetSupportedPixelFormats()], jpeg);
            if (format != FrameFormat.Mjpeg) VideoFrame.LengthOf(format, width, height);
            device.ImageBufferPoolingEnabled = true;
            device.NewImageBufferReady += Take;
            device.StartCaptureContinuous();
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException or DeviceException)
        {
            device.Dispose();
            if (e is DeviceException) throw;
            throw new DeviceException($"the camera {path} cannot be opened ({e.Message}); close other programs that use it and add the user to the group video", e);
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
                if (failure != null) throw new DeviceException($"the camera {path} stopped ({failure.Message}); check its cable", failure);
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

    private static (VideoPixelFormat, FrameFormat) Choose(List<VideoPixelFormat> offered, bool jpeg)
    {
        if (offered.Contains(VideoPixelFormat.YUYV)) return (VideoPixelFormat.YUYV, FrameFormat.Yuyv);
        if (offered.Contains(VideoPixelFormat.NV12)) return (VideoPixelFormat.NV12, FrameFormat.Nv12);
        if (offered.Contains(VideoPixelFormat.RGB24)) return (VideoPixelFormat.RGB24, FrameFormat.Rgb24);
        if (jpeg && offered.Contains(VideoPixelFormat.MJPEG)) return (VideoPixelFormat.MJPEG, FrameFormat.Mjpeg);
        throw new DeviceException($"the camera offers {(offered.Count == 0 ? "no format" : string.Join(", ", offered))}, YUYV, NV12 or RGB24 is needed; use another camera");
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

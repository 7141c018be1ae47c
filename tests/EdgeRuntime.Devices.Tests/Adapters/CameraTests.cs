using System;
using System.IO;
using System.Runtime.Versioning;
using System.Threading;

using EdgeRuntime.Devices.Adapters;
using EdgeRuntime.Devices.Frames;
using EdgeRuntime.Devices.Tests.Frames;

using Xunit;

namespace EdgeRuntime.Devices.Tests.Adapters;

public sealed class CameraTests : IDisposable
{
    private readonly SimulatedDevices devices = new();

    public void Dispose() => devices.Dispose();

    [Theory]
    [InlineData("YUYV NV12 MJPEG", null, FrameFormat.Yuyv)]
    [InlineData("MJPEG NV12", null, FrameFormat.Nv12)]
    [InlineData("RGB24", null, FrameFormat.Rgb24)]
    [InlineData("MJPEG", null, FrameFormat.Mjpeg)]
    [InlineData("YUYV MJPEG", FrameFormat.Mjpeg, FrameFormat.Mjpeg)]
    public void FramesComeInTheCheapestFormatUnlessOneIsWanted(string offered, FrameFormat? wanted, FrameFormat expected)
    {
        byte[] picture = expected == FrameFormat.Mjpeg ? [0xFF, 0xD8, 1, 2, 0xFF, 0xD9] : Pictures.Random(expected, 16, 8, 1).Data.ToArray();
        Camera(offered, picture);
        using VideoDeviceSource source = new(devices.Cameras + "0", (16, 8), wanted, devices.Cameras);
        VideoFrame frame = new();
        for (int i = 0; i < 3; i++)
        {
            Assert.True(source.Read(frame, CancellationToken.None));
            Assert.Equal(expected, frame.Format);
            Assert.Equal(picture, frame.Data.ToArray());
        }
    }

    [Fact]
    public void AFailureIsOneSentenceThatSaysWhatToDo()
    {
        Assert.EndsWith("video0; connect a camera or give another number", Message(Open));
        Camera("", new byte[256]);
        Assert.EndsWith("the camera offers no format, YUYV, NV12, RGB24, MJPEG is needed; use another camera", Message(Open));
        Camera("YUYV", new byte[256]);
        Assert.Equal("the camera offers YUYV, NV12 is needed; choose another --format", Message(() => new VideoDeviceSource(devices.Cameras + "0", (16, 8), FrameFormat.Nv12, devices.Cameras)));
        Camera("YUYV", new byte[3]);
        Assert.EndsWith("sends 3 bytes a picture, 16 x 8 pixels of Yuyv take 256; choose a size that the camera has", Message(ReadOne));
        Camera("YUYV", new byte[256]);
        devices.Write("video0.busy", []);
        Assert.EndsWith("stopped (it is busy, another program uses it); check its cable and close other programs that use it", Message(ReadOne));
        Assert.Equal("'webcam' is not the name of a camera; give /dev/video0 or another number", Message(() => new VideoDeviceSource("webcam", (640, 480))));
    }

    [Fact]
    public void MissingPermissionNamesTheGroup()
        => Assert.Equal("the camera /dev/video0 may not be used, permission for /dev/video0 was denied; add the user with 'sudo usermod -aG video USER' and log in again",
            DeviceFile.Explain(new UnauthorizedAccessException(), "/dev/video0", "the camera /dev/video0", "connect a camera", "video").Message);

    [Fact]
    public void ACameraThatIsUnpluggedIsNoticed()
    {
        Camera("YUYV", new byte[256]);
        using VideoDeviceSource source = Open();
        VideoFrame frame = new();
        Assert.True(source.Read(frame, CancellationToken.None));
        File.Delete(devices.At("video0"));
        Assert.Contains("it was unplugged", Message(() =>
        {
            while (source.Read(frame, CancellationToken.None))
            {
            }

            return source;
        }));
    }

    [Fact]
    public void CancellingEndsTheWaitForAPicture()
    {
        JpegStream silent = new();
        using CancellationTokenSource stop = new(TimeSpan.FromMilliseconds(50));
        Assert.Throws<OperationCanceledException>(() => silent.Take(new VideoFrame(), TimeSpan.FromMinutes(1), stop.Token));
        Assert.Contains("no picture", Assert.Throws<DeviceException>(() => silent.Take(new VideoFrame(), TimeSpan.FromMilliseconds(1), CancellationToken.None)).Message);
    }

    [Fact]
    public void AStreamOfPicturesIsCutWhereTheyBegin()
    {
        JpegStream stream = new();
        VideoFrame frame = new();
        byte[] stale = [9, 9, 0xFF, 0xD9];
        byte[] first = [0xFF, 0xD8, 1, 0xFF, 0, 2, 0xFF, 0xD9], second = [0xFF, 0xD8, .. new byte[100_000], 0xFF, 0xD9];
        byte[] all = [.. stale, .. first, 7, 7, .. second, 0xFF];
        for (int at = 0; at < all.Length; at += 5)
        {
            stream.Write(all.AsSpan(at, Math.Min(5, all.Length - at)));
            if (at is >= 15 and < 20)
            {
                stream.Take(frame, TimeSpan.Zero + TimeSpan.FromSeconds(1), CancellationToken.None);
                Assert.Equal(first, frame.Data.ToArray());
            }
        }

        stream.Take(frame, TimeSpan.FromSeconds(1), CancellationToken.None);
        Assert.Equal(second, frame.Data.ToArray());
    }

    [Fact]
    [SupportedOSPlatform("linux")]
    public void TheCameraModuleIsReadThroughItsProgram()
    {
        Assert.SkipUnless(OperatingSystem.IsLinux(), "a script stands for the program");
        string path = Environment.GetEnvironmentVariable("PATH")!;
        string program = devices.At("rpicam-vid");
        File.WriteAllText(program, $"#!/bin/sh\necho \"$@\" > {devices.At("arguments")}\nprintf '\\377\\330ab\\377\\331'\nsleep 0.3\n");
        File.SetUnixFileMode(program, UnixFileMode.UserRead | UnixFileMode.UserExecute);
        Environment.SetEnvironmentVariable("PATH", $"{devices.Folder}:{path}");
        try
        {
            using LibcameraSource source = new((320, 240));
            VideoFrame frame = new();
            Assert.True(source.Read(frame, CancellationToken.None));
            Assert.Equal([0xFF, 0xD8, (byte)'a', (byte)'b', 0xFF, 0xD9], frame.Data.ToArray());
            Assert.Equal("--output - --timeout 0 --flush --width 320 --height 240 --codec mjpeg --quality 85 --nopreview --verbose 0", File.ReadAllText(devices.At("arguments")).Trim());
            Assert.Equal("rpicam-vid ended, so there is no camera or another program uses it; check the cable with 'rpicam-hello --list-cameras'", Message(() => source.Read(frame, CancellationToken.None)));
            File.Delete(program);
            Assert.Equal("the camera module cannot be used, rpicam-vid is not installed; run 'sudo apt-get install rpicam-apps'", Message(() => new LibcameraSource((320, 240))));
        }
        finally
        {
            Environment.SetEnvironmentVariable("PATH", path);
        }
    }

    private static string Message(Func<object> action) => Assert.Throws<DeviceException>(action).Message;

    private VideoDeviceSource Open() => new(devices.Cameras + "0", (16, 8), null, devices.Cameras);

    private object ReadOne()
    {
        using VideoDeviceSource source = Open();
        return source.Read(new VideoFrame(), CancellationToken.None);
    }

    private void Camera(string formats, byte[] picture)
    {
        File.WriteAllText(devices.At("video0.formats"), formats);
        devices.Write("video0", picture);
    }
}

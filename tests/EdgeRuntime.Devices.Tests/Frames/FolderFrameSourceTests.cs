using System;
using System.IO;
using System.Linq;
using System.Text;
using System.Threading;

using EdgeRuntime.Devices.Frames;

using Xunit;

namespace EdgeRuntime.Devices.Tests.Frames;

public sealed class FolderFrameSourceTests : IDisposable
{
    private readonly string folder = Directory.CreateTempSubdirectory("frames").FullName;

    public void Dispose() => Directory.Delete(folder, recursive: true);

    [Fact]
    public void PicturesComeInTheOrderOfTheirNames()
    {
        Write("c.4x2.yuyv", new byte[16]);
        Write("b.pgm", [.. Header("P5 # gray\n2 1\n255\n"), 7, 8]);
        Write("a.ppm", [.. Header("P6\n1 1\n255\n"), 1, 2, 3]);
        Write("d.jpg", [0xFF, 0xD8]);
        Write("notes.txt", [1]);
        using FolderFrameSource source = new(folder);
        VideoFrame frame = new();
        Assert.Equal("Rgb24 1x1 1 2 3", Next(source, frame));
        Assert.Equal("Gray8 2x1 7 8", Next(source, frame));
        Assert.StartsWith("Yuyv 4x2 0 0", Next(source, frame));
        Assert.Equal("Mjpeg 0x0 255 216", Next(source, frame));
        Assert.Equal("", Next(source, frame));
    }

    [Fact]
    public void ARepeatedFolderNeverEnds()
    {
        Write("a.pgm", [.. Header("P5 1 1 255\n"), 9]);
        using FolderFrameSource source = new(folder, repeat: true);
        VideoFrame frame = new();
        for (int i = 0; i < 3; i++) Assert.Equal("Gray8 1x1 9", Next(source, frame));
    }

    [Theory]
    [InlineData("a.ppm", "P6 2 2 255\nabc", "cut short")]
    [InlineData("a.ppm", "P6 2 x 255\nabc", "no number")]
    [InlineData("a.ppm", "P3 1 1 255 1 1 1", "P5 or P6")]
    [InlineData("a.ppm", "", "P5 or P6")]
    [InlineData("a.pgm", "P5 1 1 65535\nab", "8 bits")]
    [InlineData("a.pgm", "P5 999999999 999999999 255\n", "capture size")]
    [InlineData("a.nv12", "abc", "its size")]
    [InlineData("a.4x4.nv12", "abc", "24")]
    [InlineData("a.3x3.yuyv", "abc", "even")]
    public void DamagedPicturesAreRefusedInOneSentence(string name, string content, string part)
    {
        Write(name, Header(content));
        using FolderFrameSource source = new(folder);
        DeviceException refused = Assert.Throws<DeviceException>(() => source.Read(new VideoFrame(), CancellationToken.None));
        Assert.Contains(part, refused.Message);
    }

    [Fact]
    public void EveryTruncationIsRefused()
    {
        byte[] file = [.. Header("P6\n2 1\n255\n"), 1, 2, 3, 4, 5, 6];
        for (int length = 0; length < file.Length; length++)
        {
            Write("a.ppm", file[..length]);
            using FolderFrameSource source = new(folder);
            Assert.Throws<DeviceException>(() => source.Read(new VideoFrame(), CancellationToken.None));
        }
    }

    [Fact]
    public void AFolderWithoutPicturesIsRefused()
    {
        Assert.Contains("no .ppm", Assert.Throws<DeviceException>(() => new FolderFrameSource(folder)).Message);
        Assert.Contains("does not exist", Assert.Throws<DeviceException>(() => new FolderFrameSource(Path.Combine(folder, "none"))).Message);
    }

    private static string Next(FolderFrameSource source, VideoFrame frame)
        => source.Read(frame, CancellationToken.None) ? $"{frame.Format} {frame.Width}x{frame.Height} {string.Join(' ', frame.Data.ToArray())}" : "";

    private static byte[] Header(string text) => [.. Encoding.ASCII.GetBytes(text).AsEnumerable()];

    private void Write(string name, byte[] bytes) => File.WriteAllBytes(Path.Combine(folder, name), bytes);
}

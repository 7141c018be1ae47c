using System;
using System.Collections.Generic;
using System.Diagnostics;

using EdgeRuntime.Devices.Frames;
using EdgeRuntime.Devices.Jpeg;

using Xunit;

namespace EdgeRuntime.Devices.Tests.Jpeg;

public class JpegDecoderTests
{
    private const int Seed = 20;

    public static TheoryData<int> Samplings => [Turbo.Sampling444, Turbo.Sampling422, Turbo.Sampling420, Turbo.Sampling440, Turbo.Gray];

    [Theory]
    [MemberData(nameof(Samplings))]
    public void PixelsAreThoseOfTheCommonDecoderBitForBit(int sampling)
    {
        Turbo.SkipWhenMissing();
        JpegDecoder decoder = new();
        VideoFrame actual = new();
        Random random = new(Seed + sampling);
        (int, int)[] sizes = [(1, 1), (2, 3), (3, 2), (7, 9), (8, 8), (16, 16), (17, 15), (33, 31), (64, 48), (100, 75), (161, 121), (640, 480)];
        foreach ((int width, int height) in sizes)
            foreach (int quality in new[] { 5, 75, 100 })
                foreach (int restart in new[] { 0, 1 })
                {
                    byte[] jpeg = Turbo.Encode(Scene(width, height, random.Next()), sampling, quality, restart);
                    decoder.Decode(jpeg, actual);
                    Assert.Equal(sampling == Turbo.Gray ? FrameFormat.Gray8 : FrameFormat.Rgb24, actual.Format);
                    Assert.Equal((width, height), (actual.Width, actual.Height));
                    byte[] expected = Turbo.Decode(jpeg, width, height, sampling == Turbo.Gray ? 1 : 3);
                    for (int i = 0; i < expected.Length; i++)
                        Assert.True(expected[i] == actual.Data[i], $"{width} x {height} quality {quality} restart {restart} at {i}: {actual.Data[i]}, expected {expected[i]}");
                }
    }

    [Fact]
    public void PicturesOfCamerasLackTheirHuffmanTables()
    {
        Turbo.SkipWhenMissing();
        byte[] whole = Turbo.Encode(Scene(40, 30, Seed), Turbo.Sampling422, 80);
        byte[] without = Without(whole, 0xC4);
        Assert.True(without.Length < whole.Length - 400);
        Assert.Equal(Decoded(whole), Decoded(without));
        // Buffers of cameras are longer than the picture.
        Assert.Equal(Decoded(whole), Decoded([.. without, .. new byte[100]]));
    }

    [Fact]
    public void FramesOfOneSizeAllocateNothing()
    {
        Turbo.SkipWhenMissing();
        byte[] jpeg = Turbo.Encode(Scene(64, 48, Seed), Turbo.Sampling420, 80);
        JpegDecoder decoder = new();
        VideoFrame frame = new();
        decoder.Decode(jpeg, frame);
        long before = GC.GetAllocatedBytesForCurrentThread();
        for (int i = 0; i < 10; i++) decoder.Decode(jpeg, frame);
        Assert.Equal(before, GC.GetAllocatedBytesForCurrentThread());
    }

    [Fact]
    public void OtherKindsAreRefusedInOneSentence()
    {
        Turbo.SkipWhenMissing();
        VideoFrame scene = Scene(20, 20, Seed);
        byte[] jpeg = Turbo.Encode(scene, Turbo.Sampling420, 80);
        Refused("progressive", Turbo.Encode(scene, Turbo.Sampling420, 80, progressive: true));
        Refused("FF D8", [1, 2, 3, 4, 5]);
        Refused("FF D8", []);
        Refused("C9", Changed(jpeg, 0xC0, -1, 0xC9));
        Refused("12", Changed(jpeg, 0xC0, 2, 12));
        Refused("sampling", Changed(jpeg, 0xC0, 9, 0x41));
        Refused("lacks a table", Without(jpeg, 0xDB));
        Refused("no size", Without(jpeg, 0xC0));
        // 65,535 columns: too many for so few bytes.
        Refused("too few", Changed(jpeg, 0xC0, 5, 0xFF));
        Refused("0 x 20", Changed(jpeg, 0xC0, 6, 0));
    }

    [Fact]
    public void EveryTruncationIsRefused()
    {
        Turbo.SkipWhenMissing();
        byte[] jpeg = Turbo.Encode(Scene(24, 16, Seed), Turbo.Sampling420, 60, restart: 1);
        // The last two bytes are the end marker, which cameras forget.
        for (int length = 0; length < jpeg.Length - 3; length++)
            Assert.Throws<DeviceException>(() => new JpegDecoder().Decode(jpeg.AsSpan(0, length), new VideoFrame()));
    }

    [Fact]
    public void DamagedPicturesNeitherCrashNorHang()
    {
        Turbo.SkipWhenMissing();
        const int Files = 60_000;
        List<byte[]> originals = [];
        foreach (int sampling in new[] { Turbo.Sampling444, Turbo.Sampling422, Turbo.Sampling420, Turbo.Sampling440, Turbo.Gray })
            originals.Add(Turbo.Encode(Scene(40, 24, Seed), sampling, 60, restart: sampling % 2));
        Random random = new(Seed);
        JpegDecoder decoder = new();
        VideoFrame frame = new();
        int refused = 0;
        Stopwatch clock = Stopwatch.StartNew();
        for (int i = 0; i < Files; i++)
        {
            byte[] damaged = Damaged(originals[random.Next(originals.Count)], random);
            try
            {
                decoder.Decode(damaged, frame);
                Assert.Equal(frame.Width * frame.Height * (frame.Format == FrameFormat.Gray8 ? 1 : 3), frame.Length);
            }
            catch (DeviceException)
            {
                refused++;
            }
        }

        Assert.InRange(refused, Files / 4, Files - Files / 10);
        Assert.True(clock.Elapsed < TimeSpan.FromMinutes(2), $"{Files} damaged pictures took {clock.Elapsed}");
        decoder.Decode(originals[0], frame);
        Assert.Equal(Decoded(originals[0]), frame.Data.ToArray());
    }

    /// <summary>Shapes and noise, so that every kind of coefficient occurs.</summary>
    private static VideoFrame Scene(int width, int height, int seed)
    {
        VideoFrame frame = new();
        Random random = new(seed);
        Span<byte> to = frame.Reserve(FrameFormat.Rgb24, width, height);
        for (int y = 0; y < height; y++)
            for (int x = 0; x < width; x++)
                for (int c = 0; c < 3; c++)
                {
                    int value = (int)(128 + 90 * Math.Sin((x + 3 * c) / 9.0) * Math.Cos((y - c) / 7.0)) + ((x / 12 + y / 10) % 3 == c ? 60 : 0) + (y > height / 2 ? random.Next(-40, 40) : 0);
                    to[3 * (y * width + x) + c] = (byte)Math.Clamp(value, 0, 255);
                }

        return frame;
    }

    private static byte[] Decoded(byte[] jpeg)
    {
        VideoFrame frame = new();
        new JpegDecoder().Decode(jpeg, frame);
        return frame.Data.ToArray();
    }

    private static void Refused(string part, byte[] jpeg)
        => Assert.Contains(part, Assert.Throws<DeviceException>(() => new JpegDecoder().Decode(jpeg, new VideoFrame())).Message);

    private static byte[] Without(byte[] jpeg, int marker)
    {
        List<byte> left = [.. jpeg];
        for (int at = 2; left[at + 1] != 0xDA;)
        {
            int length = 2 + (left[at + 2] << 8) + left[at + 3];
            if (left[at + 1] == marker) left.RemoveRange(at, length);
            else at += length;
        }

        return [.. left];
    }

    /// <summary>Sets a byte; its place is counted from the length of the segment on, -1 is the marker itself.</summary>
    private static byte[] Changed(byte[] jpeg, int marker, int place, byte value)
    {
        byte[] changed = [.. jpeg];
        int at = 2;
        while (changed[at + 1] != marker) at += 2 + (changed[at + 2] << 8) + changed[at + 3];
        changed[at + 2 + place] = value;
        return changed;
    }

    private static byte[] Damaged(byte[] file, Random random)
    {
        List<byte> bytes = [.. file];
        for (int i = random.Next(1, 4); i > 0; i--)
        {
            int at = random.Next(bytes.Count);
            switch (random.Next(5))
            {
                case 0: bytes[at] ^= (byte)(1 << random.Next(8)); break;
                case 1: bytes[at] = (byte)random.Next(256); break;
                case 2: bytes[at] = 0xFF; break;
                case 3: bytes.RemoveRange(at, Math.Min(bytes.Count - at, random.Next(1, 40))); break;
                default: bytes.Insert(at, (byte)random.Next(256)); break;
            }

            if (bytes.Count == 0) break;
        }

        return [.. bytes];
    }
}

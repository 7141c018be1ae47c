using System;
using System.Collections.Generic;

using EdgeRuntime.Converter.Imaging;
using EdgeRuntime.Devices.Frames;
using EdgeRuntime.Format;

using Xunit;

using Resampling = EdgeRuntime.Devices.Frames.Resampling;

namespace EdgeRuntime.Devices.Tests.Frames;

public class FrameInputTests
{
    /// <summary>Sizes around the vector width, shrinking, growing, equal, and of other proportions.</summary>
    public static TheoryData<int, int, int, int> Sizes => new() { { 64, 48, 32, 32 }, { 61, 47, 28, 28 }, { 5, 7, 16, 9 }, { 32, 32, 32, 32 }, { 640, 480, 32, 32 }, { 1, 1, 3, 2 }, { 33, 2, 16, 1 } };

    [Theory]
    [MemberData(nameof(Sizes))]
    public void PicturesGiveTheBitsThatTheConverterMeasured(int width, int height, int toWidth, int toHeight)
    {
        int compared = 0;
        foreach ((string order, int channels) in new[] { ("rgb", 3), ("bgr", 3), ("gray", 1) })
            foreach (string layout in new[] { "NHWC", "NCHW" })
                foreach (bool area in new[] { true, false })
                    foreach (bool crop in new[] { true, false })
                        foreach (FrameFormat format in new[] { FrameFormat.Rgb24, FrameFormat.Gray8 })
                        {
                            InputSpecification specification = Pictures.Full(toWidth, toHeight, channels, order, layout);
                            VideoFrame frame = Pictures.Random(format, width, height, compared);
                            float[] actual = Pictures.Filled(new FrameInput(specification, area ? Resampling.Area : Resampling.Bilinear, crop), frame);
                            NetworkInput reference = NetworkInput.Of(specification) with { Resampling = area ? Converter.Imaging.Resampling.Area : Converter.Imaging.Resampling.Bilinear, CropCentre = crop };
                            float[] expected = new float[reference.Length];
                            reference.Fill(new Image(width, height, format == FrameFormat.Gray8 ? 1 : 3, frame.Data.ToArray()), expected);
                            for (int i = 0; i < expected.Length; i++)
                                Assert.True(BitConverter.SingleToInt32Bits(expected[i]) == BitConverter.SingleToInt32Bits(actual[i]), $"{order} {layout} area {area} crop {crop} {format} at {i}: {expected[i]} and {actual[i]}");
                            compared++;
                        }

        Assert.Equal(48, compared);
    }

    /// <summary>Corners of the colour cube in BT.601, limited range.</summary>
    [Theory]
    [InlineData(16, 128, 128, 0, 0, 0)]
    [InlineData(235, 128, 128, 255, 255, 255)]
    [InlineData(81, 90, 240, 255, 0, 0)]
    [InlineData(145, 54, 34, 0, 255, 0)]
    [InlineData(41, 240, 110, 0, 0, 255)]
    [InlineData(0, 128, 128, 0, 0, 0)]
    [InlineData(255, 128, 128, 255, 255, 255)]
    public void ColoursOfYuyvAreThoseOfBt601(byte y, byte u, byte v, int red, int green, int blue)
    {
        float[] values = Pictures.Filled(new FrameInput(Pictures.Plain(2, 2, 3)), Pictures.PlainYuyv(4, 4, y, u, v));
        for (int i = 0; i < values.Length; i += 3)
        {
            Assert.InRange(values[i], red - 1.5f, red + 1.5f);
            Assert.InRange(values[i + 1], green - 1.5f, green + 1.5f);
            Assert.InRange(values[i + 2], blue - 1.5f, blue + 1.5f);
        }
    }

    [Theory]
    [InlineData(1)]
    [InlineData(3)]
    public void YuvIsTheMatrixOfBt601AtEveryPixel(int channels)
    {
        VideoFrame frame = Pictures.Random(FrameFormat.Yuyv, 34, 6, 7);
        float[] values = Pictures.Filled(new FrameInput(Pictures.Plain(34, 6, channels), cropCentre: false), frame);
        for (int i = 0; i < 34 * 6; i++)
        {
            double y = (frame.Data[2 * i] - 16) * 255 / 219.0, u = (frame.Data[i / 2 * 4 + 1] - 128) * 255 / 224.0, v = (frame.Data[i / 2 * 4 + 3] - 128) * 255 / 224.0;
            double[] rgb = [Math.Clamp(y + 1.402 * v, 0, 255), Math.Clamp(y - 0.344136 * u - 0.714136 * v, 0, 255), Math.Clamp(y + 1.772 * u, 0, 255)];
            if (channels == 1) Assert.InRange(values[i] - (0.299 * rgb[0] + 0.587 * rgb[1] + 0.114 * rgb[2]), -1.6, 1.6);
            else for (int c = 0; c < 3; c++) Assert.InRange(values[3 * i + c] - rgb[c], -1.6, 1.6);
        }
    }

    /// <summary>Widths around a step of eight pixels, from even and odd columns on.</summary>
    [Fact]
    public void EightPixelsAtATimeAreEightTimesOne()
    {
        for (int width = 2; width < 40; width += 2)
            foreach (FrameFormat format in new[] { FrameFormat.Yuyv, FrameFormat.Nv12 })
            {
                VideoFrame frame = Pictures.Random(format, width, 4, width);
                for (int left = 0; left < Math.Min(width, 4); left++)
                {
                    byte[] rgb = new byte[3 * (width - left)], gray = new byte[width - left], one = new byte[3];
                    FrameRows.ReadRgb(frame, 3, left, rgb);
                    FrameRows.ReadGray(frame, 3, left, gray);
                    for (int i = 0, x = left; x < width; i++, x++)
                    {
                        if (format == FrameFormat.Yuyv) YuvPixels.ToRgb(frame.Data[2 * (3 * width + x)], frame.Data[2 * 3 * width + x / 2 * 4 + 1], frame.Data[2 * 3 * width + x / 2 * 4 + 3], one);
                        else YuvPixels.ToRgb(frame.Data[3 * width + x], frame.Data[5 * width + (x & ~1)], frame.Data[5 * width + (x | 1)], one);
                        Assert.Equal(one, rgb[(3 * i)..(3 * i + 3)]);
                        Assert.Equal(YuvPixels.ToGray(one), gray[i]);
                    }
                }
            }
    }

    [Theory]
    [InlineData(3, true)]
    [InlineData(3, false)]
    [InlineData(1, true)]
    public void Nv12IsYuyvWithColoursSharedByTwoRows(int channels, bool crop)
    {
        VideoFrame nv12 = Pictures.Random(FrameFormat.Nv12, 38, 20, 11);
        FrameInput input = new(Pictures.Plain(9, 9, channels), Resampling.Area, crop);
        Assert.Equal(Pictures.Filled(input, Pictures.ToYuyv(nv12)), Pictures.Filled(input, nv12));
    }

    [Theory]
    [InlineData(FrameFormat.Yuyv, Resampling.Area)]
    [InlineData(FrameFormat.Nv12, Resampling.Bilinear)]
    [InlineData(FrameFormat.Rgb24, Resampling.Area)]
    public void FramesOfOneSizeAllocateNothing(FrameFormat format, Resampling resampling)
    {
        VideoFrame frame = Pictures.Random(format, 64, 48, 1);
        FrameInput input = new(Pictures.Full(32, 32, 3, "rgb", "NHWC"), resampling);
        float[] values = new float[input.Length];
        input.Fill(frame, values);
        long before = GC.GetAllocatedBytesForCurrentThread();
        for (int i = 0; i < 10; i++) input.Fill(frame, values);
        Assert.Equal(before, GC.GetAllocatedBytesForCurrentThread());
    }

    [Fact]
    public void AnotherSizeOfFramesIsNoticed()
    {
        FrameInput input = new(Pictures.Plain(8, 8, 3));
        VideoFrame small = Pictures.Random(FrameFormat.Rgb24, 20, 10, 1), large = Pictures.Random(FrameFormat.Yuyv, 30, 40, 2);
        float[] first = Pictures.Filled(input, small);
        Assert.Equal(Pictures.Filled(new FrameInput(Pictures.Plain(8, 8, 3)), large), Pictures.Filled(input, large));
        Assert.Equal(first, Pictures.Filled(input, small));
    }

    [Fact]
    public void JpegGoesThroughTheDecoder()
    {
        VideoFrame picture = Pictures.Random(FrameFormat.Rgb24, 12, 12, 5), jpeg = new();
        new byte[] { 1, 2, 3 }.CopyTo(jpeg.ReserveJpeg(3));
        FakeDecoder decoder = new(picture);
        Assert.Equal(Pictures.Filled(new FrameInput(Pictures.Plain(6, 6, 3)), picture), Pictures.Filled(new FrameInput(Pictures.Plain(6, 6, 3), decoder: decoder), jpeg));
        Assert.Equal(new byte[] { 1, 2, 3 }, Assert.Single(decoder.Calls));
        DeviceException refused = Assert.Throws<DeviceException>(() => Pictures.Filled(new FrameInput(Pictures.Plain(6, 6, 3)), jpeg));
        Assert.Contains("YUYV", refused.Message);
    }

    [Fact]
    public void WhatDoesNotFitIsRefused()
    {
        Assert.Throws<DeviceException>(() => new FrameInput(Pictures.Plain(8, 8, 4)));
        Assert.Throws<DeviceException>(() => new FrameInput(Pictures.Plain(8, 0, 3)));
        Assert.Throws<DeviceException>(() => new FrameInput(Pictures.Plain(8, 8, 3) with { Mean = [1, 2] }));
        Assert.Throws<DeviceException>(() => new FrameInput(Pictures.Plain(8, 8, 3) with { Std = [1, 0, 1] }));
        Assert.Throws<DeviceException>(() => new FrameInput(Pictures.Plain(8, 8, 3) with { Scale = float.NaN }));
        Assert.Throws<ArgumentException>(() => new FrameInput(Pictures.Plain(8, 8, 3)).Fill(Pictures.Random(FrameFormat.Gray8, 8, 8, 1), new float[8]));
        Assert.Throws<DeviceException>(() => Pictures.Filled(new FrameInput(Pictures.Plain(8, 8, 3)), new VideoFrame()));
        Assert.Throws<DeviceException>(() => VideoFrame.LengthOf(FrameFormat.Yuyv, 3, 4));
        Assert.Throws<DeviceException>(() => VideoFrame.LengthOf(FrameFormat.Nv12, 4, 3));
        Assert.Throws<DeviceException>(() => VideoFrame.LengthOf(FrameFormat.Rgb24, int.MaxValue, int.MaxValue));
    }

    private sealed class FakeDecoder(VideoFrame picture) : IFrameDecoder
    {
        public List<byte[]> Calls { get; } = [];

        public void Decode(ReadOnlySpan<byte> jpeg, VideoFrame destination)
        {
            Calls.Add(jpeg.ToArray());
            picture.Data.CopyTo(destination.Reserve(picture.Format, picture.Width, picture.Height));
        }
    }
}

using System;
using System.Collections.Generic;
using System.IO;
using System.Text;
using EdgeRuntime.Converter.Imaging;
using Xunit;

namespace EdgeRuntime.Converter.Tests.Imaging;

public class ImageFileTests
{
    private static (byte R, byte G, byte B) Pixel(int x, int y) => ((byte)(x * 40), (byte)(y * 30), (byte)(x + y));

    [Theory]
    [InlineData(24, false)]
    [InlineData(24, true)]
    [InlineData(32, false)]
    [InlineData(32, true)]
    [InlineData(8, false)]
    [InlineData(8, true)]
    public void ReadsBitmaps(int bits, bool topDown)
    {
        Image image = ImageFile.Decode(Samples.Bmp(5, 4, bits, topDown, Pixel), "a.bmp");
        Assert.Equal((5, 4, 3), (image.Width, image.Height, image.Channels));
        for (int i = 0; i < 20; i++)
        {
            (byte r, byte g, byte b) = Pixel(i % 5, i / 5);
            byte[] expected = bits == 8 ? [r, (byte)(2 * r), (byte)(3 * r)] : [r, g, b];
            Assert.Equal(expected, image.Pixels.AsSpan(3 * i, 3).ToArray());
        }
    }

    [Theory]
    [InlineData("P2\n# remark\n3 2\n255\n0 1 2\n3 4 255\n", 1)]
    [InlineData("P3 2 1 255 0 1 2 3 4 255", 3)]
    [InlineData("P5 3 2\n255\n\u0000\u0001\u0002\u0003\u0004\u00ff", 1)]
    [InlineData("P6 2 1 255 \u0000\u0001\u0002\u0003\u0004\u00ff", 3)]
    public void ReadsNetpbm(string file, int channels)
    {
        Image image = ImageFile.Decode(Encoding.Latin1.GetBytes(file), "a.ppm");
        Assert.Equal(channels, image.Channels);
        Assert.Equal(new byte[] { 0, 1, 2, 3, 4, 255 }, image.Pixels);
    }

    [Theory]
    [InlineData("P2 2 1 15 0 15")]
    [InlineData("P5 2 1 1 \u0000\u0001")]
    [InlineData("P5 2 1 65535 \u0000\u0000\u00ff\u00ff")]
    public void ScalesNetpbmToBytes(string file) => Assert.Equal(new byte[] { 0, 255 }, ImageFile.Decode(Encoding.Latin1.GetBytes(file), "a.pgm").Pixels);

    [Fact]
    public void ReadsColourJpeg()
    {
        foreach (byte[] file in new[] { Samples.ColourJpeg, Samples.ProgressiveJpeg })
        {
            Image image = ImageFile.Decode(file, "a.jpg");
            Assert.Equal((16, 16, 3), (image.Width, image.Height, image.Channels));
            byte[][] colours = [[200, 40, 40], [30, 60, 220]];
            for (int side = 0; side < 2; side++)
            {
                for (int c = 0; c < 3; c++)
                    Assert.InRange(image.Pixels[(8 * 16 + 3 + 9 * side) * 3 + c], colours[side][c] - 12, colours[side][c] + 12);
            }

            Assert.Equal(image.Pixels, ImageFile.Decode(file, "a.jpg").Pixels);
        }
    }

    [Fact]
    public void ReadsGrayJpeg()
    {
        Image image = ImageFile.Decode(Samples.GrayJpeg, "a.jpg");
        Assert.Equal((16, 16, 1), (image.Width, image.Height, image.Channels));
        for (int i = 0; i < 256; i++) Assert.InRange(image.Pixels[i], i % 16 * 16 - 4, i % 16 * 16 + 4);
    }

    [Fact]
    public void RefusesACutJpeg()
    {
        byte[] file = Samples.ColourJpeg;
        Assert.Contains("damaged JPEG", Assert.Throws<ConversionException>(() => ImageFile.Decode(file.AsSpan(0, file.Length - 20), "a.jpg")).Message);
        Assert.Contains("frame header", Assert.Throws<ConversionException>(() => ImageFile.Decode(file.AsSpan(0, 40), "a.jpg")).Message);
    }

    [Fact]
    public void ADamagedJpegDoesNotSpoilTheNext()
    {
        Random random = new(11);
        byte[] expected = ImageFile.Decode(Samples.ColourJpeg, "a.jpg").Pixels;
        for (int attempt = 0; attempt < 200; attempt++)
        {
            byte[] broken = Samples.GrayJpeg;
            broken[random.Next(2, 80)] = (byte)random.Next(256);
            Record.Exception(() => ImageFile.Decode(broken, "broken.jpg"));
            Assert.Equal(expected, ImageFile.Decode(Samples.ColourJpeg, "a.jpg").Pixels);
        }
    }

    [Fact]
    public void RefusesUnknownAndMissingFiles()
    {
        Assert.Contains("begins with 00010203", Assert.Throws<ConversionException>(() => ImageFile.Decode([0, 1, 2, 3], "a.png")).Message);
        Assert.Contains("is empty", Assert.Throws<ConversionException>(() => ImageFile.Decode([], "a.png")).Message);
        Assert.Contains("there is no image file", Assert.Throws<ConversionException>(() => ImageFile.Read(Path.Combine(Path.GetTempPath(), "no such.png"))).Message);
    }

    [Theory]
    [InlineData("P5 60000 60000 255 ")]
    [InlineData("P5 8000 8000 255 ")]
    [InlineData("P2 8000 8000 255 1 2 3")]
    [InlineData("P5 999999999999 1 255 ")]
    [InlineData("P5 2 1 0 ")]
    [InlineData("P2 2 1 255 300 1")]
    [InlineData("P2 2 1 255 x y")]
    [InlineData("P6")]
    public void RefusesDamagedNetpbm(string file)
        => Assert.Throws<ConversionException>(() => ImageFile.Decode(Encoding.Latin1.GetBytes(file + "\n"), "a.ppm"));

    [Fact]
    public void DamagedFilesNeverCrash()
    {
        List<byte[]> files =
        [
            Samples.Bmp(9, 7, 24, false, Pixel), Samples.Bmp(9, 7, 8, true, Pixel), Samples.ColourJpeg, Samples.GrayJpeg, Samples.ProgressiveJpeg,
            Samples.Png(9, 7, 8, 2, false, (x, y, c) => x + y), Samples.Png(9, 7, 4, 3, true, (x, y, c) => x, new byte[48]),
            Encoding.Latin1.GetBytes("P3 2 1 255 0 1 2 3 4 255"), Encoding.Latin1.GetBytes("P6 2 1 255 012345"),
        ];
        Random random = new(7);
        foreach (byte[] file in files)
        {
            for (int attempt = 0; attempt < 400; attempt++)
            {
                byte[] broken = attempt < file.Length ? file.AsSpan(0, attempt).ToArray() : (byte[])file.Clone();
                int flips = random.Next(1, 4);
                for (int i = 0; i < flips && broken.Length > 0; i++) broken[random.Next(broken.Length)] = (byte)random.Next(256);
                Exception? thrown = Record.Exception(() => ImageFile.Decode(broken, "broken"));
                Assert.True(thrown is null or ConversionException, $"seed 7, attempt {attempt}: {thrown}");
            }
        }
    }
}

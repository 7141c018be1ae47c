using System;
using EdgeRuntime.Converter.Imaging;
using Xunit;

namespace EdgeRuntime.Converter.Tests.Imaging;

public class PngTests
{
    private static int Sample(int x, int y, int c, int depth) => (x * 37 + y * 101 + c * 59 + x * y) & ((1 << depth) - 1);

    [Theory]
    [InlineData(0, 1)]
    [InlineData(0, 2)]
    [InlineData(0, 4)]
    [InlineData(0, 8)]
    [InlineData(0, 16)]
    [InlineData(2, 8)]
    [InlineData(2, 16)]
    [InlineData(4, 8)]
    [InlineData(4, 16)]
    [InlineData(6, 8)]
    [InlineData(6, 16)]
    public void ReadsEveryColourTypeAndDepth(int colourType, int depth)
    {
        foreach (bool interlaced in new[] { false, true })
        {
            foreach ((int width, int height) in new[] { (1, 1), (3, 2), (5, 9), (17, 13), (32, 32) })
            {
                byte[] file = Samples.Png(width, height, depth, colourType, interlaced, (x, y, c) => Sample(x, y, c, depth));
                Image image = ImageFile.Decode(file, "a.png");
                Assert.Equal((width, height, colourType is 0 or 4 ? 1 : 3), (image.Width, image.Height, image.Channels));
                for (int i = 0; i < image.Pixels.Length; i++)
                {
                    int pixel = i / image.Channels;
                    int value = Sample(pixel % width, pixel / width, i % image.Channels, depth);
                    Assert.Equal(depth == 16 ? value >> 8 : value * 255 / ((1 << depth) - 1), image.Pixels[i]);
                }
            }
        }
    }

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(4)]
    [InlineData(8)]
    public void ReadsPalettes(int depth)
    {
        byte[] palette = new byte[3 << depth];
        for (int i = 0; i < palette.Length; i++) palette[i] = (byte)(i * 7 + 1);
        foreach (bool interlaced in new[] { false, true })
        {
            Image image = ImageFile.Decode(Samples.Png(11, 10, depth, 3, interlaced, (x, y, c) => Sample(x, y, c, depth), palette), "a.png");
            for (int i = 0; i < 110; i++)
                Assert.Equal(palette.AsSpan(3 * Sample(i % 11, i / 11, 0, depth), 3).ToArray(), image.Pixels.AsSpan(3 * i, 3).ToArray());
        }
    }

    [Fact]
    public void RefusesAColourOutsideThePalette()
    {
        byte[] file = Samples.Png(4, 4, 8, 3, false, (x, y, c) => 5, new byte[9]);
        Assert.Contains("palette of 3", Assert.Throws<ConversionException>(() => ImageFile.Decode(file, "a.png")).Message);
    }

    [Theory]
    [InlineData(1)]
    [InlineData(3)]
    public void WritesWhatItReads(int channels)
    {
        byte[] pixels = new byte[19 * 7 * channels];
        new Random(1).NextBytes(pixels);
        Image image = new(19, 7, channels, pixels);
        Assert.Equal(pixels, ImageFile.Decode(PngWriter.Encode(image), "a.png").Pixels);
        Assert.StartsWith("data:image/png;base64,iVBORw0KGgo", PngWriter.DataUri(image));
    }

    [Fact]
    public void RefusesAWrongChecksum()
    {
        byte[] file = Samples.Png(4, 4, 8, 0, false, (x, y, c) => x);
        file[20] ^= 1;
        Assert.Contains("checksum in its chunk IHDR", Assert.Throws<ConversionException>(() => ImageFile.Decode(file, "a.png")).Message);
    }

    [Fact]
    public void RefusesSizesTheDataCannotHoldBeforeAllocating()
    {
        byte[] data = Samples.Deflated(new byte[100]);
        long before = GC.GetAllocatedBytesForCurrentThread();
        Assert.Contains("cannot hold", Assert.Throws<ConversionException>(() => ImageFile.Decode(Samples.Png(8000, 8000, 8, 2, false, data), "a.png")).Message);
        Assert.Contains("scale it down", Assert.Throws<ConversionException>(() => ImageFile.Decode(Samples.Png(int.MaxValue, int.MaxValue, 8, 2, true, data), "a.png")).Message);
        Assert.True(GC.GetAllocatedBytesForCurrentThread() - before < 1 << 20);
    }

    [Fact]
    public void RefusesTooFewPixels()
    {
        byte[] file = Samples.Png(20, 20, 8, 0, false, Samples.Deflated(new byte[100]));
        Assert.Contains("cut short", Assert.Throws<ConversionException>(() => ImageFile.Decode(file, "a.png")).Message);
    }
}

using System;
using System.Linq;
using EdgeRuntime.Converter.Imaging;
using Xunit;

namespace EdgeRuntime.Converter.Tests.Imaging;

public class NetworkInputTests
{
    private static readonly Image Row = new(4, 1, 1, [0, 40, 80, 120]);

    // tf.image.resize([[0, 40, 80, 120]], method="bilinear", antialias=False).
    [Theory]
    [InlineData(2, new[] { 20f, 100f })]
    [InlineData(8, new[] { 0f, 10, 30, 50, 70, 90, 110, 120 })]
    [InlineData(1, new[] { 60f })]
    [InlineData(4, new[] { 0f, 40, 80, 120 })]
    public void BilinearSamplesHalfPixelCentres(int width, float[] expected)
        => Assert.Equal(expected, Resize.ToFloat(Row, width, 1, Resampling.Bilinear));

    [Theory]
    [InlineData(2, new[] { 20f, 100f })]
    [InlineData(1, new[] { 60f })]
    [InlineData(8, new[] { 0f, 0, 40, 40, 80, 80, 120, 120 })]
    public void AreaAveragesWhatAPixelCovers(int width, float[] expected)
        => Assert.Equal(expected, Resize.ToFloat(Row, width, 1, Resampling.Area));

    [Fact]
    public void AreaWeighsPartlyCoveredPixels()
    {
        float[] thirds = Resize.ToFloat(Row, 3, 1, Resampling.Area);
        float[] expected = [(0 * 3 + 40) / 4f, (40 * 2 + 80 * 2) / 4f, (80 + 120 * 3) / 4f];
        for (int i = 0; i < 3; i++) Assert.Equal(expected[i], thirds[i], 1e-4f);
    }

    [Fact]
    public void ResizesBothAxesAndAllChannels()
    {
        Image image = new(2, 2, 3, [0, 1, 2, 10, 11, 12, 20, 21, 22, 30, 31, 32]);
        Assert.Equal(new[] { 15f, 16, 17 }, Resize.ToFloat(image, 1, 1, Resampling.Bilinear));
        Assert.Equal(new[] { 15f, 16, 17 }, Resize.ToFloat(image, 1, 1, Resampling.Area));
        Assert.Equal(new byte[] { 15, 16, 17 }, Resize.ToImage(image, 1, 1, Resampling.Area).Pixels);
    }

    [Theory]
    [InlineData(false, false, new float[] { 0, 1, 2, 10, 11, 12 })]
    [InlineData(true, false, new float[] { 2, 1, 0, 12, 11, 10 })]
    [InlineData(false, true, new float[] { 0, 10, 1, 11, 2, 12 })]
    [InlineData(true, true, new float[] { 2, 12, 1, 11, 0, 10 })]
    public void OrdersChannels(bool bgr, bool channelsFirst, float[] expected)
    {
        NetworkInput input = new() { Height = 1, Width = 2, Channels = 3, Bgr = bgr, ChannelsFirst = channelsFirst };
        float[] values = new float[6];
        input.Fill(new Image(2, 1, 3, [0, 1, 2, 10, 11, 12]), values);
        Assert.Equal(expected, values);
    }

    [Fact]
    public void ScalesThenSubtractsThenDivides()
    {
        NetworkInput input = new() { Height = 1, Width = 1, Channels = 3, Bgr = true, Scale = 0.5f, Mean = [1, 2, 3], Std = [2] };
        float[] values = new float[3];
        input.Fill(new Image(1, 1, 3, [10, 20, 30]), values);
        Assert.Equal(new[] { (30 * 0.5f - 1) / 2, (20 * 0.5f - 2) / 2, (10 * 0.5f - 3) / 2 }, values);
    }

    [Fact]
    public void ConvertsBetweenGrayAndColour()
    {
        Image gray = new Image(1, 1, 3, [255, 255, 255]).ToGray();
        Assert.Equal(new byte[] { 255 }, gray.Pixels);
        Assert.Equal(new byte[] { 76 }, new Image(1, 1, 3, [255, 0, 0]).ToGray().Pixels);
        Assert.Equal(new byte[] { 255, 255, 255 }, gray.ToRgb().Pixels);
        NetworkInput input = new() { Height = 1, Width = 1, Channels = 3 };
        float[] values = new float[3];
        input.Fill(gray, values);
        Assert.Equal(new float[] { 255, 255, 255 }, values);
    }

    [Fact]
    public void CropsTheCentre()
    {
        Image wide = new(4, 2, 1, [0, 1, 2, 3, 4, 5, 6, 7]);
        NetworkInput input = new() { Height = 2, Width = 2, Channels = 1, CropCentre = true };
        float[] values = new float[4];
        input.Fill(wide, values);
        Assert.Equal(new float[] { 1, 2, 5, 6 }, values);
        Assert.Equal((1, 1), (wide.CropCentre(1, 1000).Width, wide.CropCentre(1000, 1).Height));
    }

    [Fact]
    public void RefusesMeansThatDoNotFit()
    {
        NetworkInput input = new() { Height = 1, Width = 1, Channels = 3, Mean = [1, 2] };
        Assert.Contains("2 means", Assert.Throws<ConversionException>(() => input.Fill(Row, new float[3])).Message);
    }

    [Fact]
    public void StaysWithinTheRangeOfThePicture()
    {
        byte[] pixels = new byte[31 * 17 * 3];
        new Random(3).NextBytes(pixels);
        Image image = new(31, 17, 3, pixels);
        foreach (Resampling how in Enum.GetValues<Resampling>())
        {
            foreach ((int w, int h) in new[] { (1, 1), (7, 40), (64, 3), (30, 18) })
            {
                float[] values = Resize.ToFloat(image, w, h, how);
                Assert.Equal(w * h * 3, values.Length);
                Assert.InRange(values.Min(), pixels.Min() - 0.01f, pixels.Max());
                Assert.InRange(values.Max(), pixels.Min(), pixels.Max() + 0.01f);
            }
        }
    }
}

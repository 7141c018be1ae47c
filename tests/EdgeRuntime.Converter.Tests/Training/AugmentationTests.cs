using System;
using System.Linq;
using EdgeRuntime.Converter.Training.Augmentation;
using EdgeRuntime.Converter.Training.Tensors;
using Xunit;

namespace EdgeRuntime.Converter.Tests.Training;

public sealed class AugmentationTests
{
    private const int Height = 7, Width = 9, Channels = 3;

    public static TheoryData<string> Names => [.. AugmentationKind.All.Select(k => k.Name)];

    private static float[] Picture => [.. Enumerable.Range(0, Height * Width * Channels).Select(i => 1f + i)];

    [Theory]
    [MemberData(nameof(Names))]
    public void ChangesFollowFromTheRandomNumbersAlone(string name)
    {
        PictureChange change = AugmentationKind.Parse(name).Single();
        float[][] results = [.. Enumerable.Range(0, 8).Select(i => Applied(change, (ulong)(i / 2)))];
        for (int i = 0; i < 8; i += 2) Assert.Equal(results[i], results[i + 1]);
        Assert.Contains(results, r => !r.SequenceEqual(Picture));
        Assert.All(results, r => Assert.All(r, v => Assert.InRange(v, 0, Picture[^1] + 0.01f)));
    }

    [Theory]
    [InlineData("shift=0")]
    [InlineData("rotate=0,scale=0")]
    [InlineData("elastic=0")]
    [InlineData("crop=0")]
    [InlineData("cutout=0")]
    public void NoAmountIsNoChange(string text)
    {
        float[] result = Applied(AugmentationKind.Parse(text).Single(), 3);
        for (int i = 0; i < result.Length; i++) Assert.Equal(Picture[i], result[i], 1e-3f);
    }

    [Fact]
    public void FlipTwiceIsThePictureAndMirrorsColumns()
    {
        ulong seed = Enumerable.Range(0, 50).Select(i => (ulong)i).First(s => !Applied(new Flip(), s).SequenceEqual(Picture));
        float[] flipped = Applied(new Flip(), seed);
        Assert.Equal(Picture[(Width - 1) * Channels], flipped[0]);
        float[] back = new float[flipped.Length];
        CounterRandom random = CounterRandom.Derive(seed);
        new Flip().Apply(flipped, back, Height, Width, Channels, ref random);
        Assert.Equal(Picture, back);
    }

    [Fact]
    public void ShiftRotateAndScaleAreOneResampling()
        => Assert.Equal(["shift=2,rotate=10,scale=0.1", "flip"], AugmentationKind.Parse("scale,rotate,flip,shift").Select(c => c.Name));

    [Theory]
    [InlineData("blur")]
    [InlineData("shift=-1")]
    [InlineData("crop=many")]
    public void UnknownChangesAreRefused(string text) => Assert.Throws<ConversionException>(() => AugmentationKind.Parse(text));

    private static float[] Applied(PictureChange change, ulong seed)
    {
        float[] result = new float[Picture.Length];
        CounterRandom random = CounterRandom.Derive(seed);
        change.Apply(Picture, result, Height, Width, Channels, ref random);
        return result;
    }
}

using System;
using System.Globalization;
using EdgeRuntime.Converter.Training.Tensors;

namespace EdgeRuntime.Converter.Training.Augmentation;

/// <summary>A square of zeros about a random pixel (DeVries and Taylor 2017, 1708.04552).</summary>
/// <param name="side">Side of the square, in pixels.</param>
public sealed class Cutout(int side) : PictureChange
{
    public override string Name => string.Create(CultureInfo.InvariantCulture, $"cutout={side}");

    public override void Apply(ReadOnlySpan<float> from, Span<float> to, int height, int width, int channels, ref CounterRandom random)
    {
        from.CopyTo(to);
        int top = random.Below(height) - side / 2, left = random.Below(width) - side / 2;
        int first = Math.Max(0, left), last = Math.Min(width, left + side);
        for (int y = Math.Max(0, top); y < Math.Min(height, top + side) && first < last; y++)
            to.Slice((y * width + first) * channels, (last - first) * channels).Clear();
    }
}

using System;
using System.Globalization;
using EdgeRuntime.Converter.Training.Tensors;

namespace EdgeRuntime.Converter.Training.Augmentation;

/// <summary>A part of the original size from the picture with a border of zeros: a shift by whole pixels.</summary>
/// <param name="border">Width of the border.</param>
public sealed class Crop(int border) : PictureChange
{
    public override string Name => string.Create(CultureInfo.InvariantCulture, $"crop={border}");

    public override void Apply(ReadOnlySpan<float> from, Span<float> to, int height, int width, int channels, ref CounterRandom random)
    {
        int dy = random.Below(2 * border + 1) - border, dx = random.Below(2 * border + 1) - border;
        to.Clear();
        int left = Math.Max(0, -dx), right = Math.Min(width, width - dx);
        for (int y = Math.Max(0, -dy); y < Math.Min(height, height - dy) && left < right; y++)
            from.Slice(((y + dy) * width + left + dx) * channels, (right - left) * channels).CopyTo(to[((y * width + left) * channels)..]);
    }
}

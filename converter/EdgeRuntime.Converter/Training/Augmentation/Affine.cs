using System;
using System.Globalization;
using EdgeRuntime.Converter.Training.Tensors;

namespace EdgeRuntime.Converter.Training.Augmentation;

/// <summary>Shifts, turns and scales about the centre, in one resampling.</summary>
/// <param name="shift">Most pixels of shift in each direction.</param>
/// <param name="degrees">Most degrees of rotation either way.</param>
/// <param name="scale">Most relative change of size either way, below 1.</param>
public sealed class Affine(float shift, float degrees, float scale) : PictureChange
{
    public override string Name => string.Create(CultureInfo.InvariantCulture, $"shift={shift},rotate={degrees},scale={scale}");

    public override void Apply(ReadOnlySpan<float> from, Span<float> to, int height, int width, int channels, ref CounterRandom random)
    {
        float dy = random.Uniform(-shift, shift), dx = random.Uniform(-shift, shift);
        float angle = random.Uniform(-degrees, degrees) * MathF.PI / 180, size = 1 / (1 + random.Uniform(-scale, scale));
        float cos = MathF.Cos(angle) * size, sin = MathF.Sin(angle) * size, cy = (height - 1) / 2f, cx = (width - 1) / 2f;
        for (int y = 0; y < height; y++)
        {
            for (int x = 0; x < width; x++)
            {
                float v = y - cy - dy, u = x - cx - dx;
                Sampling.Bilinear(from, to, height, width, channels, y, x, cy + cos * v - sin * u, cx + sin * v + cos * u);
            }
        }
    }
}

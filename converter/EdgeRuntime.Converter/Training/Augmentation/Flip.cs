using System;
using EdgeRuntime.Converter.Training.Tensors;

namespace EdgeRuntime.Converter.Training.Augmentation;

/// <summary>Left and right exchanged, half of the time.</summary>
public sealed class Flip : PictureChange
{
    public override string Name => "flip";

    public override void Apply(ReadOnlySpan<float> from, Span<float> to, int height, int width, int channels, ref CounterRandom random)
    {
        if (random.Below(2) == 0)
        {
            from.CopyTo(to);
            return;
        }

        for (int pixel = 0; pixel < height * width; pixel++)
        {
            int mirrored = pixel / width * width + width - 1 - pixel % width;
            from.Slice(mirrored * channels, channels).CopyTo(to[(pixel * channels)..]);
        }
    }
}

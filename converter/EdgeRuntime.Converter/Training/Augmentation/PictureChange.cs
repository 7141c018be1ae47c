using System;
using EdgeRuntime.Converter.Training.Tensors;

namespace EdgeRuntime.Converter.Training.Augmentation;

/// <summary>A random change of a picture that leaves its class as it is.</summary>
public abstract class PictureChange
{
    /// <summary>Name in settings.</summary>
    public abstract string Name { get; }

    /// <summary>Changes <paramref name="from"/> into <paramref name="to"/>.</summary>
    /// <param name="from">[height, width, channels], 0..255.</param>
    /// <param name="to">The same size; receives the picture.</param>
    /// <param name="height">Rows.</param>
    /// <param name="width">Columns.</param>
    /// <param name="channels">Channels.</param>
    /// <param name="random">The sample's own random numbers.</param>
    public abstract void Apply(ReadOnlySpan<float> from, Span<float> to, int height, int width, int channels, ref CounterRandom random);
}

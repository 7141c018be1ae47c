using System;
using System.Linq;
using EdgeRuntime.Converter.Graph;

namespace EdgeRuntime.Converter.Training.Architectures;

/// <summary>Sizes of a network to be built.</summary>
public sealed record ArchitectureSettings
{
    public required int Height { get; init; }

    public required int Width { get; init; }

    public required int Channels { get; init; }

    public required int Classes { get; init; }

    /// <summary>Seed of the first weights.</summary>
    public ulong Seed { get; init; } = 1;

    /// <summary>Factor on the numbers of channels, for the architectures that have one.</summary>
    public double WidthMultiplier { get; init; } = 1;

    /// <summary>Channels scaled by <see cref="WidthMultiplier"/>, a multiple of 8, at least 8.</summary>
    internal int Scaled(int channels) => Math.Max(8, (int)Math.Round(channels * WidthMultiplier / 8) * 8);
}

/// <summary>A built-in network.</summary>
/// <param name="Name">Name on the command line.</param>
/// <param name="Summary">What it is and where it is from.</param>
/// <param name="Create">Makes the graph with fresh weights.</param>
public sealed record Architecture(string Name, string Summary, Func<ArchitectureSettings, ModelGraph> Create)
{
    /// <summary>Every architecture, one line each.</summary>
    public static readonly Architecture[] All =
    [
        LeNet300100.Architecture,
        LeNet5.Architecture,
        VggSmall.Architecture,
        ResNet.ResNet8,
        ResNet.ResNet20,
        MobileNetV1.Architecture,
        SqueezeNetSmall.Architecture,
        DsCnn.Architecture,
        BinaryCnn.Architecture,
    ];

    /// <summary>Whether the numbers of channels follow the width multiplier.</summary>
    public bool Scales { get; init; }

    /// <summary>The architecture called <paramref name="name"/>.</summary>
    public static Architecture Named(string name) => All.FirstOrDefault(a => a.Name == name)
        ?? throw new ConversionException($"there is no architecture \"{name}\"; there are {string.Join(", ", All.Select(a => a.Name))}");

    /// <summary>Makes the graph.</summary>
    /// <exception cref="ConversionException">A size is out of range or too small for the network.</exception>
    public ModelGraph Build(ArchitectureSettings settings)
    {
        if (settings.Height is < 1 or > 1024 || settings.Width is < 1 or > 1024 || settings.Channels is < 1 or > 1024)
            throw new ConversionException($"an input of {settings.Width} x {settings.Height} x {settings.Channels} was asked for; each size must be 1 to 1024");
        if (settings.Classes is < 2 or > 100000) throw new ConversionException($"{settings.Classes} classes were asked for; there must be 2 to 100000");
        if (!(settings.WidthMultiplier is >= 0.05 and <= 8)) throw new ConversionException($"the width multiplier is {settings.WidthMultiplier}; it must be 0.05 to 8");
        if (!Scales && settings.WidthMultiplier != 1) throw new ConversionException($"{Name} has no width multiplier; leave it at 1");
        return Create(settings);
    }
}

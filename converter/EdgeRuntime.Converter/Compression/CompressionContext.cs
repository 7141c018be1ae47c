using System;
using System.Threading;

namespace EdgeRuntime.Converter.Compression;

/// <summary>What a recipe may use while it runs.</summary>
public sealed record CompressionContext
{
    /// <summary>Activations of calibration samples; needed by methods that quantise activations.</summary>
    public IActivationSource? Calibration { get; init; }

    /// <summary>What training stages need; null where recipes may not train.</summary>
    public Retraining? Retraining { get; init; }

    /// <summary>Called with the number of a stage, from 0, after it.</summary>
    public Action<int>? StageDone { get; init; }

    /// <summary>Seed of everything random; the same seed gives the same bytes.</summary>
    public int Seed { get; init; }

    /// <summary>Called before each stage and calibration sample with a phrase to show and the fraction done, 0 to 1.</summary>
    public Action<string, double>? Progress { get; init; }

    /// <summary>Stops the work between layers and samples.</summary>
    public CancellationToken Cancellation { get; init; }
}

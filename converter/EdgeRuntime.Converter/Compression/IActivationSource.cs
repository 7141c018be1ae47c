using System;
using EdgeRuntime.Converter.Graph;

namespace EdgeRuntime.Converter.Compression;

/// <summary>Receives the float values of one activation: graph input or node output, row-major.</summary>
public delegate void ActivationVisitor(string valueName, ReadOnlySpan<float> data);

/// <summary>Runs calibration samples through a graph and shows the activations.</summary>
public interface IActivationSource
{
    /// <summary>Number of calibration samples.</summary>
    public int SampleCount { get; }

    /// <summary>Runs sample <paramref name="sample"/> in floating point and passes every graph input and node output to <paramref name="visit"/>.</summary>
    /// <remarks>Called once or twice a sample; the weights in <paramref name="graph"/> are those compressed so far.</remarks>
    public void Run(ModelGraph graph, int sample, ActivationVisitor visit);
}

/// <summary>An activation source over a delegate.</summary>
public sealed class DelegateActivationSource(int sampleCount, Action<ModelGraph, int, ActivationVisitor> run) : IActivationSource
{
    /// <inheritdoc/>
    public int SampleCount { get; } = sampleCount;

    /// <inheritdoc/>
    public void Run(ModelGraph graph, int sample, ActivationVisitor visit) => run(graph, sample, visit);
}

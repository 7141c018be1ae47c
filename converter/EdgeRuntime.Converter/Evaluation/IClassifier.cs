using System;
using System.Collections.Generic;
using EdgeRuntime.Converter.Imaging;

namespace EdgeRuntime.Converter.Evaluation;

/// <summary>A network that classifies pictures, on one thread at a time.</summary>
public interface IClassifier : IDisposable
{
    /// <summary>Writes one score a class (<see cref="IClassifierSource.ClassCount"/>) to <paramref name="scores"/>; larger means more likely.</summary>
    public void Classify(Image image, Span<float> scores);
}

/// <summary>Makes as many independent classifiers of one network as there are threads.</summary>
public interface IClassifierSource : IDisposable
{
    /// <summary>Length of the network's output.</summary>
    public int ClassCount { get; }

    /// <summary>Class names in the order of the outputs, or empty.</summary>
    public IReadOnlyList<string> Labels { get; }

    /// <summary>A new classifier.</summary>
    public IClassifier Open();
}

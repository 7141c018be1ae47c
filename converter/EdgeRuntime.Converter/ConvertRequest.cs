using System;
using System.Collections.Generic;
using System.Threading;

using EdgeRuntime.Converter.Compression;
using EdgeRuntime.Converter.Data;
using EdgeRuntime.Converter.Evaluation;

namespace EdgeRuntime.Converter;

/// <summary>What to convert and how.</summary>
public sealed record ConvertRequest
{
    /// <summary>The foreign model file.</summary>
    public required string Path { get; init; }

    public required Recipe Recipe { get; init; }

    /// <summary>Input specification file; null: the one beside the model, else an assumption that the result mentions.</summary>
    public string? InputSpecPath { get; init; }

    /// <summary>Images to measure accuracy on, and to calibrate on unless <see cref="Calibration"/> is given.</summary>
    public DataSet? Data { get; init; }

    /// <summary>Images to calibrate int8 activations on.</summary>
    public DataSet? Calibration { get; init; }

    /// <summary>Number of calibration images.</summary>
    public int CalibrationImages { get; init; } = 256;

    /// <summary>Largest accuracy drop in percentage points; null: accuracy is measured but nothing refused.</summary>
    public double? MaxDrop { get; init; }

    /// <summary>Most images to measure on; 0: all.</summary>
    public int Limit { get; init; }

    public int Seed { get; init; }

    public int Threads { get; init; } = 1;

    /// <summary>Store layer names in the file.</summary>
    public bool Names { get; init; }

    /// <summary>Fuse max pooling into convolutions, so that a microcontroller needs less working memory.</summary>
    public bool SmallMemory { get; init; }

    /// <summary>Leave out a softmax at the end, and refuse unless every operation is then over integers, as cores without floating point need.</summary>
    public bool IntegerOnly { get; init; }

    /// <summary>Certificate entries to embed.</summary>
    public int CertificateInputs { get; init; }

    /// <summary>Shapes for inputs whose dimensions the model leaves open.</summary>
    public IReadOnlyDictionary<string, int[]>? InputShapes { get; init; }

    /// <summary>Called with what is being done and how far it is, 0 to 1.</summary>
    public Action<string, double>? Progress { get; init; }

    public CancellationToken Cancellation { get; init; }
}

/// <summary>A converted model and what conversion cost.</summary>
/// <param name="Bytes">The .erm file.</param>
/// <param name="ParameterBytes">fp32 bytes of the original's parameters: what the ratio compares with.</param>
/// <param name="ArenaBytes">Working memory of one inference.</param>
/// <param name="Compression">What was done to each layer.</param>
/// <param name="Before">Accuracy of the float graph on the engine, when data were given.</param>
/// <param name="After">Accuracy of the file.</param>
/// <param name="Notes">Assumptions that the user should know of.</param>
public sealed record ConvertResult(
    byte[] Bytes, long ParameterBytes, long ArenaBytes, CompressionReport Compression,
    EvaluationResult? Before, EvaluationResult? After, IReadOnlyList<string> Notes)
{
    /// <summary>How many times smaller than the fp32 parameters the file is.</summary>
    public double Ratio => (double)ParameterBytes / Bytes.Length;

    /// <summary>Percentage points of top-1 accuracy lost, when measured.</summary>
    public double? Drop => Before is null || After is null ? null : Before.Top1 - After.Top1;
}

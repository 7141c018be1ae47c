using System;
using System.Collections.Generic;
using System.Threading;
using EdgeRuntime.Converter.Compression;
using EdgeRuntime.Converter.Data;
using EdgeRuntime.Converter.Report;
using EdgeRuntime.Converter.Training;

namespace EdgeRuntime.Converter;

/// <summary>What to compress, with retraining between the stages.</summary>
public sealed record CompressRequest
{
    /// <summary>The foreign model file.</summary>
    public required string Path { get; init; }

    public required Recipe Recipe { get; init; }

    /// <summary>Labelled pictures to train on; some are held out to choose epochs and to follow the stages.</summary>
    public required DataSet Training { get; init; }

    /// <summary>Pictures on which the network and the written file are compared at the end; nothing is chosen by them.</summary>
    public DataSet? Test { get; init; }

    /// <summary>Model file of a network to imitate, or null.</summary>
    public string? Teacher { get; init; }

    /// <summary>Input specification file; null: the one beside the model, else an assumption that the result mentions.</summary>
    public string? InputSpecPath { get; init; }

    public int Seed { get; init; } = 1;

    public int Threads { get; init; } = 1;

    /// <summary>Folder for the states of the trainings; null for none.</summary>
    public string? Checkpoints { get; init; }

    /// <summary>Go on from the states that are in <see cref="Checkpoints"/>.</summary>
    public bool Resume { get; init; }

    /// <summary>Held-out pictures of the sensitivity scan in the report; 0 for no scan.</summary>
    public int SensitivityImages { get; init; } = 1000;

    /// <summary>Called with what is being done and how far it is, 0 to 1.</summary>
    public Action<string, double>? Progress { get; init; }

    /// <summary>Called as the training of a stage, counted from 0, goes on.</summary>
    public Action<int, TrainProgress>? TrainingProgress { get; init; }

    /// <summary>Stops the work; with <see cref="Checkpoints"/> it can be resumed.</summary>
    public CancellationToken Cancel { get; init; }
}

/// <summary>A compressed model.</summary>
/// <param name="Bytes">The .erm file.</param>
/// <param name="Report">What every stage did and what it cost.</param>
/// <param name="Notes">Assumptions that the user should know of.</param>
public sealed record CompressResult(byte[] Bytes, CompressReport Report, IReadOnlyList<string> Notes);

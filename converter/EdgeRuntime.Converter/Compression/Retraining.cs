using System;
using System.Collections.Generic;
using System.Globalization;
using System.IO;
using System.Threading;
using EdgeRuntime.Converter.Graph;
using EdgeRuntime.Converter.Imaging;
using EdgeRuntime.Converter.Training;

namespace EdgeRuntime.Converter.Compression;

/// <summary>Data and circumstances of the training stages of a recipe.</summary>
public sealed class Retraining
{
    private int stage;
    private int training;

    /// <summary>Labelled samples; some are held out to choose checkpoints.</summary>
    public required SampleSet Data { get; init; }

    /// <summary>Network to imitate, or null.</summary>
    public ModelGraph? Teacher { get; init; }

    /// <summary>How the teacher wants pictures normalised; null for as the network does.</summary>
    public NetworkInput? TeacherInput { get; init; }

    /// <summary>Threads; 0 for one a processor.</summary>
    public int Threads { get; init; }

    /// <summary>Folder for one checkpoint a training stage; null for none.</summary>
    public string? Checkpoints { get; init; }

    /// <summary>Go on from the checkpoints that are there.</summary>
    public bool Resume { get; init; }

    /// <summary>Called as the training of a stage, counted from 0, goes on.</summary>
    public Action<int, TrainProgress>? Progress { get; init; }

    /// <summary>Stops the training; the checkpoint is then valid.</summary>
    public CancellationToken Cancel { get; init; }

    /// <summary>Epochs of each training so far, with the number of its stage.</summary>
    public List<(int Stage, EpochReport Epoch)> Epochs { get; } = [];

    internal int Stage => stage;

    internal void Enter(int number) => (stage, training) = (number, 0);

    /// <summary>File for the state of the next training of this stage, or null.</summary>
    internal string? NextCheckpoint()
    {
        training++;
        if (Checkpoints is null) return null;
        return Path.Combine(Checkpoints, string.Create(CultureInfo.InvariantCulture, $"stage-{stage + 1}{(training > 1 ? "." + training : "")}.train"));
    }
}

using System;
using System.Collections.Generic;
using System.Threading;
using EdgeRuntime.Converter.Graph;
using EdgeRuntime.Converter.Imaging;
using EdgeRuntime.Converter.Training.Augmentation;
using EdgeRuntime.Converter.Training.Losses;
using EdgeRuntime.Converter.Training.Optimisers;

namespace EdgeRuntime.Converter.Training;

/// <summary>What to train, on what, and how.</summary>
public sealed record TrainRequest
{
    /// <summary>Network; its constants receive the result.</summary>
    public required ModelGraph Graph { get; init; }

    /// <summary>Labelled samples; some are held out of training to choose the checkpoint.</summary>
    public required SampleSet Data { get; init; }

    /// <summary>Samples without labels, which teach through <see cref="Teacher"/>.</summary>
    public SampleSet? Unlabelled { get; init; }

    public int Epochs { get; init; } = 10;

    public int Batch { get; init; } = 64;

    /// <summary>Seeds order, augmentation and dropping.</summary>
    public ulong Seed { get; init; } = 1;

    public Optimiser Optimiser { get; init; } = new Sgd();

    /// <summary>Highest learning rate; null for the optimiser's usual one.</summary>
    public double? Rate { get; init; }

    public Schedule Schedule { get; init; } = Schedule.Cosine;

    /// <summary>Each update takes rate * WeightDecay * w off every weight (Loshchilov and Hutter, 1711.05101).</summary>
    public double WeightDecay { get; init; }

    /// <summary>Penalty L1 * |w|: adds L1 * sign(w) to the gradient of every weight.</summary>
    public double L1 { get; init; }

    /// <summary>Penalty L2 / 2 * w^2: adds L2 * w to the gradient of every weight.</summary>
    public double L2 { get; init; }

    /// <summary>Probability with which a weight of a dense layer is left out of a sample's passes (Wan et al. 2013); every sample has masks of its own.</summary>
    public double DropConnect { get; init; }

    public Loss Loss { get; init; } = new CrossEntropy();

    /// <summary>Network whose logits the loss may imitate; it sees the same pictures.</summary>
    public ModelGraph? Teacher { get; init; }

    /// <summary>How the teacher wants pictures normalised; null for as the network does.</summary>
    public NetworkInput? TeacherInput { get; init; }

    public IReadOnlyList<PictureChange> Augmentation { get; init; } = [];

    /// <summary>Samples held out of training; -1 for 5,000, or a tenth where there are fewer than 25,000.</summary>
    public int Validation { get; init; } = -1;

    /// <summary>Keep the parameters of the epoch with the best validation accuracy instead of the last.</summary>
    public bool KeepBest { get; init; } = true;

    /// <summary>First epoch, from 1, that may be kept as the best: pruning that is still going on makes earlier ones incomparable.</summary>
    public int KeepBestFrom { get; init; } = 1;

    /// <summary>Threads; 0 for one a processor. Does not change the result.</summary>
    public int Threads { get; init; }

    /// <summary>File for the state of the training, written after every epoch and when cancelled; null for none.</summary>
    public string? Checkpoint { get; init; }

    /// <summary>Go on from <see cref="Checkpoint"/> when the file exists.</summary>
    public bool Resume { get; init; }

    /// <summary>Conditions that parameters keep, applied in order.</summary>
    public IReadOnlyList<IParameterConstraint> Constraints { get; init; } = [];

    /// <summary>Called after updates, at most a few times a second, and after each epoch.</summary>
    public Action<TrainProgress>? Progress { get; init; }

    /// <summary>Stops after the running update; the checkpoint is then valid.</summary>
    public CancellationToken Cancel { get; init; }

    /// <summary>Samples that are held out of training.</summary>
    public int HeldOut => Validation >= 0 ? Validation : Data.Count >= 25000 ? 5000 : Data.Count / 10;

    /// <summary>Updates of one epoch.</summary>
    public int UpdatesAnEpoch => (Data.Count - HeldOut + (Unlabelled?.Count ?? 0) + Batch - 1) / Batch;
}

/// <summary>Where the training stands.</summary>
/// <param name="Epoch">Epoch, from 1.</param>
/// <param name="Epochs">Epochs in all.</param>
/// <param name="Part">Part of all updates that is done, 0 to 1.</param>
/// <param name="Loss">Mean loss of this epoch so far.</param>
/// <param name="Accuracy">Part of this epoch's samples that were classified rightly.</param>
/// <param name="Validation">Accuracy on the held-out samples after this epoch; null before its end.</param>
/// <param name="ImagesPerSecond">Speed of training since the start of this run.</param>
/// <param name="Left">Estimated time to the end.</param>
public sealed record TrainProgress(
    int Epoch, int Epochs, double Part, double Loss, double Accuracy, double? Validation, double ImagesPerSecond, TimeSpan Left);

/// <summary>One epoch in numbers.</summary>
public sealed record EpochReport(int Epoch, double Loss, double Accuracy, double ValidationLoss, double ValidationAccuracy);

/// <summary>What came out.</summary>
/// <param name="Interrupted">Cancelled before the end: the graph is unchanged, the checkpoint can be resumed.</param>
/// <param name="BestEpoch">Epoch whose parameters the graph has now.</param>
/// <param name="ValidationAccuracy">Its accuracy on the held-out samples.</param>
/// <param name="Epochs">Every epoch.</param>
/// <param name="ImagesPerSecond">Speed of training, validation apart.</param>
public sealed record TrainResult(
    bool Interrupted, int BestEpoch, double ValidationAccuracy, IReadOnlyList<EpochReport> Epochs, double ImagesPerSecond);

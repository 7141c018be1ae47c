using System;
using System.Collections.Generic;
using System.Globalization;
using System.Linq;
using EdgeRuntime.Converter.Graph;
using EdgeRuntime.Converter.Training;
using EdgeRuntime.Converter.Training.Augmentation;
using EdgeRuntime.Converter.Training.Constraints;
using EdgeRuntime.Converter.Training.Tensors;

namespace EdgeRuntime.Converter.Compression;

/// <summary>Retraining between the other stages: pruned weights stay 0, shared weights stay equal, and pruning with a schedule is carried out.</summary>
/// <remarks>Layers that are not chosen, and weights of whole numbers or signs, do not move. The epoch is chosen on held-out samples, after the last pruning.</remarks>
public sealed class TrainMethod : ICompressionMethod
{
    private const string Ramp = "ramp";

    /// <inheritdoc/>
    public string Name => "train";

    /// <inheritdoc/>
    public string Summary => "Trains the weights that are left: masks hold, shared values move together, scheduled pruning happens.";

    /// <inheritdoc/>
    public string Reference => "Han, Mao, Dally 2016: Deep compression, arXiv 1510.00149; Zhu, Gupta 2018, arXiv 1710.01878";

    /// <inheritdoc/>
    public IReadOnlyList<Setting> Settings { get; } =
    [
        new IntegerSetting("epochs", "passes over the data", 1, 100000),
        new IntegerSetting("batch", "pictures an update", 1, 65536),
        new ChoiceSetting("optimiser", "update rule", "sgd", "nesterov", "adam"),
        new NumberSetting("momentum", "momentum of sgd and nesterov", 0, 0.9999),
        new NumberSetting("lr", "highest learning rate", 0, 1e6),
        new ChoiceSetting("schedule", "course of the learning rate", "cosine", "step", "constant"),
        new NumberSetting("warm-up", "part of the training in which the rate rises", 0, 0.9999),
        new NumberSetting("weight-decay", "decoupled weight decay", 0, 1e3),
        new NumberSetting("l1", "penalty on |w|", 0, 1e3),
        new NumberSetting("l2", "penalty on w^2 / 2", 0, 1e3),
        new NumberSetting("label-smoothing", "share of the target spread over all classes", 0, 0.9999),
        new NumberSetting("drop-connect", "probability with which a weight of a dense layer is left out", 0, 0.99),
        new TextSetting("augment", "random changes of the pictures, such as shift=2,rotate=10", text => AugmentationKind.Parse(text)),
        new IntegerSetting("validation", "pictures held out to choose the epoch", 0, int.MaxValue, int.MaxValue),
        new ChoiceSetting("distil", "what of the teacher is imitated", "soft", "logits"),
        new NumberSetting("temperature", "temperature of soft targets", 1e-3, 1e3),
        new NumberSetting("teacher-weight", "share of the teacher in the loss", 0, 1),
        new NumberSetting(Ramp, "part of the training after which scheduled pruning is over", 0, 1, 0.5),
    ];

    /// <inheritdoc/>
    public IReadOnlyList<string> Alternatives { get; } = ["epochs"];

    /// <inheritdoc/>
    public void Apply(ModelGraph graph, IReadOnlyList<CompressionLayer> layers, SettingValues settings, CompressionContext context)
    {
        if (context.Retraining is not { } training)
            throw new ConversionException("the recipe has a \"train\" stage, which needs training pictures; run it with edge compress --data KIND:PATH.");
        if (graph.Nodes.SelectMany(n => n.Outputs).Concat(graph.Inputs).Any(v => v.Quantization is not null))
            throw new ConversionException("\"train\" cannot follow \"activations\", whose ranges would no longer fit; train first.");
        TrainRecipe plan = new() { Seed = CounterRandom.Derive((ulong)context.Seed, 7, (ulong)training.Stage).Next() };
        foreach (string name in settings.Stated.Where(n => n != Ramp)) plan.Set(name, settings.Text(name));
        TrainRequest request = plan.Request(graph, training.Data, training.Teacher);
        PruneSchedule pruning = new(Goals(layers), (long)request.Epochs * request.UpdatesAnEpoch, settings.Number(Ramp));
        CodebookConstraint codebooks = new(graph);
        TrainResult result = Trainer.Run(request with
        {
            TeacherInput = training.TeacherInput,
            KeepBestFrom = Math.Clamp((int)Math.Ceiling(pruning.Ramp / (double)request.UpdatesAnEpoch - 1e-9), 1, request.Epochs),
            Threads = training.Threads,
            Checkpoint = training.NextCheckpoint(),
            Resume = training.Resume,
            Constraints = [FrozenConstraint.AllBut(graph, layers), MaskConstraint.Of(graph), pruning, codebooks],
            Progress = p => training.Progress?.Invoke(training.Stage, p),
            Cancel = training.Cancel,
        });
        if (result.Interrupted) throw new OperationCanceledException(training.Cancel);
        foreach (EpochReport epoch in result.Epochs) training.Epochs.Add((training.Stage, epoch));
        codebooks.Store();
        foreach (CompressionLayer layer in layers) Finish(layer, pruning, result);
    }

    private static List<PruneGoal> Goals(IReadOnlyList<CompressionLayer> layers)
        => [.. layers.Select(l => l.Goal).OfType<PruneGoal>().Distinct().Where(g => g.Layers.All(layers.Contains))];

    private static void Finish(CompressionLayer layer, PruneSchedule pruning, TrainResult result)
    {
        LayerWeights weights = layer.Weights;
        layer.Trail.Add(string.Create(CultureInfo.InvariantCulture, $"train, epoch {result.BestEpoch} of {result.Epochs.Count}"));
        if (layer.Goal is { } goal && pruning.Covers(goal))
        {
            layer.Goal = null;
            PruneMethod.Remove(layer, Array.ConvertAll(weights.Values, v => v != 0));
        }

        if (weights.Form == WeightForm.Codebook) Codebooks.MapTable(weights, weights.Stored);
        else if (weights.Form == WeightForm.Float16) weights.SetFloats(weights.Values);
        if (weights.HalfBias) BiasMethod.Round(layer);
    }
}

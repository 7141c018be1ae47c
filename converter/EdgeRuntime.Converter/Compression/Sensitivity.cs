using System;
using System.Collections.Generic;
using System.Linq;
using System.Threading;
using EdgeRuntime.Converter.Graph;
using EdgeRuntime.Converter.Training;
using EdgeRuntime.Converter.Training.Tensors;

namespace EdgeRuntime.Converter.Compression;

/// <summary>What changing one layer alone does to the network, without retraining.</summary>
/// <param name="Layer">Name of the layer.</param>
/// <param name="Level">Density that is left, 0 to 1, or index bits of the codebook.</param>
/// <param name="WeightsLeft">Weights of the layer that are not zero then.</param>
/// <param name="Accuracy">Accuracy of the network, 0 to 1.</param>
public sealed record SensitivityPoint(string Layer, double Level, int WeightsLeft, double Accuracy);

/// <summary>A scan of every layer over some levels.</summary>
/// <param name="Method">"prune" or "codebook".</param>
/// <param name="Images">Pictures that the accuracies are measured on.</param>
/// <param name="Baseline">Accuracy of the unchanged network, 0 to 1.</param>
/// <param name="Points">By layer in execution order, then by level as given.</param>
public sealed record SensitivityScan(string Method, int Images, double Baseline, IReadOnlyList<SensitivityPoint> Points)
{
    /// <summary>The scan as comma-separated values with a line of names.</summary>
    public string ToCsv() => "layer," + (Method == Sensitivity.Prune ? "density" : "bits") + ",weights,accuracy\n"
        + string.Concat(Points.Select(p => FormattableString.Invariant($"\"{p.Layer.Replace("\"", "\"\"")}\",{p.Level},{p.WeightsLeft},{p.Accuracy}\n")));
}

/// <summary>Finds out which layers bear pruning or weight sharing, one layer and level at a time. Han et al. 2015, arXiv 1506.02626, figure 6.</summary>
public static class Sensitivity
{
    /// <summary>Magnitude pruning; levels are densities.</summary>
    public const string Prune = "prune";

    /// <summary>k-means weight sharing; levels are index bits.</summary>
    public const string Codebook = "codebook";

    private const int Batch = 100;

    /// <summary>Levels when none are asked for.</summary>
    public static double[] UsualLevels(string method) => method == Prune ? [0.5, 0.3, 0.2, 0.1, 0.05, 0.02] : [1, 2, 3, 4, 5, 6];

    /// <summary>Scans the Conv and Dense layers of a float network.</summary>
    /// <param name="graph">Lowered graph; it is not changed.</param>
    /// <param name="data">Labelled samples.</param>
    /// <param name="method"><see cref="Prune"/> or <see cref="Codebook"/>.</param>
    /// <param name="levels">Densities in 0 to 1, or bits in 1 to 8.</param>
    /// <param name="samples">Indices of the samples to measure on; null for those that training holds out.</param>
    /// <param name="threads">Threads; 0 for one a processor.</param>
    /// <param name="progress">Called with the layer and the part done, 0 to 1.</param>
    /// <param name="cancel">Stops between two measurements.</param>
    /// <exception cref="ConversionException">The method or a level is wrong, or the network cannot be run by the trainer.</exception>
    public static SensitivityScan Run(
        ModelGraph graph, SampleSet data, string method, IReadOnlyList<double> levels, int[]? samples = null, int threads = 0,
        Action<string, double>? progress = null, CancellationToken cancel = default)
    {
        Check(method, levels);
        samples ??= BatchFeed.Split(data.Count, new TrainRequest { Graph = graph, Data = data }.HeldOut).Held;
        if (samples.Length == 0) throw new ConversionException($"{data.Count} pictures are too few to measure accuracies on");
        using WorkerPool pool = new(threads);
        TrainingNetwork network = new(graph, Batch, pool, false);
        if (network.Output.Length < data.Classes) throw new ConversionException($"the network tells {network.Output.Length} classes apart, but the data have {data.Classes}");
        double baseline = FloatAccuracy.Run(network, data, samples).Accuracy;
        Parameter[] layers = [.. network.Parameters.Where(p => p.Role == ParameterRole.Weights)];
        List<SensitivityPoint> points = [];
        foreach (Parameter layer in layers)
        {
            float[] original = layer.Values.ToArray();
            foreach (double level in levels)
            {
                cancel.ThrowIfCancellationRequested();
                progress?.Invoke(layer.Node.Name, (double)points.Count / (layers.Length * levels.Count));
                float[] changed = method == Prune ? Pruned(original, level) : Shared(original, (int)level);
                changed.CopyTo(layer.Values);
                points.Add(new SensitivityPoint(layer.Node.Name, level, changed.Count(v => v != 0), FloatAccuracy.Run(network, data, samples).Accuracy));
            }

            original.CopyTo(layer.Values);
        }

        return new SensitivityScan(method, samples.Length, baseline, points);
    }

    private static void Check(string method, IReadOnlyList<double> levels)
    {
        if (method is not (Prune or Codebook)) throw new ConversionException($"there is no scan \"{method}\"; there are {Prune}, {Codebook}");
        foreach (double level in levels)
        {
            if (method == Prune && !(level is >= 0 and <= 1)) throw new ConversionException($"the density is {level}; it must be 0 to 1");
            if (method == Codebook && !(level is >= 1 and <= 8 && level == Math.Floor(level))) throw new ConversionException($"{level} index bits were asked for; there must be 1 to 8");
        }
    }

    private static float[] Pruned(float[] values, double density)
    {
        bool[] keep = Magnitudes.Largest([values], (int)Math.Round(density * values.Length, MidpointRounding.AwayFromZero), out _);
        return [.. values.Select((v, i) => keep[i] ? v : 0)];
    }

    private static float[] Shared(float[] values, int bits)
    {
        float[] table = new KMeans([.. values.Where(v => v != 0)]).Cluster(1 << bits, KMeansStart.Linear);
        return Array.ConvertAll(values, v => v == 0 || table.Length == 0 ? v : table[KMeans.Nearest(table, v)]);
    }
}

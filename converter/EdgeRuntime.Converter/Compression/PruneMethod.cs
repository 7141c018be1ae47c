using System;
using System.Collections.Generic;
using System.Globalization;
using System.Linq;
using EdgeRuntime.Converter.Graph;

namespace EdgeRuntime.Converter.Compression;

/// <summary>Magnitude pruning: removes the weights closest to zero. Han et al. 2015, arXiv 1506.02626.</summary>
public sealed class PruneMethod : ICompressionMethod
{
    /// <inheritdoc/>
    public string Name => "prune";

    /// <inheritdoc/>
    public string Summary => "Removes the weights of smallest magnitude, layer by layer or over all layers at once.";

    /// <inheritdoc/>
    public string Reference => "Han, Pool, Tran, Dally 2015: Learning both weights and connections for efficient neural networks, arXiv 1506.02626; gradual: Zhu, Gupta 2018, arXiv 1710.01878";

    /// <inheritdoc/>
    public IReadOnlyList<Setting> Settings { get; } =
    [
        new NumberSetting("density", "fraction of the weights that stay", 0, 1),
        new NumberSetting("threshold", "magnitude below which a weight goes", 0, double.MaxValue),
        new NumberSetting("deviations", "threshold as a multiple of the standard deviation of the layer's weights", 0, double.MaxValue),
        new NumberSetting("error", "share of the sum of squares that the removed weights may make up", 0, 1),
        new ChoiceSetting("scope", "whether the layers are pruned each on its own or ranked together", "layer", "network"),
        new ChoiceSetting("schedule", "at once, or step by step during the next \"train\" stage: gradually, or in rounds", "once", "gradual", "iterative"),
        new IntegerSetting("rounds", "rounds of the iterative schedule", 1, 1000, 5),
        .. DensityLimits.Settings,
    ];

    /// <inheritdoc/>
    public IReadOnlyList<string> Alternatives { get; } = ["density", "threshold", "deviations", "error"];

    /// <inheritdoc/>
    public void Apply(ModelGraph graph, IReadOnlyList<CompressionLayer> layers, SettingValues settings, CompressionContext context)
    {
        List<CompressionLayer> chosen = [.. layers.Where(l => DensityLimits.Admit(l, settings))];
        if (settings.Choice("scope") == "network") Prune(chosen, settings);
        else
        {
            foreach (CompressionLayer layer in chosen)
            {
                context.Cancellation.ThrowIfCancellationRequested();
                Prune([layer], settings);
            }
        }
    }

    private static void Prune(List<CompressionLayer> layers, SettingValues settings)
    {
        float[][] values = [.. layers.Select(l => l.Weights.Values)];
        if (values.Length == 0) return;
        int count = Count(values, settings);
        if (settings.Choice("schedule") != "once")
        {
            PruneGoal.Set(layers, count, settings.Choice("schedule") == "iterative" ? settings.Integer("rounds") : 0);
            return;
        }

        bool[] keep = Magnitudes.Largest(values, count, out int[] offsets);
        for (int i = 0; i < layers.Count; i++) Remove(layers[i], keep.AsSpan(offsets[i], values[i].Length));
    }

    private static int Count(float[][] values, SettingValues settings)
    {
        if (settings.Has("density")) return (int)Math.Round(settings.Number("density") * values.Sum(v => (long)v.Length), MidpointRounding.AwayFromZero);
        float[] all = values.Length == 1 ? values[0] : [.. values.SelectMany(v => v)];
        if (settings.Has("error")) return Magnitudes.CountWithin(all, settings.Number("error"));
        double threshold = settings.Has("threshold")
            ? settings.Number("threshold")
            : settings.Number("deviations") * MathNet.Numerics.Statistics.ArrayStatistics.PopulationStandardDeviation(Array.ConvertAll(all, v => (double)v));
        return all.Count(v => Math.Abs(v) >= threshold);
    }

    /// <summary>Takes away the weights of <paramref name="layer"/> that are not to be kept.</summary>
    internal static void Remove(CompressionLayer layer, ReadOnlySpan<bool> keep)
    {
        LayerWeights weights = layer.Weights;
        weights.Mask = keep.ToArray();
        switch (weights.Form)
        {
            case WeightForm.Float32 or WeightForm.Float16:
                weights.Values = [.. weights.Values.Select((v, i) => weights.Mask[i] ? v : 0)];
                break;
            case WeightForm.Codebook:
                Codebooks.DropUnused(weights);
                break;
            default:
                WeightForm form = weights.Form == WeightForm.Binary && keep.Contains(false) ? WeightForm.Ternary : weights.Form;
                int bits = form == WeightForm.Ternary ? 2 : weights.Bits;
                weights.SetIntegers(form, bits, weights.Scales, [.. weights.Integers.Select((v, i) => weights.Mask[i] ? v : (sbyte)0)]);
                break;
        }
        layer.Trail.Add(string.Create(CultureInfo.InvariantCulture, $"prune to density {weights.Density:0.####}"));
    }
}

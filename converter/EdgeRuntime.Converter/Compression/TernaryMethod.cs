using System;
using System.Collections.Generic;
using EdgeRuntime.Converter.Graph;

namespace EdgeRuntime.Converter.Compression;

/// <summary>Ternary weights with one symmetric scale: -alpha, 0, alpha. Li et al. 2016, arXiv 1605.04711.</summary>
public sealed class TernaryMethod : ICompressionMethod
{
    private const double PaperThreshold = 0.7;

    /// <inheritdoc/>
    public string Name => "ternary";

    /// <inheritdoc/>
    public string Summary => "Rounds weights to minus a scale, zero or plus a scale, per output channel or per tensor.";

    /// <inheritdoc/>
    public string Reference => "Li, Zhang, Liu 2016: Ternary weight networks, arXiv 1605.04711";

    /// <inheritdoc/>
    public IReadOnlyList<Setting> Settings { get; } =
    [
        new ChoiceSetting("threshold", "the split of least squared error, or 0.7 times the mean magnitude as in the paper", "optimal", "mean"),
        new ChoiceSetting("per", "what shares a scale", "channel", "tensor"),
    ];

    /// <inheritdoc/>
    public IReadOnlyList<string> Alternatives { get; } = [];

    /// <inheritdoc/>
    public void Apply(ModelGraph graph, IReadOnlyList<CompressionLayer> layers, SettingValues settings, CompressionContext context)
    {
        foreach (CompressionLayer layer in layers)
        {
            context.Cancellation.ThrowIfCancellationRequested();
            LayerWeights weights = layer.Weights;
            if (weights.Values.Length == 0 || layer.Leaves(Name, layer.IsSigns, "take at most three values")) continue;
            bool tensor = settings.Choice("per") == "tensor";
            int run = tensor ? weights.Values.Length : weights.RowLength;
            sbyte[] signs = new sbyte[weights.Values.Length];
            for (int start = 0; start < signs.Length; start += run)
            {
                ReadOnlySpan<float> values = weights.Values.AsSpan(start, run);
                double threshold = settings.Choice("threshold") == "mean" ? PaperThreshold * Mean(values) : Optimum(values);
                for (int i = 0; i < run; i++)
                {
                    if (Math.Abs(values[i]) >= threshold && values[i] != 0) signs[start + i] = (sbyte)Math.Sign(values[i]);
                }
            }
            weights.SetIntegers(WeightForm.Ternary, 2, SignScales.MeanMagnitudes(weights, signs, tensor), signs);
            layer.ShapedBy = Name;
            layer.Trail.Add($"ternary per {settings.Choice("per")}");
        }
    }

    /// <summary>
    /// The least magnitude to keep so that the squared error of alpha * sign is minimal: the error of keeping the k largest is
    /// sum w^2 - (sum of the k)^2 / k, so the best k is where (sum of the k)^2 / k is largest.
    /// </summary>
    internal static double Optimum(ReadOnlySpan<float> values)
    {
        double[] magnitudes = new double[values.Length];
        for (int i = 0; i < magnitudes.Length; i++) magnitudes[i] = Math.Abs((double)values[i]);
        Array.Sort(magnitudes);
        double sum = 0, best = 0, threshold = double.PositiveInfinity;
        for (int k = 1; k <= magnitudes.Length; k++)
        {
            double magnitude = magnitudes[^k];
            sum += magnitude;
            if (sum * sum / k <= best) continue;
            (best, threshold) = (sum * sum / k, magnitude);
        }
        return threshold;
    }

    private static double Mean(ReadOnlySpan<float> values)
    {
        double sum = 0;
        foreach (float value in values) sum += Math.Abs((double)value);
        return values.Length == 0 ? 0 : sum / values.Length;
    }
}

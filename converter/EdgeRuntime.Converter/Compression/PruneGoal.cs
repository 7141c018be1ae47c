using System;
using System.Collections.Generic;
using System.Globalization;
using System.Linq;

namespace EdgeRuntime.Converter.Compression;

/// <summary>Pruning that a training carries out step by step, so that the weights that stay can make up for those that go.</summary>
internal sealed class PruneGoal
{
    private readonly int rounds;

    private PruneGoal(List<CompressionLayer> layers, int keep, int rounds)
    {
        (Layers, Keep, this.rounds) = (layers, keep, rounds);
        Start = layers.Sum(l => l.Weights.NonZero);
    }

    /// <summary>Layers whose weights are ranked together.</summary>
    public List<CompressionLayer> Layers { get; }

    /// <summary>Weights that stay at the end.</summary>
    public int Keep { get; }

    /// <summary>Weights that are not zero at the start.</summary>
    public int Start { get; }

    /// <summary>What it demands, in one phrase.</summary>
    public string Name => string.Create(CultureInfo.InvariantCulture, $"{string.Join('+', Layers.Select(l => l.Name))}:{Start}-{Keep}/{rounds}");

    /// <summary>Gives the layers a goal; layers of whole numbers or signs, which training does not move, are refused.</summary>
    /// <param name="layers">Layers to rank together.</param>
    /// <param name="keep">Weights that stay.</param>
    /// <param name="rounds">Rounds of iterative pruning; 0 for a gradual one.</param>
    public static void Set(List<CompressionLayer> layers, int keep, int rounds)
    {
        foreach (CompressionLayer layer in layers)
        {
            if (layer.Weights.Form is not (WeightForm.Float32 or WeightForm.Float16))
                throw new ConversionException($"\"prune\" with a schedule works on float weights, but layer '{layer.Name}' has the form {layer.Weights.Form.ToString().ToLowerInvariant()}; prune it once, or before that stage.");
            if (layer.Goal is not null) throw new ConversionException($"layer '{layer.Name}' is to be pruned step by step twice; put a \"train\" stage between the two.");
        }

        PruneGoal goal = new(layers, keep, rounds);
        foreach (CompressionLayer layer in layers) layer.Goal = goal;
    }

    /// <summary>Weights to keep when part <paramref name="t"/>, 0 to 1, of the pruning is over.</summary>
    /// <remarks>
    /// Gradual: keep + (start - keep) * (1 - t)^3 (Zhu and Gupta 2018, 1710.01878).
    /// In R rounds: round r = floor(t * (R - 1)) + 1 keeps start * (keep / start)^(r / R), the same part of the rest each time (Han et al. 2015, 1506.02626).
    /// </remarks>
    public int At(double t)
    {
        if (Keep >= Start || t >= 1) return Math.Min(Keep, Start);
        if (rounds == 0) return Keep + (int)Math.Round((Start - Keep) * Math.Pow(1 - t, 3));
        int round = (int)(t * (rounds - 1)) + 1;
        return (int)Math.Round(Start * Math.Pow(Math.Max(0.5, Keep) / Start, (double)round / rounds));
    }
}

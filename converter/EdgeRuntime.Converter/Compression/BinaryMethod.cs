using System.Collections.Generic;
using EdgeRuntime.Converter.Graph;

namespace EdgeRuntime.Converter.Compression;

/// <summary>Binary weights with a scale: alpha * sign(w) with alpha = mean |w|. Rastegari et al. 2016, arXiv 1603.05279.</summary>
/// <remarks>On pruned weights the result is ternary: a pruned weight stays 0 and does not count in alpha.</remarks>
public sealed class BinaryMethod : ICompressionMethod
{
    /// <inheritdoc/>
    public string Name => "binary";

    /// <inheritdoc/>
    public string Summary => "Keeps only the sign of each weight, times the mean magnitude per output channel or per tensor.";

    /// <inheritdoc/>
    public string Reference => "Rastegari et al. 2016: XNOR-Net, arXiv 1603.05279 (binary-weight networks)";

    /// <inheritdoc/>
    public IReadOnlyList<Setting> Settings { get; } = [new ChoiceSetting("per", "what shares a scale", "channel", "tensor")];

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
            sbyte[] signs = new sbyte[weights.Values.Length];
            bool holes = false;
            for (int i = 0; i < signs.Length; i++)
            {
                signs[i] = (sbyte)(!weights.Kept(i) ? 0 : weights.Values[i] < 0 ? -1 : 1);
                holes |= signs[i] == 0;
            }
            float[] scales = SignScales.MeanMagnitudes(weights, signs, settings.Choice("per") == "tensor");
            if (holes) weights.SetIntegers(WeightForm.Ternary, 2, scales, signs);
            else weights.SetIntegers(WeightForm.Binary, 1, scales, signs);
            layer.ShapedBy = Name;
            layer.Trail.Add($"{(holes ? "binary on pruned weights (ternary)" : "binary")} per {settings.Choice("per")}");
        }
    }
}

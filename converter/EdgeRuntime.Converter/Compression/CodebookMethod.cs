using System;
using System.Collections.Generic;
using System.Globalization;
using System.Linq;
using EdgeRuntime.Converter.Graph;

namespace EdgeRuntime.Converter.Compression;

/// <summary>Weight sharing by k-means. Gong et al. 2014, arXiv 1412.6115; Han et al. 2016, arXiv 1510.00149.</summary>
public sealed class CodebookMethod : ICompressionMethod
{
    /// <inheritdoc/>
    public string Name => "codebook";

    /// <inheritdoc/>
    public string Summary => "Replaces the weights of a layer by indices into a table of shared values found by k-means.";

    /// <inheritdoc/>
    public string Reference => "Han, Mao, Dally 2016: Deep compression, arXiv 1510.00149; Gong et al. 2014, arXiv 1412.6115";

    /// <inheritdoc/>
    public IReadOnlyList<Setting> Settings { get; } =
    [
        new IntegerSetting("bits", "index width: 2^bits table entries", 1, 8),
        new NumberSetting("error", "take the narrowest index whose squared error is at most this share of the sum of squares", 0, 1),
        new ChoiceSetting("start", "how the first centroids are placed", "linear", "density", "random"),
        new IntegerSetting("iterations", "most Lloyd iterations", 0, 100000, 200),
        new ChoiceSetting("table", "precision of the table", "float32", "float16"),
        .. DensityLimits.Settings,
    ];

    /// <inheritdoc/>
    public IReadOnlyList<string> Alternatives { get; } = ["bits", "error"];

    /// <inheritdoc/>
    public void Apply(ModelGraph graph, IReadOnlyList<CompressionLayer> layers, SettingValues settings, CompressionContext context)
    {
        foreach (CompressionLayer layer in layers)
        {
            context.Cancellation.ThrowIfCancellationRequested();
            if (!DensityLimits.Admit(layer, settings) || layer.Leaves(Name, layer.IsSigns, "take at most three values")) continue;
            if (settings.Choice("table") == "float16") Float16Method.CheckRange(layer);
            Share(layer, settings, context.Seed);
        }
    }

    private static void Share(CompressionLayer layer, SettingValues settings, int seed)
    {
        LayerWeights weights = layer.Weights;
        if (weights.Mask is not null) weights.Mask = [.. weights.Values.Select(v => v != 0)];
        KMeans means = new([.. weights.Values.Where((_, i) => weights.Kept(i))]);
        if (settings.Choice("table") == "float16") weights.HalfPrecision = true;

        float[] table = [];
        int least = settings.Has("bits") ? settings.Integer("bits") : 1;
        int most = settings.Has("bits") ? least : 8;
        for (int bits = least; bits <= most; bits++)
        {
            table = means.Cluster(1 << bits, Enum.Parse<KMeansStart>(settings.Choice("start"), true), seed, settings.Integer("iterations"));
            if (settings.Has("error") && means.Error(table) <= settings.Number("error") * means.Energy) break;
        }
        Codebooks.Assign(weights, table);
        layer.ShapedBy = "codebook";
        layer.Trail.Add(string.Create(CultureInfo.InvariantCulture, $"codebook of {weights.Table.Length} entries"));
    }
}

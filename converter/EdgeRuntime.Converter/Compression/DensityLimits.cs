using System.Globalization;

namespace EdgeRuntime.Converter.Compression;

/// <summary>The settings by which a stage leaves out layers that are too sparse or too dense for it.</summary>
internal static class DensityLimits
{
    public static Setting[] Settings { get; } =
    [
        new NumberSetting("denserThan", "layers of at most this density are left alone, for instance because they have been pruned already", 0, 1, 0),
        new NumberSetting("sparserThan", "layers denser than this are left alone", 0, 1, 1),
    ];

    /// <summary>True when the layer's density is above the one limit and not above the other; a layer left out for it is noted in its trail.</summary>
    public static bool Admit(CompressionLayer layer, SettingValues settings)
    {
        if (layer.Weights.Values.Length == 0) return false;
        double density = layer.Weights.Density, least = settings.Number("denserThan");
        if ((density > least || least == 0) && density <= settings.Number("sparserThan")) return true;
        layer.Trail.Add(string.Create(CultureInfo.InvariantCulture, $"{settings.Method.Name} left it at density {density:0.###}"));
        return false;
    }
}

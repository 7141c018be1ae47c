using System;
using System.Collections.Generic;
using EdgeRuntime.Converter.Graph;

namespace EdgeRuntime.Converter.Compression;

/// <summary>Half-precision storage of biases.</summary>
public sealed class BiasMethod : ICompressionMethod
{
    /// <inheritdoc/>
    public string Name => "bias";

    /// <inheritdoc/>
    public string Summary => "Stores biases as 16-bit floating point; without it they stay 32-bit.";

    /// <inheritdoc/>
    public string Reference => "IEEE 754-2008, binary16";

    /// <inheritdoc/>
    public IReadOnlyList<Setting> Settings { get; } = [new ChoiceSetting("type", "precision of the biases", "float16", "float32")];

    /// <inheritdoc/>
    public IReadOnlyList<string> Alternatives { get; } = [];

    /// <inheritdoc/>
    public void Apply(ModelGraph graph, IReadOnlyList<CompressionLayer> layers, SettingValues settings, CompressionContext context)
    {
        if (settings.Choice("type") == "float32") return;
        foreach (CompressionLayer layer in layers)
        {
            if (layer.Weights.HalfBias) continue;
            Round(layer);
            layer.Weights.HalfBias = true;
            layer.Trail.Add("float16 bias");
        }
    }

    /// <summary>Rounds the biases of <paramref name="layer"/> to what is stored.</summary>
    internal static void Round(CompressionLayer layer)
    {
        foreach (Node node in layer.Nodes) Round(node);
    }

    private static void Round(Node node)
    {
        if (node.Inputs.Count < 3 || node.Inputs[2]?.Constant is not { IsFloat: true } data) return;
        float[] rounded = Array.ConvertAll(data.Floats, v => (float)(Half)v);
        int bad = Array.FindIndex(rounded, v => !float.IsFinite(v));
        if (bad >= 0)
        {
            throw new ConversionException(
                $"layer '{node.Name}': bias {bad} is {data.Floats[bad]}, but 16-bit floating point ends at 65504; leave the layer out of the bias stage.");
        }
        node.Inputs[2] = Value.Of(node.Inputs[2]!.Name, TensorData.Of(data.Shape, rounded));
    }
}

using System;
using System.Collections.Generic;
using System.Linq;
using EdgeRuntime.Converter.Graph;

namespace EdgeRuntime.Converter.Compression;

/// <summary>Half-precision storage of weights, codebook tables and scales (IEEE 754 binary16, round to nearest even).</summary>
public sealed class Float16Method : ICompressionMethod
{
    /// <inheritdoc/>
    public string Name => "float16";

    /// <inheritdoc/>
    public string Summary => "Stores weights, or the codebook tables and scales that stand for them, as 16-bit floating point.";

    /// <inheritdoc/>
    public string Reference => "IEEE 754-2008, binary16; Micikevicius et al. 2018: Mixed precision training, arXiv 1710.03740";

    /// <inheritdoc/>
    public IReadOnlyList<Setting> Settings { get; } = [];

    /// <inheritdoc/>
    public IReadOnlyList<string> Alternatives { get; } = [];

    /// <inheritdoc/>
    public void Apply(ModelGraph graph, IReadOnlyList<CompressionLayer> layers, SettingValues settings, CompressionContext context)
    {
        foreach (CompressionLayer layer in layers)
        {
            context.Cancellation.ThrowIfCancellationRequested();
            LayerWeights weights = layer.Weights;
            if (weights.HalfPrecision) continue;
            CheckRange(layer);
            if (weights.Form == WeightForm.Integer && weights.Scales.Any(Vanishes))
            {
                throw new ConversionException(
                    $"layer '{layer.Name}' has a scale of {weights.Scales.Where(Vanishes).Max()}, which 16-bit floating point rounds to zero; "
                    + "leave the layer out of the float16 stage.");
            }
            weights.HalfPrecision = true;
            Round(weights);
            layer.Trail.Add(weights.Form == WeightForm.Float16 ? "float16" : weights.Form == WeightForm.Codebook ? "float16 table" : "float16 scales");
        }
    }

    /// <summary>Refuses a layer with a weight beyond the largest fp16 number, 65504.</summary>
    internal static void CheckRange(CompressionLayer layer)
    {
        float largest = layer.Weights.Values.Select(Math.Abs).DefaultIfEmpty().Max();
        if (float.IsFinite((float)(Half)largest)) return;
        throw new ConversionException(
            $"layer '{layer.Name}' has a weight of magnitude {largest}, but 16-bit floating point ends at 65504; leave the layer out of the float16 stage.");
    }

    private static bool Vanishes(float scale) => scale != 0 && (float)(Half)scale == 0;

    private static void Round(LayerWeights weights)
    {
        switch (weights.Form)
        {
            case WeightForm.Float32:
                weights.SetFloats(weights.Values);
                break;
            case WeightForm.Codebook when weights.Scales.Length == 1:
                float was = weights.Scales[0], scale = weights.Stored(was);
                Codebooks.MapTable(weights, value => scale * MathF.Round(value / was));
                weights.Scales = [scale];
                break;
            case WeightForm.Codebook:
                Codebooks.MapTable(weights, weights.Stored);
                break;
            case WeightForm.Integer or WeightForm.Binary or WeightForm.Ternary:
                weights.SetIntegers(weights.Form, weights.Bits, Array.ConvertAll(weights.Scales, weights.Stored), weights.Integers);
                break;
        }
    }
}

using System;
using System.Collections.Generic;
using System.Linq;
using EdgeRuntime.Converter.Graph;

namespace EdgeRuntime.Converter.Compression;

/// <summary>Half-precision storage of weights, codebook tables and scales (IEEE 754 binary16, round to nearest even).</summary>
public sealed class Float16Method : ICompressionMethod
{
    private const float SmallestNormal = 6.103515625e-5f;

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

    private static void Round(LayerWeights weights)
    {
        switch (weights.Form)
        {
            case WeightForm.Float32:
                weights.SetFloats(weights.Values);
                break;
            case WeightForm.Codebook when weights.Scales.Length == 1:
                float was = weights.Scales[0], scale = StoredScale(was);
                Codebooks.MapTable(weights, value => scale * MathF.Round(value / was));
                weights.Scales = [scale];
                break;
            case WeightForm.Codebook:
                Codebooks.MapTable(weights, weights.Stored);
                break;
            case WeightForm.Integer:
                RoundIntegers(weights);
                break;
            case WeightForm.Binary or WeightForm.Ternary:
                weights.SetIntegers(weights.Form, weights.Bits, Array.ConvertAll(weights.Scales, weights.Stored), weights.Integers);
                break;
        }
    }
    /// <summary>Rounds the scales; where fp16 has few digits left, as in the nearly dead channels that batch normalisation leaves, the integers follow the scale.</summary>
    private static void RoundIntegers(LayerWeights weights)
    {
        float[] scales = Array.ConvertAll(weights.Scales, StoredScale);
        int most = (1 << (weights.Bits - 1)) - 1;
        sbyte[] integers = [.. weights.Integers];
        for (int i = 0; i < integers.Length; i++)
        {
            float scale = scales.Length == 1 ? scales[0] : scales[i / weights.RowLength];
            if (scale > 0 && scale < SmallestNormal) integers[i] = (sbyte)Math.Clamp(MathF.Round(weights.Values[i] / scale), -most, most);
        }
        weights.SetIntegers(WeightForm.Integer, weights.Bits, scales, integers);
    }

    /// <summary>The scale in fp16; one too small for it becomes the smallest there is.</summary>
    private static float StoredScale(float scale)
    {
        float stored = (float)(Half)scale;
        return stored == 0 && scale != 0 ? (float)Half.Epsilon : stored;
    }
}

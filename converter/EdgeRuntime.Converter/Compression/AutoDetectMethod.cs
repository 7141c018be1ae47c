using System;
using System.Collections.Generic;
using System.Linq;
using EdgeRuntime.Converter.Graph;

namespace EdgeRuntime.Converter.Compression;

/// <summary>Finds weights that are binary, ternary, integer, shared, half-precision or pruned already, and stores them as such without changing a value.</summary>
/// <remarks>Runs before the first stage of every recipe. A form is taken only when the estimated size falls.</remarks>
public sealed class AutoDetectMethod : ICompressionMethod
{
    private const double SparseBelow = 0.8;

    /// <inheritdoc/>
    public string Name => "auto-detect";

    /// <inheritdoc/>
    public string Summary => "Finds weights that are already binary, ternary, integer, shared, half-precision or pruned, and stores them so, without loss; always runs first.";

    /// <inheritdoc/>
    public string Reference => "none; lossless";

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
            if (weights.Form != WeightForm.Float32 || weights.Values.Length == 0) continue;
            weights.Values = Array.ConvertAll(weights.Values, v => v == 0 ? 0 : v);
            if (weights.Density < SparseBelow) weights.Mask ??= [.. weights.Values.Select(v => v != 0)];
            Detect(weights);
            if (weights.Form != WeightForm.Float32) layer.Trail.Add("already " + weights.Form.ToString().ToLowerInvariant());
            if (weights.Mask is not null) layer.Trail.Add("already pruned");
        }
    }

    private static void Detect(LayerWeights weights)
    {
        LayerWeights best = weights;
        double least = SizeEstimate.Of(weights);
        foreach (Func<LayerWeights, bool> form in (Func<LayerWeights, bool>[])[Signs, Integers, Shared, Halves])
        {
            LayerWeights found = weights.Copy();
            if (!form(found) || SizeEstimate.Of(found) >= least) continue;
            (best, least) = (found, SizeEstimate.Of(found));
        }
        weights.HalfPrecision = best.HalfPrecision;
        (weights.Form, weights.Bits, weights.Scales, weights.Integers) = (best.Form, best.Bits, best.Scales, best.Integers);
        (weights.Table, weights.Indices, weights.Values) = (best.Table, best.Indices, best.Values);
    }

    /// <summary>Plus or minus one magnitude, and perhaps zero, in the tensor or in each row.</summary>
    private static bool Signs(LayerWeights weights)
    {
        sbyte[] signs = Array.ConvertAll(weights.Values, v => (sbyte)Math.Sign(v));
        foreach (bool tensor in (bool[])[true, false])
        {
            int run = tensor ? weights.Values.Length : weights.RowLength;
            float[] scales = new float[tensor ? 1 : weights.Rows];
            for (int i = 0; i < signs.Length; i++) scales[i / run] = Math.Max(scales[i / run], Math.Abs(weights.Values[i]));
            if (weights.Values.Where((v, i) => v != 0 && Math.Abs(v) != scales[i / run]).Any()) continue;
            bool zeros = signs.Contains((sbyte)0);
            weights.SetIntegers(zeros ? WeightForm.Ternary : WeightForm.Binary, zeros ? 2 : 1, scales, signs);
            return true;
        }
        return false;
    }

    /// <summary>Exact multiples of a scale within -127..127, in the tensor or in each row.</summary>
    private static bool Integers(LayerWeights weights)
    {
        foreach (bool tensor in (bool[])[true, false])
        {
            if (IntegerGrid.Find(weights, tensor) is not { } found) continue;
            int most = found.Integers.Max(q => Math.Abs((int)q));
            weights.SetIntegers(WeightForm.Integer, most <= 7 ? 4 : 8, found.Scales, found.Integers);
            return true;
        }
        return false;
    }

    /// <summary>At most 256 different values.</summary>
    private static bool Shared(LayerWeights weights)
    {
        List<float> distinct = new KMeans([.. weights.Values.Where((_, i) => weights.Kept(i))]).Distinct(256);
        if (distinct.Count > 256) return false;
        weights.HalfPrecision = distinct.All(IsHalf);
        Codebooks.Assign(weights, distinct);
        return true;
    }

    private static bool Halves(LayerWeights weights)
    {
        if (!weights.Values.All(IsHalf)) return false;
        weights.HalfPrecision = true;
        weights.SetFloats(weights.Values);
        return true;
    }

    private static bool IsHalf(float value) => (float)(Half)value == value;
}

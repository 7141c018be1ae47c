using System;
using System.Collections.Generic;
using System.Linq;
using EdgeRuntime.Converter.Graph;

namespace EdgeRuntime.Converter.Compression;

/// <summary>Symmetric integer quantisation of weights to 8, 4 or 2 bits; activations are a method of their own. Jacob et al. 2018, arXiv 1712.05877.</summary>
/// <remarks>Real value = scale * q with zero point 0; q is -127..127, -7..7 or -2..1.</remarks>
public sealed class IntegerMethod(int bits) : ICompressionMethod
{
    /// <inheritdoc/>
    public string Name { get; } = $"int{bits}";

    /// <inheritdoc/>
    public string Summary { get; } = $"Rounds weights to {bits}-bit integers times a scale per output channel or per tensor; activations stay as they are.";

    /// <inheritdoc/>
    public string Reference => "Jacob et al. 2018: Quantization and training of neural networks for efficient integer-arithmetic-only inference, arXiv 1712.05877";

    /// <inheritdoc/>
    public IReadOnlyList<Setting> Settings { get; } =
    [
        new ChoiceSetting("per", "what shares a scale", "channel", "tensor"),
        new ChoiceSetting("scale", "largest magnitude maps to the largest integer, or the scale of least squared error", bits == 8 ? ["max", "mse"] : ["mse", "max"]),
    ];

    /// <inheritdoc/>
    public IReadOnlyList<string> Alternatives { get; } = [];

    private const float SmallestNormal = 1.17549435e-38f;

    private int Least => bits == 2 ? -2 : -Most;

    private int Most => (1 << (bits - 1)) - 1;

    /// <inheritdoc/>
    public void Apply(ModelGraph graph, IReadOnlyList<CompressionLayer> layers, SettingValues settings, CompressionContext context)
    {
        foreach (CompressionLayer layer in layers)
        {
            context.Cancellation.ThrowIfCancellationRequested();
            if (layer.Weights.Values.Length == 0 || layer.Leaves(Name, IsNarrow(layer), $"are no wider than {bits} bits")) continue;
            bool mse = settings.Choice("scale") == "mse";
            if (layer.Weights.Form == WeightForm.Codebook) QuantizeTable(layer.Weights, mse);
            else Quantize(layer.Weights, settings.Choice("per") == "tensor", mse);
            layer.ShapedBy = Name;
            layer.Trail.Add(layer.Weights.Form == WeightForm.Codebook ? $"{Name} of the codebook's table" : $"{Name} per {settings.Choice("per")}");
        }
    }

    private bool IsNarrow(CompressionLayer layer)
        => layer.IsSigns || (layer.Weights.Form == WeightForm.Integer && layer.Weights.Bits <= bits)
            || (layer.Weights.Form == WeightForm.Codebook && layer.Weights.Scales.Length == 1 && layer.ShapedBy == Name);

    private void QuantizeTable(LayerWeights weights, bool mse)
    {
        float scale = ScaleFor(weights, weights.Table, mse);
        if (scale == 0) scale = weights.Stored(1f / Most);
        Codebooks.MapTable(weights, value => scale * Round(value, scale));
        weights.Scales = [scale];
    }

    private void Quantize(LayerWeights weights, bool tensor, bool mse)
    {
        float[] scales = new float[tensor ? 1 : weights.Rows];
        int run = tensor ? weights.Values.Length : weights.RowLength;
        for (int r = 0; r < scales.Length; r++) scales[r] = ScaleFor(weights, weights.Values.AsSpan(r * run, run), mse);

        // A row of zeros takes the scale of the others: its bias is quantised with it.
        float fallback = scales.Max();
        if (fallback == 0) fallback = weights.Stored(1f / Most);
        for (int r = 0; r < scales.Length; r++)
        {
            if (scales[r] == 0) scales[r] = fallback;
        }
        sbyte[] integers = new sbyte[weights.Values.Length];
        for (int i = 0; i < integers.Length; i++) integers[i] = Round(weights.Values[i], scales[tensor ? 0 : i / weights.RowLength]);
        weights.SetIntegers(WeightForm.Integer, bits, scales, integers);
    }

    private sbyte Round(float value, float scale) => (sbyte)Math.Clamp(Math.Round((double)value / scale), Least, Most);

    /// <summary>The scale of a set of weights; 0 when all of them are 0, or too small for a scale of normal precision.</summary>
    private float ScaleFor(LayerWeights weights, ReadOnlySpan<float> values, bool mse)
    {
        float largest = 0;
        foreach (float value in values) largest = Math.Max(largest, Math.Abs(value));
        float smallest = weights.HalfPrecision ? (float)Half.Epsilon : SmallestNormal;
        float full = Usable(weights, largest / Most, smallest);
        if (!mse || full == 0) return full;

        (float best, double least) = (full, double.MaxValue);
        for (int step = 20; step <= 100; step++)
        {
            float scale = Usable(weights, largest / Most * step / 100, smallest);
            if (scale == 0) continue;
            double error = 0;
            foreach (float value in values)
            {
                double d = (double)value - (double)scale * Round(value, scale);
                error += d * d;
                if (error >= least) break;
            }
            if (error < least) (best, least) = (scale, error);
        }
        return best;
    }

    private static float Usable(LayerWeights weights, float scale, float smallest)
    {
        float stored = weights.Stored(scale);
        if (!float.IsFinite(stored)) stored = (float)Half.MaxValue;
        return stored < smallest ? 0 : stored;
    }
}

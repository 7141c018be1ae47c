using System;
using System.Collections.Generic;
using System.Linq;
using EdgeRuntime.Converter.Graph;

namespace EdgeRuntime.Converter.Compression;

/// <summary>
/// Quantises activations to int8 by calibration, so that layers with integer weights run in integers throughout. Asymmetric per tensor,
/// -128..127, the range always including 0. Jacob et al. 2018, arXiv 1712.05877; calibration after Krishnamoorthi 2018, arXiv 1806.08342.
/// </summary>
public sealed class ActivationsMethod : ICompressionMethod
{
    // An int32 bias must leave room for the sum of products.
    private const double LargestBias = 1 << 30;

    /// <inheritdoc/>
    public string Name => "activations";

    /// <inheritdoc/>
    public string Summary => "Quantises activations to int8 with ranges from calibration samples, so that layers with integer weights run in integers.";

    /// <inheritdoc/>
    public string Reference => "Jacob et al. 2018, arXiv 1712.05877; Krishnamoorthi 2018: Quantizing deep convolutional networks, arXiv 1806.08342";

    /// <inheritdoc/>
    public IReadOnlyList<Setting> Settings { get; } =
    [
        new ChoiceSetting("type", "representation of activations", "int8"),
        new ChoiceSetting("calibration", "how the range follows from the samples", "min-max", "percentile", "mse"),
        new NumberSetting("percentile", "percentage of the values that the range must cover", 50, 100, 99.99),
        new IntegerSetting("samples", "most calibration samples", 1, int.MaxValue, int.MaxValue),
    ];

    /// <inheritdoc/>
    public IReadOnlyList<string> Alternatives { get; } = [];

    /// <inheritdoc/>
    public void Apply(ModelGraph graph, IReadOnlyList<CompressionLayer> layers, SettingValues settings, CompressionContext context)
    {
        foreach (CompressionLayer layer in layers) SpellOut(layer);
        SignScaling.Fold(graph, layers);
        Int8Region region = new(graph, layers.SelectMany(l => l.Nodes));
        if (!region.Nodes.Any(n => n.Op is Op.Conv or Op.Dense))
        {
            throw new ConversionException(
                "\"activations\" found no layer with integer weights to run in int8; put an \"int8\", \"int4\", \"int2\", \"ternary\" or \"binary\" stage before it.");
        }
        IActivationSource source = context.Calibration ?? throw new ConversionException(
            "\"activations\" needs calibration samples to find the ranges of activations, but none were given; name a data set or a folder of samples.");
        if (source.SampleCount == 0) throw new ConversionException("\"activations\" needs at least one calibration sample, but the data set is empty.");

        Dictionary<Value, ActivationRange> ranges = Calibrate(graph, region, source, settings, context);
        foreach (Value value in region.Values)
        {
            ActivationRange range = ranges[region.Group(value)];
            if (!range.Seen) throw new ConversionException($"calibration gave no data for activation '{value.Name}'.");
            value.Quantization = Quantize(settings.Choice("calibration") switch
            {
                "percentile" => range.Percentile(settings.Number("percentile") / 100),
                "mse" => range.LeastSquares(),
                _ => (range.Min, range.Max),
            });
        }
        IReadOnlyList<SignChain> signs = new SignPaths(graph).Chains;
        foreach (CompressionLayer layer in layers)
        {
            if (!layer.Nodes.Any(region.Nodes.Contains))
            {
                layer.Trail.Add(signs.Any(c => c.FromLayer is { } node && layer.Nodes.Contains(node)) ? "results are signs" : "activations stay float");
                continue;
            }
            foreach (Node node in layer.Nodes) FitBias(layer, node);
            layer.Trail.Add($"int8 activations ({settings.Choice("calibration")})");
        }
    }

    /// <summary>Scale and zero point of a range that includes 0: scale = (max - min) / 255.</summary>
    internal static Quantization Quantize((double Min, double Max) range)
    {
        float scale = (float)((range.Max - range.Min) / 255);
        if (!(scale > 1.17549435e-38f)) return new Quantization(1, 0);
        return new Quantization(scale, (int)Math.Clamp(Math.Round(-128 - range.Min / scale), -128, 127));
    }

    /// <summary>Integers instead of indices where a codebook's table holds integers: the int8 kernels have no look-up.</summary>
    private static void SpellOut(CompressionLayer layer)
    {
        LayerWeights weights = layer.Weights;
        if (weights.Form != WeightForm.Codebook || weights.Scales.Length != 1) return;
        float scale = weights.Scales[0];
        weights.SetIntegers(WeightForm.Integer, 8, [scale], Array.ConvertAll(weights.Values, v => (sbyte)MathF.Round(v / scale)));
    }

    private static Dictionary<Value, ActivationRange> Calibrate(
        ModelGraph graph, Int8Region region, IActivationSource source, SettingValues settings, CompressionContext context)
    {
        Dictionary<Value, ActivationRange> ranges = [];
        Dictionary<string, ActivationRange> byName = new(StringComparer.Ordinal);
        foreach (Value value in region.Values)
        {
            Value group = region.Group(value);
            if (!ranges.TryGetValue(group, out ActivationRange? range)) ranges[group] = range = new ActivationRange();
            byName[value.Name] = range;
        }
        foreach (Node pad in region.Nodes.Where(n => n.Op == Op.Pad)) ranges[region.Group(pad.Outputs[0])].Include(pad.Attributes.Float("value"));

        Each("range", (name, data) =>
        {
            if (byName.TryGetValue(name, out ActivationRange? range) && !range.Widen(data))
            {
                throw new ConversionException($"activation '{name}' is not finite for a calibration sample; check the input's scaling, or the network.");
            }
        });
        if (settings.Choice("calibration") != "min-max")
        {
            Each("histogram", (name, data) =>
            {
                if (byName.TryGetValue(name, out ActivationRange? range)) range.Count(data);
            });
        }
        return ranges;

        void Each(string what, ActivationVisitor visit)
        {
            int count = Math.Min(source.SampleCount, settings.Integer("samples"));
            for (int sample = 0; sample < count; sample++)
            {
                context.Cancellation.ThrowIfCancellationRequested();
                context.Progress?.Invoke($"calibration, {what}, sample {sample + 1} of {count}", (double)sample / count);
                source.Run(graph, sample, visit);
            }
        }
    }

    /// <summary>Widens the scale of a row whose bias would not fit int32 under input scale * weight scale.</summary>
    private static void FitBias(CompressionLayer layer, Node node)
    {
        LayerWeights weights = layer.Weights;
        if (weights.Form != WeightForm.Integer || node.Inputs[0]?.Quantization is not { } input) return;
        if (node.Inputs.Count < 3 || node.Inputs[2]?.Constant is not { IsFloat: true } bias) return;
        float[] scales = [.. weights.Scales];
        for (int row = 0; row < bias.Floats.Length; row++)
        {
            int s = scales.Length == 1 ? 0 : row;
            double least = Math.Abs((double)bias.Floats[row]) / input.Scale / LargestBias;
            if (scales[s] < least) scales[s] = weights.Stored((float)(least * 1.001));
        }
        if (scales.AsSpan().SequenceEqual(weights.Scales)) return;
        sbyte[] integers = [.. weights.Values.Select((v, i) => (sbyte)Math.Round(v / scales[scales.Length == 1 ? 0 : i / weights.RowLength]))];
        weights.SetIntegers(weights.Form, weights.Bits, scales, integers);
        layer.Trail.Add("scales widened for the bias");
    }
}

using System;
using System.Collections.Generic;
using System.Globalization;
using System.Linq;
using System.Text;
using EdgeRuntime.Converter.Graph;

namespace EdgeRuntime.Converter.Compression;

/// <summary>What a recipe did to one layer.</summary>
/// <param name="Layer">Name of the layer.</param>
/// <param name="Trail">What each stage did, in order.</param>
/// <param name="Form">Form of the weights at the end.</param>
/// <param name="Bits">Bits of an integer or index; 32 or 16 for floats, 1 for binary, 2 for ternary weights.</param>
/// <param name="Weights">Number of weights.</param>
/// <param name="Density">Fraction of them that is not zero.</param>
/// <param name="MeanSquaredError">Of the weights against those before compression.</param>
/// <param name="Sqnr">Signal to quantisation noise ratio of the weights in dB; infinite when nothing changed.</param>
/// <param name="EstimatedBytes">Of the weights, under an ideal order-0 entropy coder.</param>
public sealed record LayerReport(
    string Layer, IReadOnlyList<string> Trail, WeightForm Form, int Bits, int Weights, double Density, double MeanSquaredError, double Sqnr, double EstimatedBytes)
{
    internal static LayerReport Of(CompressionLayer layer)
    {
        LayerWeights weights = layer.Weights;
        double error = 0, signal = 0;
        for (int i = 0; i < weights.Values.Length; i++)
        {
            double d = (double)weights.Values[i] - layer.Original[i];
            error += d * d;
            signal += (double)layer.Original[i] * layer.Original[i];
        }
        int bits = weights.Form switch
        {
            WeightForm.Float32 => 32,
            WeightForm.Float16 => 16,
            WeightForm.Binary => 1,
            WeightForm.Ternary => 2,
            _ => weights.Bits,
        };
        return new LayerReport(
            layer.Name, [.. layer.Trail], weights.Form, bits, weights.Values.Length, weights.Density, error / Math.Max(1, weights.Values.Length),
            error == 0 ? double.PositiveInfinity : 10 * Math.Log10(signal / error), SizeEstimate.Of(weights));
    }
}

/// <summary>What a recipe did to a network.</summary>
/// <param name="Recipe">Name of the recipe.</param>
/// <param name="Layers">Layer by layer, in execution order.</param>
/// <param name="OtherBytes">Bytes of biases and other constants as they will be stored.</param>
/// <param name="OriginalBytes">fp32 bytes of all parameters before compression.</param>
public sealed record CompressionReport(string Recipe, IReadOnlyList<LayerReport> Layers, double OtherBytes, double OriginalBytes)
{
    /// <summary>Estimated bytes of all parameters; file headers and graph not included.</summary>
    public double EstimatedBytes => OtherBytes + Layers.Sum(l => l.EstimatedBytes);

    /// <summary>A table for people.</summary>
    public override string ToString()
    {
        StringBuilder text = new();
        text.AppendLine("layer | form | bits | weights | density | SQNR dB | bytes | stages");
        foreach (LayerReport l in Layers)
        {
            text.AppendLine(string.Create(
                CultureInfo.InvariantCulture,
                $"{l.Layer} | {l.Form.ToString().ToLowerInvariant()} | {l.Bits} | {l.Weights} | {l.Density:0.####} | {l.Sqnr:0.0} | {l.EstimatedBytes:0} | {string.Join("; ", l.Trail)}"));
        }
        text.Append(string.Create(
            CultureInfo.InvariantCulture, $"estimated {EstimatedBytes:0} of {OriginalBytes:0} bytes, {OriginalBytes / Math.Max(1, EstimatedBytes):0.0}x"));
        return text.ToString();
    }

    internal static CompressionReport Of(string recipe, ModelGraph graph, IReadOnlyList<CompressionLayer> layers)
    {
        HashSet<Value> weights = [.. layers.SelectMany(l => l.Nodes).Select(n => n.Inputs[1]!)];
        HashSet<Value> half = [.. layers.Where(l => l.Weights.HalfBias).SelectMany(l => l.Nodes).Select(n => n.Inputs.ElementAtOrDefault(2)).OfType<Value>()];
        HashSet<Value> others = [.. graph.Nodes.SelectMany(n => n.Inputs).OfType<Value>().Where(v => v.Constant is not null && !weights.Contains(v))];
        double otherBytes = others.Sum(v => v.Constant!.Count * (half.Contains(v) ? 2.0 : 4.0));
        double original = 4.0 * (others.Sum(v => (double)v.Constant!.Count) + layers.Sum(l => (double)l.OriginalCount));
        return new CompressionReport(recipe, [.. layers.Select(LayerReport.Of)], otherBytes, original);
    }
}

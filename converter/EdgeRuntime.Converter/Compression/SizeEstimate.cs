using System;
using System.Linq;

namespace EdgeRuntime.Converter.Compression;

/// <summary>Estimated bytes of a layer's weights under an ideal order-0 entropy coder: the encoder comes close to it, or below where the position of zeros is not random.</summary>
public static class SizeEstimate
{
    /// <summary>Mask, values, tables and scales; biases and headers not included.</summary>
    public static double Of(LayerWeights weights)
    {
        int n = weights.Values.Length, nonZero = weights.NonZero;
        double mask = n * Entropy([nonZero, n - nonZero]) / 8;
        int real = weights.HalfPrecision ? 2 : 4;
        switch (weights.Form)
        {
            case WeightForm.Float32:
                return 4.0 * n; // The file has no sparse fp32 form.
            case WeightForm.Float16:
                return Math.Min((double)n * real, mask + (double)nonZero * real);
            case WeightForm.Codebook:
                int entry = weights.Scales.Length == 1 ? 1 : real;
                return mask + Coded(weights, i => weights.Indices[i]) + weights.Table.Length * entry + weights.Scales.Length * real;
            default:
                return mask + Coded(weights, i => weights.Integers[i] + 128) + weights.Scales.Length * real;
        }
    }

    /// <summary>Bytes of the symbols of the weights that are not zero.</summary>
    private static double Coded(LayerWeights weights, Func<int, int> symbol)
    {
        int[] counts = new int[256];
        for (int i = 0; i < weights.Values.Length; i++)
        {
            if (weights.Values[i] != 0) counts[symbol(i)]++;
        }
        return counts.Sum() * Entropy(counts) / 8;
    }

    /// <summary>Bits a symbol: the sum of -p log2 p.</summary>
    public static double Entropy(int[] counts)
    {
        double total = counts.Sum(c => (double)c), bits = 0;
        foreach (int count in counts)
        {
            if (count > 0) bits -= count / total * Math.Log2(count / total);
        }
        return bits;
    }
}

using System;

namespace EdgeRuntime.Converter.Compression;

/// <summary>Recognition of weights that were quantised elsewhere: values that are exactly fp32(scale * q) with integer q in -127..127.</summary>
internal static class IntegerGrid
{
    private const int Most = 127;

    /// <summary>Scales (one, or one a row) and integers that give the values bit for bit, or null.</summary>
    public static (float[] Scales, sbyte[] Integers)? Find(LayerWeights weights, bool tensor)
    {
        int run = tensor ? weights.Values.Length : weights.RowLength;
        float[] scales = new float[tensor ? 1 : weights.Rows];
        sbyte[] integers = new sbyte[weights.Values.Length];
        for (int r = 0; r < scales.Length; r++)
        {
            ReadOnlySpan<float> values = weights.Values.AsSpan(r * run, run);
            float scale = Scale(values);
            if (float.IsNaN(scale)) return null;
            scales[r] = scale;
            if (scale == 0) continue;
            for (int i = 0; i < run; i++) integers[r * run + i] = (sbyte)MathF.Round(values[i] / scale);
        }
        // A row of zeros takes the scale of the others: its bias is quantised with it.
        float fallback = 0;
        foreach (float scale in scales) fallback = Math.Max(fallback, scale);
        for (int r = 0; r < scales.Length; r++)
        {
            if (scales[r] == 0) scales[r] = fallback == 0 ? 1 : fallback;
        }
        return (scales, integers);
    }

    /// <summary>The largest scale that fits; 0 when all values are zero; NaN when none fits.</summary>
    private static float Scale(ReadOnlySpan<float> values)
    {
        float largest = 0;
        foreach (float value in values) largest = Math.Max(largest, Math.Abs(value));
        if (largest == 0) return 0;
        for (int top = 1; top <= Most; top++)
        {
            // The division may miss the scale by a rounding: its neighbours give the same top value.
            float near = largest / top;
            for (int step = 0; step < 5; step++)
            {
                float scale = step switch
                {
                    0 => near,
                    1 => MathF.BitIncrement(near),
                    2 => MathF.BitDecrement(near),
                    3 => MathF.BitIncrement(MathF.BitIncrement(near)),
                    _ => MathF.BitDecrement(MathF.BitDecrement(near)),
                };
                if (scale > 0 && scale * top == largest && Fits(values, scale)) return scale;
            }
        }
        return float.NaN;
    }

    private static bool Fits(ReadOnlySpan<float> values, float scale)
    {
        foreach (float value in values)
        {
            if (scale * MathF.Round(value / scale) != value) return false;
        }
        return true;
    }
}

using System;

namespace EdgeRuntime.Converter.Compression;

/// <summary>The scale that fits signs to weights best: the mean magnitude of those whose sign is not 0.</summary>
internal static class SignScales
{
    /// <summary>One scale a row, or one in all, as it will be stored; 0 when no sign is set.</summary>
    public static float[] MeanMagnitudes(LayerWeights weights, sbyte[] signs, bool tensor)
    {
        int run = tensor ? weights.Values.Length : weights.RowLength;
        float[] scales = new float[tensor ? 1 : weights.Rows];
        for (int r = 0; r < scales.Length; r++)
        {
            double sum = 0;
            int count = 0;
            for (int i = r * run; i < (r + 1) * run; i++)
            {
                if (signs[i] == 0) continue;
                sum += Math.Abs((double)weights.Values[i]);
                count++;
            }
            float scale = count == 0 ? 0 : weights.Stored((float)(sum / count));
            scales[r] = float.IsFinite(scale) ? scale : (float)Half.MaxValue;
        }
        return scales;
    }
}

using System;

using EdgeRuntime.Format;
using EdgeRuntime.Kernels;

namespace EdgeRuntime.Prepared;

/// <summary>Packing of signs, pixel by pixel.</summary>
internal static unsafe class PreparedBinarise
{
    public static PreparedOperation Create(ref Frame f, Team team)
    {
        int channels = Tensors.Last(ref f.X), pixels = Tensors.Count(ref f.X) / channels;
        (float[] scales, float[] shifts) = Affine(ref f);
        return new ParallelOperation(team, SignBits.Name, pixels * (long)channels / 2, [pixels], (ref Frame f, int _, int from, int end, int _) =>
        {
            int words = (channels + 31) >> 5;
            fixed (float* scale = scales, shift = shifts)
                for (int p = from; p < end; p++) SignBits.Pack(f.Floats + f.X.Offset + (nint)p * channels, scale, shift, channels, f.Words + f.Out.Offset + (nint)p * words);
        });
    }

    /// <summary>Packing of int8 by thresholds.</summary>
    public static PreparedOperation FromInt8(ref Frame f, Team team)
    {
        int channels = Tensors.Last(ref f.X), pixels = Tensors.Count(ref f.X) / channels;
        (int[] thresholds, bool[] inverted) = ThresholdsOf(ref f);
        ThresholdBits bits = new(thresholds, inverted);
        return new ParallelOperation(team, ThresholdBits.Name, pixels * (long)channels / 8, [pixels], (ref Frame f, int _, int from, int end, int _) =>
        {
            int words = (channels + 31) >> 5;
            for (int p = from; p < end; p++) bits.Pack(f.Int8 + f.X.Offset + (nint)p * channels, f.Words + f.Out.Offset + (nint)p * words);
        });
    }

    /// <summary>The thresholds of a record, and which channels have their bit set from it on.</summary>
    public static (int[] Thresholds, bool[] Inverted) ThresholdsOf(ref Frame f)
    {
        int[] thresholds = new int[f.Op.BiasLength];
        bool[] inverted = new bool[f.Op.BiasLength];
        for (int c = 0; c < thresholds.Length; c++) (thresholds[c], inverted[c]) = (Thresholds.Of(ref f, c), Thresholds.IsInverted(ref f, c));
        return (thresholds, inverted);
    }

    /// <summary>Scale and shift of each channel; 1 and 0 where the record has none.</summary>
    public static (float[] Scales, float[] Shifts) Affine(ref Frame f)
    {
        float[] scales = new float[Tensors.Last(ref f.X)], shifts = new float[scales.Length];
        if (f.Op.ScaleLength == 0) Array.Fill(scales, 1f);
        else
        {
            for (int c = 0; c < scales.Length; c++)
            {
                scales[c] = Constants.FloatAt(f.File, ref f.Op.Multipliers, c);
                shifts[c] = Constants.FloatAt(f.File, ref f.Op.Bias, c);
            }
        }

        return (scales, shifts);
    }
}

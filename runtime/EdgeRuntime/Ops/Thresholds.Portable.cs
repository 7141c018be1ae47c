using EdgeRuntime.Format;

namespace EdgeRuntime;

/// <summary>
/// Thresholds by which integers become bits, one a channel, stored as 2 * threshold + inverted: bit = (value is below the threshold) xor inverted.
/// A chain of scale, bias, activation and comparison is monotone in an integer, so one threshold and a direction say all of it.
/// </summary>
public static unsafe class Thresholds
{
    /// <summary>Integers, one for each of <paramref name="channels"/>, compared with values from -<paramref name="range"/> (or one below) to <paramref name="range"/>.</summary>
    public static void Check(ref Frame f, int channels, int range)
    {
        Frames.Require(ref f, f.Op.BiasLength == channels, Status.WrongShape, f.Op.BiasLength, channels);
        Frames.Require(ref f, Constants.IsIntegerVector(ref f.Op.Bias), Status.WrongEncoding, f.Op.Bias.Encoding, EncodingId.Int32);
        f.Op.ThresholdRange = range;
    }

    /// <summary>Refuses thresholds beyond those that are never or always reached.</summary>
    public static void Validate(ref Frame f)
    {
        if (f.Fault != Status.Ok) return;
        int most = f.Op.ThresholdRange + 1;
        for (int i = 0; i < f.Op.BiasLength; i++)
        {
            int threshold = Of(ref f, i);
            Frames.Require(ref f, threshold >= -most && threshold <= most, Status.WrongAttribute, threshold, most);
        }
    }

    /// <summary>The threshold of a channel.</summary>
    public static int Of(ref Frame f, int channel) => Constants.IntAt(f.File, ref f.Op.Bias, channel) >> 1;

    /// <summary>Whether a channel's bit is set from the threshold on, instead of below it.</summary>
    public static bool IsInverted(ref Frame f, int channel) => (Constants.IntAt(f.File, ref f.Op.Bias, channel) & 1) != 0;
}

using System;

namespace EdgeRuntime.Devices.Pins;

/// <summary>Exponential moving average of class scores over frames: s = s + (x - s) * weight; the first frame is taken as it is.</summary>
public sealed class ScoreSmoother
{
    private readonly float[] smooth;
    private readonly float weight;
    private bool started;

    /// <summary>Starts without a frame.</summary>
    /// <param name="classes">Number of scores.</param>
    /// <param name="weight">Share of the newest frame, above 0 to 1; 1 does not smooth.</param>
    public ScoreSmoother(int classes, float weight)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(classes, 1);
        if (!(weight > 0 && weight <= 1)) throw new ArgumentOutOfRangeException(nameof(weight), weight, "the share of the newest frame is above 0 and at most 1");
        smooth = new float[classes];
        this.weight = weight;
    }

    /// <summary>The smoothed scores; all 0 before the first frame.</summary>
    public ReadOnlySpan<float> Scores => smooth;

    /// <summary>Takes the scores of a frame; a frame with a score that is not finite is left out.</summary>
    /// <returns>The smoothed scores, valid until the next call.</returns>
    public ReadOnlySpan<float> Update(ReadOnlySpan<float> scores)
    {
        if (scores.Length != smooth.Length) throw new ArgumentException($"{smooth.Length} scores are expected, {scores.Length} were given", nameof(scores));
        foreach (float score in scores)
            if (!float.IsFinite(score)) return smooth;
        if (started)
        {
            for (int i = 0; i < smooth.Length; i++) smooth[i] += (scores[i] - smooth[i]) * weight;
        }
        else
        {
            scores.CopyTo(smooth);
        }

        started = true;
        return smooth;
    }

    /// <summary>Forgets all frames.</summary>
    public void Reset()
    {
        Array.Clear(smooth);
        started = false;
    }
}

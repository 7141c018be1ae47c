using System;

namespace EdgeRuntime.Devices.Pins;

/// <summary>Switches an output by the smoothed score of one class, with hysteresis; writes only when the state changes.</summary>
public sealed class ClassSwitch : IDisposable
{
    private readonly ScoreSmoother smoother;
    private readonly Hysteresis hysteresis;
    private readonly IDigitalOutput output;
    private readonly int watched;

    /// <summary>Switches the output off first.</summary>
    /// <param name="output">Owned from here on.</param>
    /// <param name="classes">Number of scores.</param>
    /// <param name="watched">Index of the class.</param>
    /// <param name="weight">Share of the newest frame in the average, above 0 to 1.</param>
    /// <param name="on">On from this score upwards.</param>
    /// <param name="off">Off below this score.</param>
    public ClassSwitch(IDigitalOutput output, int classes, int watched, float weight, float on, float off)
    {
        smoother = new ScoreSmoother(classes, weight);
        hysteresis = new Hysteresis(on, off);
        if (watched < 0 || watched >= classes) throw new ArgumentOutOfRangeException(nameof(watched), watched, $"the class is 0 to {classes - 1}");
        this.watched = watched;
        this.output = output;
        output.Write(false);
    }

    /// <summary>State of the output.</summary>
    public bool IsOn => hysteresis.IsOn;

    /// <summary>The smoothed scores.</summary>
    public ReadOnlySpan<float> Scores => smoother.Scores;

    /// <summary>Takes the scores of a frame.</summary>
    /// <returns>True when the output was switched.</returns>
    public bool Update(ReadOnlySpan<float> scores)
    {
        bool before = hysteresis.IsOn;
        bool after = hysteresis.Update(smoother.Update(scores)[watched]);
        if (after == before) return false;
        output.Write(after);
        return true;
    }

    /// <summary>Releases the output, which goes off.</summary>
    public void Dispose() => output.Dispose();
}

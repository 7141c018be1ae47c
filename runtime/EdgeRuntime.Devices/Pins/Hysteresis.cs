using System;

namespace EdgeRuntime.Devices.Pins;

/// <summary>Goes on at one threshold and off at a lower one, so that a value near either does not make it flicker.</summary>
public sealed class Hysteresis
{
    private readonly float on, off;

    /// <summary>Starts off.</summary>
    /// <param name="on">On from this value upwards.</param>
    /// <param name="off">Off below this value; at most <paramref name="on"/>.</param>
    public Hysteresis(float on, float off)
    {
        if (!(float.IsFinite(on) && float.IsFinite(off) && off <= on))
            throw new ArgumentException($"the threshold to go off ({off}) must not be above the one to go on ({on})");
        this.on = on;
        this.off = off;
    }

    /// <summary>Current state.</summary>
    public bool IsOn { get; private set; }

    /// <summary>Takes a value; one that is not a number changes nothing.</summary>
    /// <returns>The new state.</returns>
    public bool Update(float value)
    {
        if (value >= on) IsOn = true;
        else if (value < off) IsOn = false;
        return IsOn;
    }
}

using System;

namespace EdgeRuntime.Devices.Pins;

/// <summary>Follows a button, but only once its level has been the same for a while.</summary>
public sealed class Debouncer
{
    private readonly TimeSpan stable;
    private bool candidate;
    private TimeSpan since;

    /// <summary>Starts released.</summary>
    /// <param name="stable">How long a new level must hold; 10 to 50 ms for mechanical buttons.</param>
    public Debouncer(TimeSpan stable)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(stable, TimeSpan.Zero);
        this.stable = stable;
    }

    /// <summary>Debounced level.</summary>
    public bool IsPressed { get; private set; }

    /// <summary>Takes a reading.</summary>
    /// <param name="level">Level of the pin.</param>
    /// <param name="now">Time of the reading on a clock that does not go back.</param>
    /// <returns>True when the debounced level changed with this reading.</returns>
    public bool Update(bool level, TimeSpan now)
    {
        if (level == IsPressed)
        {
            candidate = level;
            return false;
        }

        if (candidate != level)
        {
            candidate = level;
            since = now;
        }

        if (now - since < stable) return false;
        IsPressed = level;
        return true;
    }
}

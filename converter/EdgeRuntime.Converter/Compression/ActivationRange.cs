using System;

namespace EdgeRuntime.Converter.Compression;

/// <summary>Statistics of the activations that share one quantisation: range first, then a histogram over it.</summary>
internal sealed class ActivationRange
{
    private const int Bins = 2048;

    private const int Levels = 255;

    private long[]? histogram;

    /// <summary>Smallest and largest value seen, widened to include 0.</summary>
    public double Min { get; private set; }

    /// <summary>Largest value seen, at least 0.</summary>
    public double Max { get; private set; }

    /// <summary>True once any value was seen.</summary>
    public bool Seen { get; private set; }

    private double BinWidth => (Max - Min) / Bins;

    /// <summary>Widens the range; false when a value is not finite.</summary>
    public bool Widen(ReadOnlySpan<float> data)
    {
        foreach (float value in data)
        {
            if (!float.IsFinite(value)) return false;
            Include(value);
        }
        Seen = true;
        return true;
    }

    /// <summary>Widens the range to one value.</summary>
    public void Include(float value)
    {
        Min = Math.Min(Min, value);
        Max = Math.Max(Max, value);
    }

    /// <summary>Counts the values once the range is known.</summary>
    public void Count(ReadOnlySpan<float> data)
    {
        histogram ??= new long[Bins];
        if (Max == Min) return;
        foreach (float value in data) histogram[Math.Clamp((int)((value - Min) / BinWidth), 0, Bins - 1)]++;
    }

    /// <summary>The range that leaves out at most the fraction 1 - p of the values at each end.</summary>
    public (double Min, double Max) Percentile(double p)
    {
        if (histogram is null) return (Min, Max);
        long total = 0;
        foreach (long count in histogram) total += count;
        long spare = (long)(total * (1 - p));
        int low = 0, high = Bins - 1;
        for (long gone = histogram[low]; low < high && gone <= spare; gone += histogram[low]) low++;
        for (long gone = histogram[high]; high > low && gone <= spare; gone += histogram[high]) high--;
        return (Math.Min(0, Min + low * BinWidth), Math.Max(0, Min + (high + 1) * BinWidth));
    }

    /// <summary>The range, shrunk at both ends, whose 255 steps give the least squared error.</summary>
    public (double Min, double Max) LeastSquares()
    {
        if (histogram is null || Max == Min) return (Min, Max);
        (double low, double high) = (Min, Max);
        high = Best(step => Max * step / 100, candidate => Error(low, candidate));
        if (Min < 0) low = Best(step => Min * step / 100, candidate => Error(candidate, high));
        return (low, high);
    }

    private static double Best(Func<int, double> candidates, Func<double, double> error)
    {
        (double best, double least) = (candidates(100), error(candidates(100)));
        for (int step = 99; step >= 10; step--)
        {
            double candidate = candidates(step), e = error(candidate);
            if (e < least) (best, least) = (candidate, e);
        }
        return best;
    }

    private double Error(double low, double high)
    {
        double step = (high - low) / Levels;
        if (step <= 0) return double.PositiveInfinity;
        double error = 0;
        for (int bin = 0; bin < Bins; bin++)
        {
            if (histogram![bin] == 0) continue;
            double value = Min + (bin + 0.5) * BinWidth;
            double beyond = value < low ? low - value : value > high ? value - high : 0;
            // Values spread evenly within a step: their mean squared rounding error is step^2 / 12.
            error += histogram[bin] * (beyond > 0 ? beyond * beyond : step * step / 12);
        }
        return error;
    }
}

using System;

namespace EdgeRuntime.Converter.Training.Optimisers;

/// <summary>How the learning rate moves: a factor for each point of the training, 0 at its start and 1 at its end.</summary>
/// <param name="Name">Name in settings.</param>
/// <param name="Factor">Factor at a point.</param>
/// <param name="WarmUp">Part of the training, 0 to 1, in which the rate rises linearly from zero; the schedule then runs over the rest.</param>
public sealed record Schedule(string Name, Func<double, double> Factor, double WarmUp = 0)
{
    /// <summary>Always the full rate.</summary>
    public static readonly Schedule Constant = new("constant", _ => 1);

    /// <summary>A tenth from half way on, a hundredth from three quarters on.</summary>
    public static readonly Schedule Step = new("step", t => t < 0.5 ? 1 : t < 0.75 ? 0.1 : 0.01);

    /// <summary>(1 + cos(pi t)) / 2 (Loshchilov and Hutter 2017, 1608.03983).</summary>
    public static readonly Schedule Cosine = new("cosine", t => (1 + Math.Cos(Math.PI * t)) / 2);

    /// <summary>Every schedule.</summary>
    public static readonly Schedule[] All = [Constant, Step, Cosine];

    /// <summary>Factor for update <paramref name="step"/> of <paramref name="steps"/>.</summary>
    public double At(long step, long steps)
    {
        double t = steps <= 0 ? 0 : (double)step / steps;
        if (t < WarmUp) return (step + 1) / (WarmUp * steps + 1);
        return Factor(WarmUp >= 1 ? 0 : (t - WarmUp) / (1 - WarmUp));
    }
}

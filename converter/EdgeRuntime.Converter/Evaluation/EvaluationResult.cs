namespace EdgeRuntime.Converter.Evaluation;

/// <summary>What an evaluation has counted.</summary>
/// <param name="Images">Pictures classified.</param>
/// <param name="Correct">Pictures whose label has the highest score; of equal scores the first counts.</param>
/// <param name="CorrectTop5">Pictures whose label is among the five highest scores.</param>
/// <param name="MillisecondsPerImage">Mean time of one classification on one thread, preparation of the picture included, decoding of its file not.</param>
public sealed record EvaluationResult(int Images, int Correct, int CorrectTop5, double MillisecondsPerImage)
{
    /// <summary>Percentage of <see cref="Correct"/>.</summary>
    public double Top1 => Images == 0 ? 0 : 100.0 * Correct / Images;

    /// <summary>Percentage of <see cref="CorrectTop5"/>.</summary>
    public double Top5 => Images == 0 ? 0 : 100.0 * CorrectTop5 / Images;
}

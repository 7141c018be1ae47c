using System;
using System.Collections.Generic;
using System.Globalization;

namespace EdgeRuntime.Benchmarks.Compare;

/// <summary>Times every contest, contenders taking turns run by run, and writes the table.</summary>
internal static class Comparison
{
    /// <summary>Runs the contests and gives the table's lines, in Markdown: medians, and the ratio of the least times, which other programs disturb less.</summary>
    /// <param name="contests">What to compare.</param>
    /// <param name="threads">Thread counts, one column group each.</param>
    /// <param name="seconds">Time for each contest and thread count.</param>
    public static IEnumerable<string> Table(IEnumerable<Contest> contests, int[] threads, double seconds)
    {
        yield return "| case | weights here | threads | here, us | ONNX Runtime fp32, us | int8 QDQ, us | times fp32 | times int8 | times fp32, least |";
        yield return "|---|---|---|---|---|---|---|---|---|";
        foreach (Contest contest in contests)
        {
            foreach (int count in threads)
            {
                Contender here = Contender.Edge(contest.Model, count, contest.Operation, count > 1), fp32 = Contender.Onnx(contest.Float, count, count > 1);
                Contender? int8 = contest.Int8 is { } file ? Contender.Onnx(file, count, count > 1) : null;
                Turns.Take([here, fp32, .. int8 is null ? Array.Empty<Contender>() : [int8]], count, seconds);
                double h = here.Median(), f = fp32.Median(), i = int8?.Median() ?? 0;
                yield return $"| {contest.Name} | {contest.Form} | {count} | {Number(h)} | {Number(f)} | {(i > 0 ? Number(i) : "")} | {Number(f / h)} | {(i > 0 ? Number(i / h) : "")} | {Number(fp32.Minimum() / here.Minimum())} |";
            }
        }
    }

    /// <summary>A number with three digits.</summary>
    public static string Number(double v) => v.ToString(v < 10 ? "F2" : v < 100 ? "F1" : "F0", CultureInfo.InvariantCulture);
}

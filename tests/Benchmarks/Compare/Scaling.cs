using System.Collections.Generic;
using System.Linq;

namespace EdgeRuntime.Benchmarks.Compare;

/// <summary>What a second thread gains: each contest on one and on two threads, elapsed time, in blocks by turns. Needs a machine that does nothing else.</summary>
internal static class Scaling
{
    private const int Threads = 2;

    /// <summary>Runs the contests and gives the table's lines, in Markdown: shortest times and medians.</summary>
    public static IEnumerable<string> Table(IEnumerable<Contest> contests)
    {
        yield return $"| case | weights here | here, us | {Threads} threads, us | gain | gain of medians | ONNX Runtime fp32, us | {Threads} threads, us | gain | gain of medians |";
        yield return "|---|---|---|---|---|---|---|---|---|---|";
        foreach (Contest contest in contests)
        {
            Contender[] here = [.. new[] { 1, Threads }.Select(n => Contender.Edge(contest.Model, n, contest.Operation, true))];
            Contender[] fp32 = [.. new[] { 1, Threads }.Select(n => Contender.Onnx(contest.Float, n, true))];
            Turns.Take([.. here, .. fp32], Threads, 0);
            yield return $"| {contest.Name} | {contest.Form} | {Gain(here)} | {Gain(fp32)} |";
        }
    }

    private static string Gain(Contender[] c)
        => $"{Comparison.Number(c[0].Minimum())} | {Comparison.Number(c[1].Minimum())} | {Comparison.Number(c[0].Minimum() / c[1].Minimum())} | {Comparison.Number(c[0].Median() / c[1].Median())}";
}

using System;
using System.Collections.Generic;
using System.Linq;

namespace EdgeRuntime.RunAll;

/// <summary>The closing table.</summary>
internal static class Summary
{
    /// <summary>Prints one line a suite and the totals; returns the exit code.</summary>
    public static int Print(IReadOnlyList<SuiteResult> suites, TimeSpan time)
    {
        int width = suites.Select(s => s.Name.Length).Append(5).Max();
        Console.WriteLine();
        Console.WriteLine($"{"suite".PadRight(width)}  passed  failed  skipped  seconds");
        foreach (SuiteResult s in suites)
            Console.WriteLine($"{s.Name.PadRight(width)}  {s.Passed,6}  {s.Failed,6}  {s.Skipped,7}  {s.Time.TotalSeconds,7:F1}");
        Console.WriteLine($"{"all, with the build".PadRight(width + 25)}  {time.TotalSeconds,7:F1}");
        int passed = suites.Sum(s => s.Passed), failed = suites.Sum(s => s.Failed), skipped = suites.Sum(s => s.Skipped);
        Console.WriteLine($"{passed} passed, {failed} failed{(skipped > 0 ? $", {skipped} skipped" : "")}");
        return failed > 0 || passed == 0 ? 1 : 0;
    }
}

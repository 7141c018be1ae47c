using System;
using System.Diagnostics;
using System.IO;
using System.Linq;
using System.Xml;
using System.Xml.Linq;

namespace EdgeRuntime.RunAll;

/// <summary>What one test project did.</summary>
internal sealed record SuiteResult(string Name, int Passed, int Failed, int Skipped, TimeSpan Time);

/// <summary>Runs a built test project; it is a program of its own.</summary>
internal static class Suite
{
    private static readonly TimeSpan Limit = TimeSpan.FromMinutes(15);

    /// <summary>Runs the Release build of <paramref name="project"/>. A suite that crashes, hangs or runs no test has one failure more.</summary>
    public static SuiteResult Run(string root, string project, string results)
    {
        string name = Path.GetFileName(project);
        string program = Path.Combine(project, "bin", "Release", "net10.0", name + ".dll");
        string report = Path.Combine(results, name + ".xml");
        File.Delete(report);
        Stopwatch clock = Stopwatch.StartNew();
        Command command = Command.Run("dotnet", [program, "-noLogo", "-noColor", "-xml", report], root, Limit);
        (int passed, int failed, int skipped) = Counts(report);
        string? problem = command.Problem;
        if (problem == null && passed + failed + skipped == 0) problem = $"no test result, exit code {command.ExitCode}";
        if (problem == null && command.ExitCode != 0 && failed == 0) problem = $"exit code {command.ExitCode} without a failed test";
        if (problem != null)
        {
            Console.WriteLine($"{name}: {problem}");
            failed++;
        }

        return new SuiteResult(name, passed, failed, skipped, clock.Elapsed);
    }

    private static (int Passed, int Failed, int Skipped) Counts(string report)
    {
        try
        {
            XElement[] assemblies = [.. XDocument.Load(report).Descendants("assembly")];
            return (Sum("passed"), Sum("failed"), Sum("skipped"));
            int Sum(string attribute) => assemblies.Sum(assembly => (int?)assembly.Attribute(attribute) ?? 0);
        }
        catch (Exception e) when (e is IOException or XmlException)
        {
            return default;
        }
    }
}

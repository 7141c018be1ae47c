using System;
using System.Collections.Generic;
using System.Diagnostics;
using System.Globalization;
using System.IO;
using System.Linq;

namespace EdgeRuntime.Benchmarks.Start;

/// <summary>The program for a board, compiled ahead of time for this machine: its size, and how long a new process takes to its first answer.</summary>
internal static class ColdStart
{
    private const int Runs = 30;
    private const int Side = 28;

    /// <summary>Publishes the program and gives the table's lines, in Markdown.</summary>
    /// <param name="root">Folder of the repository.</param>
    public static IEnumerable<string> Table(string root)
    {
        string folder = Path.Combine(root, "artifacts", "edge-run"), pictures = Path.Combine(folder, "picture");
        Finish(Start("dotnet", "publish", Path.Combine(root, "runtime", "EdgeRuntime.Run"), "-f", "net9.0", "-r", "linux-x64", "-c", "Release", "-v", "q", "-o", folder));
        Directory.CreateDirectory(pictures);
        File.WriteAllBytes(Path.Combine(pictures, "gray.ppm"), [.. System.Text.Encoding.ASCII.GetBytes($"P6 {Side} {Side} 255\n"), .. Enumerable.Repeat((byte)128, 3 * Side * Side)]);
        string program = Path.Combine(folder, "edge-run");
        yield return "| model | model, bytes | `edge-run`, bytes | first answer, ms: median | least |";
        yield return "|---|---|---|---|---|";
        foreach (string model in Directory.GetFiles(Path.Combine(root, "tests", "data", "networks"), "*.erm").Order(StringComparer.Ordinal))
        {
            double[] times = [.. Enumerable.Range(0, Runs).Select(_ => FirstLine(program, model, pictures)).Order()];
            yield return string.Create(CultureInfo.InvariantCulture, $"| {Path.GetFileNameWithoutExtension(model)} | {new FileInfo(model).Length:N0} | {new FileInfo(program).Length:N0} | {times[Runs / 2]:F1} | {times[0]:F1} |");
        }
    }

    // Milliseconds from the start of a process to its first line.
    private static double FirstLine(string program, string model, string pictures)
    {
        Stopwatch clock = Stopwatch.StartNew();
        using Process process = Start(program, "run", "--model", model, pictures);
        string? line = process.StandardOutput.ReadLine();
        double milliseconds = clock.Elapsed.TotalMilliseconds;
        Finish(process);
        return line == null ? throw new InvalidOperationException($"{program} gave no answer for {model}") : milliseconds;
    }

    private static Process Start(string program, params string[] arguments)
        => Process.Start(new ProcessStartInfo(program, arguments) { RedirectStandardOutput = true }) ?? throw new InvalidOperationException($"{program} cannot be started");

    private static void Finish(Process process)
    {
        string output = process.StandardOutput.ReadToEnd();
        process.WaitForExit();
        if (process.ExitCode != 0) throw new InvalidOperationException($"{process.StartInfo.FileName} failed: {output}");
    }
}

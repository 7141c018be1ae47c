using System;
using System.Collections.Generic;
using System.IO;
using System.Linq;
using System.Threading;

using EdgeRuntime.Devices;
using EdgeRuntime.Format;
using EdgeRuntime.Run.Verbs;

namespace EdgeRuntime.Run;

/// <summary>Chooses the verb; errors are one sentence and an exit code: 1 it failed, 2 the command line is wrong.</summary>
internal static class CommandLine
{
    private static readonly IReadOnlyList<Verb> All = [new SelfTestVerb(), new RunVerb(), new BenchVerb(), new ClassifyVerb()];

    /// <summary>Runs a command line to its end and returns the exit code.</summary>
    public static int Run(IReadOnlyList<string> words, IHardware hardware, TextWriter output, TextWriter errors, CancellationToken stop)
    {
        try
        {
            if (words.Count == 1 && words[0].StartsWith('@')) words = File.ReadAllLines(words[0][1..]);
            if (words.Count == 0 || words[0] is "--help" or "-h" or "help")
            {
                output.WriteLine("edge-run executes an .erm model on this machine.");
                foreach (Verb v in All) output.WriteLine($"  edge-run {v.Name} {v.Usage}");
                output.WriteLine("  edge-run @FILE, with one word a line");
                return words.Count == 0 ? 2 : 0;
            }

            Verb verb = All.FirstOrDefault(v => v.Name == words[0]) ?? throw new UsageException($"the command '{words[0]}' is unknown; known are {string.Join(", ", All.Select(v => v.Name))}");
            Arguments arguments = new([.. words.Skip(1)], ["--model", .. verb.Options], ["--json"]);
            return verb.Run(arguments, hardware, output, errors, stop);
        }
        catch (UsageException e)
        {
            errors.WriteLine($"edge-run: {e.Message}");
            return 2;
        }
        catch (OperationCanceledException) when (stop.IsCancellationRequested)
        {
            return 0;
        }
        catch (Exception e) when (e is DeviceException or ModelFormatException or IOException or UnauthorizedAccessException or InvalidOperationException)
        {
            errors.WriteLine($"edge-run: {e.Message}");
            return 1;
        }
    }
}

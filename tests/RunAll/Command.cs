using System;
using System.Collections.Generic;
using System.Diagnostics;

namespace EdgeRuntime.RunAll;

/// <summary>A finished child process.</summary>
/// <param name="ExitCode">Its exit code; -1 when it was stopped or could not start.</param>
/// <param name="Problem">Why it has no exit code of its own, or null.</param>
internal sealed record Command(int ExitCode, string? Problem)
{
    /// <summary>Runs a program without input, its output going straight to the console, for at most <paramref name="limit"/>.</summary>
    public static Command Run(string program, IEnumerable<string> arguments, string folder, TimeSpan limit)
    {
        ProcessStartInfo start = new(program, arguments) { WorkingDirectory = folder, RedirectStandardInput = true, UseShellExecute = false };
        start.Environment["DOTNET_CLI_TELEMETRY_OPTOUT"] = "1";
        start.Environment["DOTNET_NOLOGO"] = "1";
        start.Environment["DEBIAN_FRONTEND"] = "noninteractive";
        // A build server that outlives the build would keep the console open.
        start.Environment["MSBUILDDISABLENODEREUSE"] = "1";
        start.Environment["UseSharedCompilation"] = "false";
        try
        {
            using Process process = Process.Start(start)!;
            process.StandardInput.Close();
            if (process.WaitForExit(limit)) return new Command(process.ExitCode, null);
            process.Kill(entireProcessTree: true);
            return new Command(-1, $"stopped after {limit.TotalMinutes:F0} minutes");
        }
        catch (Exception e) when (e is System.ComponentModel.Win32Exception or InvalidOperationException)
        {
            return new Command(-1, $"{program} did not start: {e.Message}");
        }
    }
}

using System;
using System.Collections.Generic;
using System.Diagnostics;
using System.IO;
using System.Linq;
using System.Threading.Tasks;
using Xunit;

namespace EdgeRuntime.Targets.Tests;

/// <summary>Runs compilers and emulators.</summary>
internal static class Shell
{
    /// <summary>Skips the test unless all programs are on PATH.</summary>
    public static void RequireTools(params string[] programs)
    {
        string[] folders = (Environment.GetEnvironmentVariable("PATH") ?? "").Split(Path.PathSeparator);
        string[] missing = [.. programs.Where(p => !folders.Any(f => File.Exists(Path.Combine(f, p))))];
        if (missing.Length > 0) Assert.Skip($"not installed: {string.Join(", ", missing)}");
    }

    /// <summary>Runs a program to its end and returns exit code and output, both streams joined.</summary>
    public static (int Code, string Output) Run(string program, IEnumerable<string> arguments, int seconds = 120)
    {
        ProcessStartInfo start = new(program, arguments) { RedirectStandardInput = true, RedirectStandardOutput = true, RedirectStandardError = true };
        using Process process = Process.Start(start)!;
        process.StandardInput.Close();
        Task<string> output = process.StandardOutput.ReadToEndAsync();
        Task<string> errors = process.StandardError.ReadToEndAsync();
        if (!process.WaitForExit(TimeSpan.FromSeconds(seconds)))
        {
            process.Kill(entireProcessTree: true);
            throw new TimeoutException($"{program} did not end within {seconds} s");
        }

        return (process.ExitCode, output.Result + errors.Result);
    }

    /// <summary>Runs a program that must succeed.</summary>
    public static string Succeed(string program, IEnumerable<string> arguments)
    {
        (int code, string output) = Run(program, arguments);
        Assert.True(code == 0, $"{program} ended with {code}:\n{output}");
        return output;
    }
}

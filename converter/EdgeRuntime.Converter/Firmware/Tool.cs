using System;
using System.Collections.Generic;
using System.ComponentModel;
using System.Diagnostics;
using System.IO;
using System.Linq;
using System.Threading.Tasks;

namespace EdgeRuntime.Converter.Firmware;

/// <summary>Programs of others: compilers, emulators, flashing tools.</summary>
public static class Tool
{
    /// <summary>Whether a program is on PATH.</summary>
    public static bool Exists(string program) => (Environment.GetEnvironmentVariable("PATH") ?? "").Split(Path.PathSeparator)
        .Any(folder => File.Exists(Path.Combine(folder, program)) || File.Exists(Path.Combine(folder, program + ".exe")));

    /// <summary>Refuses unless all programs are on PATH.</summary>
    /// <exception cref="ConversionException">One is missing.</exception>
    public static void Require(string purpose, params string[] programs)
    {
        string[] missing = [.. programs.Where(p => !Exists(p))];
        if (missing.Length > 0) throw new ConversionException($"{purpose} needs {string.Join(" and ", missing)}, found on no folder of PATH; install it and try again");
    }

    /// <summary>Runs a program to its end: exit code and output, both streams joined.</summary>
    /// <exception cref="ConversionException">It cannot be started.</exception>
    public static (int Code, string Output) Run(string program, IEnumerable<string> arguments, IReadOnlyDictionary<string, string>? environment = null)
    {
        ProcessStartInfo start = new(program, arguments) { RedirectStandardInput = true, RedirectStandardOutput = true, RedirectStandardError = true };
        foreach ((string name, string value) in environment ?? new Dictionary<string, string>()) start.Environment[name] = value;
        try
        {
            using Process process = Process.Start(start)!;
            process.StandardInput.Close();
            Task<string> output = process.StandardOutput.ReadToEndAsync(), errors = process.StandardError.ReadToEndAsync();
            process.WaitForExit();
            return (process.ExitCode, output.Result + errors.Result);
        }
        catch (Win32Exception e)
        {
            throw new ConversionException($"{program} cannot be started: {e.Message}", e);
        }
    }

    /// <summary>Runs a program that must succeed and returns what it wrote.</summary>
    /// <exception cref="ConversionException">It fails; the message ends with its last lines.</exception>
    public static string Succeed(string program, IEnumerable<string> arguments, IReadOnlyDictionary<string, string>? environment = null)
    {
        (int code, string output) = Run(program, arguments, environment);
        if (code == 0) return output;
        string[] lines = output.Split('\n', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries);
        throw new ConversionException($"{program} ended with {code}: {string.Join("; ", lines.TakeLast(4))}");
    }
}

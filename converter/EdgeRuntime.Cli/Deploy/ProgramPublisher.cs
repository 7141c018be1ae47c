using System;
using System.Collections.Generic;
using System.ComponentModel;
using System.Diagnostics;
using System.IO;
using System.Linq;
using System.Runtime.InteropServices;
using System.Threading.Tasks;
using EdgeRuntime.Converter;
using EdgeRuntime.Converter.Boards;

namespace EdgeRuntime.Cli.Deploy;

/// <summary>Publishes edge-run for the processor of a board with the .NET SDK.</summary>
public static class ProgramPublisher
{
    private const string Project = "runtime/EdgeRuntime.Run/EdgeRuntime.Run.csproj";

    /// <summary>Publishes into <paramref name="folder"/> and returns the path of the program.</summary>
    /// <param name="board">For the kind of processor of this machine the program is compiled ahead of time, with AVX2 where the board has it; for another one it carries the runtime.</param>
    /// <param name="properties">More MSBuild properties, NAME=VALUE.</param>
    /// <param name="folder">Empty folder.</param>
    /// <exception cref="ConversionException">There is no clone of the repository, no SDK, or publishing failed.</exception>
    public static string Publish(Board board, IEnumerable<string> properties, string folder)
    {
        string root = Root() ?? throw new ConversionException("the sources of edge-run lie in no folder above this one; run edge inside a clone of the repository, or give a published program with --program PATH");
        string runtimeIdentifier = board.RuntimeIdentifier!;
        // 256-bit vectors are only compiled for processors that are known to have them.
        string[] vectors = board.Core.Has("avx2") ? ["-p:IlcInstructionSet=x86-x64-v3"] : [];
        string[] how = runtimeIdentifier == RuntimeInformation.RuntimeIdentifier
            ? ["-f", "net9.0", .. vectors]
            : ["-f", "net10.0", "--self-contained", "-p:PublishSingleFile=true", "-p:PublishTrimmed=true"];
        ProcessStartInfo start = new("dotnet", ["publish", Path.Combine(root, Project), "-c", "Release", "-r", runtimeIdentifier, .. how, "-p:UseDevicePackages=true", .. properties.Select(p => $"-p:{p}"), "-o", folder, "--nologo", "-v", "quiet"])
        {
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        // A build server that outlives the command would keep its output open.
        start.Environment["MSBUILDDISABLENODEREUSE"] = "1";
        start.Environment["UseSharedCompilation"] = "false";
        try
        {
            using Process process = Process.Start(start)!;
            Task<string> output = process.StandardOutput.ReadToEndAsync(), errors = process.StandardError.ReadToEndAsync();
            process.WaitForExit();
            string[] lines = (output.GetAwaiter().GetResult() + errors.GetAwaiter().GetResult()).Split('\n');
            string program = Path.Combine(folder, "edge-run");
            if (process.ExitCode == 0 && File.Exists(program)) return program;
            string reason = lines.FirstOrDefault(l => l.Contains("error", StringComparison.Ordinal))?.Trim() ?? $"exit code {process.ExitCode}";
            throw new ConversionException($"edge-run cannot be published for {runtimeIdentifier} ({reason}); correct that, or give a published program with --program PATH");
        }
        catch (Win32Exception e)
        {
            throw new ConversionException("the program 'dotnet' is not on PATH; install the .NET SDK, or give a published program with --program PATH", e);
        }
    }

    private static string? Root()
    {
        foreach (string start in new[] { Directory.GetCurrentDirectory(), AppContext.BaseDirectory })
            for (DirectoryInfo? at = new(start); at != null; at = at.Parent)
                if (File.Exists(Path.Combine(at.FullName, Project))) return at.FullName;
        return null;
    }
}

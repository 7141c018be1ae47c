using System;
using System.Collections.Generic;
using System.IO;
using System.Linq;

namespace EdgeRuntime.RunAll;

/// <summary>Where things lie in the repository.</summary>
internal static class Repository
{
    private const string Solution = "EdgeRuntime.sln";

    /// <summary>The folder of the solution, looked for upwards from the program and from the current folder.</summary>
    public static string Root() =>
        Above(AppContext.BaseDirectory) ?? Above(Directory.GetCurrentDirectory())
        ?? throw new DirectoryNotFoundException($"{Solution} lies in no folder above {AppContext.BaseDirectory}; run this from inside the repository.");

    /// <summary>Folders of the test projects: tests/*.Tests, in alphabetical order.</summary>
    public static IEnumerable<string> TestProjects(string root) =>
        Directory.GetDirectories(Path.Combine(root, "tests"), "*.Tests")
            .Where(folder => Directory.EnumerateFiles(folder, "*.csproj").Any())
            .Order(StringComparer.Ordinal);

    private static string? Above(string folder)
    {
        for (DirectoryInfo? at = new(folder); at != null; at = at.Parent)
            if (File.Exists(Path.Combine(at.FullName, Solution))) return at.FullName;
        return null;
    }
}

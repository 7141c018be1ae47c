using System;
using System.Collections.Generic;
using System.IO;
using System.Linq;
using System.Security.Cryptography;

namespace EdgeRuntime.Targets.Tests;

/// <summary>Where sources and build results lie.</summary>
internal static class Repository
{
    public static string Root { get; } = FindRoot();

    /// <summary>A path below the root.</summary>
    public static string At(params string[] parts) => Path.Combine([Root, .. parts]);

    /// <summary>Hash of all sources that end up in a native executable: equal sources, equal text.</summary>
    public static string SourceHash()
    {
        string[] folders = ["runtime", "firmware", "tests/Targets.Tests/Native", "tests/contracts/nanoCLR"];
        string[] endings = [".cs", ".csproj", ".props", ".c", ".cpp", ".h", ".ld", ".sh", ".awk"];
        using IncrementalHash hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        foreach (string file in folders.SelectMany(f => Sources(At(f))).Where(f => endings.Contains(Path.GetExtension(f))).Order(StringComparer.Ordinal))
        {
            hash.AppendData(System.Text.Encoding.UTF8.GetBytes(Path.GetRelativePath(Root, file)));
            hash.AppendData(File.ReadAllBytes(file));
        }

        return Convert.ToHexStringLower(hash.GetHashAndReset())[..16];
    }

    /// <summary>Source files below a folder, build results left out.</summary>
    public static IEnumerable<string> Sources(string folder) =>
        Directory.EnumerateFiles(folder, "*", SearchOption.AllDirectories)
            .Where(f => !Path.GetRelativePath(folder, f).Split(Path.DirectorySeparatorChar).Any(part => part is "bin" or "obj"));

    private static string FindRoot()
    {
        for (DirectoryInfo? at = new(AppContext.BaseDirectory); at != null; at = at.Parent)
            if (File.Exists(Path.Combine(at.FullName, "EdgeRuntime.sln"))) return at.FullName;
        throw new DirectoryNotFoundException("EdgeRuntime.sln lies in no folder above the tests");
    }
}

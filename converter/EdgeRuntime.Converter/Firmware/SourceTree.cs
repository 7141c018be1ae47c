using System;
using System.Collections.Generic;
using System.IO;
using System.Linq;
using System.Security.Cryptography;
using System.Text;

namespace EdgeRuntime.Converter.Firmware;

/// <summary>The repository's files, which images are compiled from.</summary>
public static class SourceTree
{
    /// <summary>Environment variable that names the folder when the program does not run inside it.</summary>
    public const string Variable = "EDGE_SOURCES";

    private static readonly string[] Endings = [".cs", ".csproj", ".props", ".c", ".h", ".ld", ".sh", ".awk"];

    /// <summary>The folder with firmware/ and runtime/.</summary>
    /// <exception cref="ConversionException">It is nowhere to be found.</exception>
    public static string Root()
    {
        string? named = Environment.GetEnvironmentVariable(Variable);
        return Above(named) ?? Above(AppContext.BaseDirectory) ?? Above(Directory.GetCurrentDirectory()) ?? throw new ConversionException(
            $"images are compiled from the sources of EdgeRuntime, which lie in no folder above the program or the current one; set {Variable} to a clone of the repository");
    }

    /// <summary>Text that differs whenever a source of the engine or of the firmware does.</summary>
    public static string Hash(string root)
    {
        using IncrementalHash hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        foreach (string file in Files(root).Order(StringComparer.Ordinal))
        {
            hash.AppendData(Encoding.UTF8.GetBytes(Path.GetRelativePath(root, file)));
            hash.AppendData(File.ReadAllBytes(file));
        }

        return Convert.ToHexStringLower(hash.GetHashAndReset())[..16];
    }

    private static IEnumerable<string> Files(string root) =>
        ((string[])["runtime/EdgeRuntime", "runtime/EdgeRuntime.Format", "runtime/EdgeRuntime.Kernels", "firmware/freestanding", "firmware/cortex-m"])
            .SelectMany(folder => Directory.EnumerateFiles(Path.Combine(root, folder), "*", SearchOption.AllDirectories))
            .Where(file => Endings.Contains(Path.GetExtension(file)) && !Path.GetRelativePath(root, file).Split(Path.DirectorySeparatorChar).Any(part => part is "bin" or "obj"));

    private static string? Above(string? folder)
    {
        for (DirectoryInfo? at = folder is null ? null : new(folder); at is not null; at = at.Parent)
            if (File.Exists(Path.Combine(at.FullName, "firmware", "cortex-m", "build.sh"))) return at.FullName;
        return null;
    }
}

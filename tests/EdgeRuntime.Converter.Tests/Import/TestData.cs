using System;
using System.IO;
using Xunit;

namespace EdgeRuntime.Converter.Tests.Import;

/// <summary>Development data beside the repository: ../shared/data from its root, or the folder that EDGE_DATA names.</summary>
internal static class TestData
{
    /// <summary>The path of a data file or folder; skips the test when it is absent.</summary>
    public static string Path(params string[] parts)
    {
        string path = System.IO.Path.Combine([Root(), .. parts]);
        Assert.SkipUnless(File.Exists(path) || Directory.Exists(path), $"needs {string.Join('/', parts)} of the development data, which is absent");
        return path;
    }

    private static string Root()
    {
        string? named = Environment.GetEnvironmentVariable("EDGE_DATA");
        if (!string.IsNullOrEmpty(named)) return named;
        DirectoryInfo? folder = new(AppContext.BaseDirectory);
        while (folder is not null && !File.Exists(System.IO.Path.Combine(folder.FullName, "EdgeRuntime.sln"))) folder = folder.Parent;
        return System.IO.Path.Combine(folder?.FullName ?? ".", "..", "shared", "data");
    }
}

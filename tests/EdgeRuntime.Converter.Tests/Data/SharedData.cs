using System;
using System.IO;
using Xunit;

namespace EdgeRuntime.Converter.Tests.Data;

/// <summary>The folder of development data: the environment variable EDGE_DATA, or shared/data beside the repository.</summary>
internal static class SharedData
{
    /// <summary>Path of <paramref name="name"/> in it; the test is skipped when it is absent.</summary>
    public static string Require(string name)
    {
        string? folder = Environment.GetEnvironmentVariable("EDGE_DATA") ?? BesideRoot();
        string path = Path.Combine(folder ?? "", name);
        Assert.SkipUnless(folder is not null && Path.Exists(path), $"{name} is not in the development data; set EDGE_DATA to the folder that holds it.");
        return path;
    }

    private static string? BesideRoot()
    {
        DirectoryInfo? folder = new(AppContext.BaseDirectory);
        while (folder is not null && !File.Exists(Path.Combine(folder.FullName, "EdgeRuntime.sln"))) folder = folder.Parent;
        return folder?.Parent is null ? null : Path.Combine(folder.Parent.FullName, "shared", "data");
    }
}

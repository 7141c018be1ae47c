using System;
using System.IO;
using System.Linq;

using Xunit;

namespace EdgeRuntime.Kernels.Tests;

/// <summary>The lists of kernels: each ends with one that every machine can run, and README shows them as they are.</summary>
public class KernelListTests
{
    [Fact]
    public void EachEndsWithAKernelForEveryMachine()
        => Assert.All(KernelLists.All, list => Assert.EndsWith("portable", list.Kernels[^1].Name, StringComparison.Ordinal));

    [Fact]
    public void NamesAreUnique()
        => Assert.All(KernelLists.All, list => Assert.Equal(list.Kernels.Count, list.Kernels.Select(k => k.Name).Distinct().Count()));

    [Fact]
    public void ReadmeShowsThem()
    {
        DirectoryInfo? folder = new(AppContext.BaseDirectory);
        while (folder is not null && !File.Exists(Path.Combine(folder.FullName, "EdgeRuntime.sln"))) folder = folder.Parent;
        string readme = File.ReadAllText(Path.Combine(folder!.FullName, "README.md")).ReplaceLineEndings("\n");
        Assert.Contains(string.Join('\n', KernelLists.Table()), readme, StringComparison.Ordinal);
    }
}

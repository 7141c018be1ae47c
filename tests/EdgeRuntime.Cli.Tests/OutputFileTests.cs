using System.IO;
using EdgeRuntime.Converter;
using Xunit;

namespace EdgeRuntime.Cli.Tests;

public sealed class OutputFileTests
{
    [Fact]
    public void AppearsOnlyWhenWhole()
    {
        using Workspace work = new();
        string path = work.Write("out.erm", [1]);
        using (OutputFile file = OutputFile.Reserve(path))
        {
            Assert.Equal([1], File.ReadAllBytes(path));
            file.Commit([2, 3]);
        }

        Assert.Equal([2, 3], File.ReadAllBytes(path));
        Assert.Equal([path], work.Files());
    }

    [Fact]
    public void LeavesNothingBehindOnFailure()
    {
        using Workspace work = new();
        using (OutputFile file = OutputFile.Reserve(work.At("out.erm"))) Assert.Single(work.Files());
        Assert.Empty(work.Files());
    }

    [Fact]
    public void LeavesNothingBehindWhenInterrupted()
    {
        using Workspace work = new();
        using OutputFile file = OutputFile.Reserve(work.At("out.erm"));
        OutputFile.AbandonAll();
        Assert.Empty(work.Files());
    }

    [Fact]
    public void RefusesPathsThatCannotBeWritten()
    {
        using Workspace work = new();
        Assert.Contains("there is no folder", Assert.Throws<ConversionException>(() => OutputFile.Reserve(work.At("no/out.erm"))).Message);
        Assert.Contains("is a folder", Assert.Throws<ConversionException>(() => OutputFile.Reserve(work.At("."))).Message);
        Assert.Contains("cannot be written", Assert.Throws<ConversionException>(() => OutputFile.Reserve("\0")).Message);
        Assert.Contains("cannot be written", Assert.Throws<ConversionException>(() => OutputFile.Reserve(work.At(new string('x', 300)))).Message);
        Assert.Empty(work.Files());
    }
}

using System;
using System.Collections.Generic;
using System.Globalization;
using System.IO;
using System.Linq;

using EdgeRuntime.Format;
using EdgeRuntime.Targets.Tests;

using Xunit;

namespace EdgeRuntime.Tests;

/// <summary>
/// Files of every format version, kept for ever: they must load and compute the same bits. To add the files of a new version, run these tests
/// once with EDGE_GOLDEN=write; existing files are never rewritten.
/// </summary>
public class GoldenFilesTests
{
    private const string Checksums = "checksums.txt";

    [Fact]
    public void EveryGoldenFileLoadsAndComputesTheSameBits()
    {
        string folder = Folder();
        if (Environment.GetEnvironmentVariable("EDGE_GOLDEN") == "write") Write(folder);
        Dictionary<string, uint> expected = File.ReadLines(Path.Combine(folder, Checksums)).Select(l => l.Split(' '))
            .ToDictionary(p => p[0], p => uint.Parse(p[1], NumberStyles.HexNumber, CultureInfo.InvariantCulture));
        Assert.True(expected.Count >= 8, $"only {expected.Count} golden files");
        foreach ((string name, uint checksum) in expected)
        {
            foreach (WeightMemory weights in Enum.GetValues<WeightMemory>())
            {
                using Model model = Model.Load(Path.Combine(folder, name));
                using Session session = new(model, new SessionOptions { Weights = weights });
                uint actual = SelfTest.OutputChecksum(session, 1);
                Assert.True(checksum == actual, $"{name}, {weights}: {actual:X8} instead of {checksum:X8}");
            }
        }
    }

    [Fact]
    public void TheWriterStillProducesTheGoldenBytes()
    {
        foreach ((string name, byte[] bytes) in SampleModels.All)
        {
            string file = Path.Combine(Folder(), FileName(name));
            Assert.True(File.Exists(file), $"{file} is missing; run with EDGE_GOLDEN=write");
            Assert.Equal(File.ReadAllBytes(file), bytes);
        }
    }

    [Fact]
    public void OtherVersionsAreRefusedByNumber()
    {
        byte[] file = [.. SampleModels.All.First().Value];
        file[3] = 9;
        ModelFormatException e = Assert.Throws<ModelFormatException>(() => Model.Load(file));
        Assert.Equal(Status.UnknownVersion, e.Status);
        Assert.Contains("version 9", e.Message, StringComparison.Ordinal);
    }

    private static void Write(string folder)
    {
        List<string> lines = [];
        foreach ((string name, byte[] bytes) in SampleModels.All)
        {
            string file = Path.Combine(folder, FileName(name));
            if (!File.Exists(file)) File.WriteAllBytes(file, bytes);
            using Model model = Model.Load(file);
            using Session session = new(model, new SessionOptions { Weights = WeightMemory.File });
            lines.Add(string.Create(CultureInfo.InvariantCulture, $"{FileName(name)} {SelfTest.OutputChecksum(session, 1):X8}"));
        }

        File.WriteAllLines(Path.Combine(folder, Checksums), lines);
    }

    private static string FileName(string name) => string.Concat(name.Select(c => char.IsLetterOrDigit(c) ? c : '-')) + ".erm";

    private static string Folder()
    {
        DirectoryInfo? root = new(AppContext.BaseDirectory);
        while (root is not null && !File.Exists(Path.Combine(root.FullName, "EdgeRuntime.sln"))) root = root.Parent;
        return Path.Combine(root!.FullName, "tests", "data", "golden", "v1");
    }
}

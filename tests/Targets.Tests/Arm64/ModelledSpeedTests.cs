using System;
using System.Globalization;
using System.IO;
using System.Linq;
using Xunit;

namespace EdgeRuntime.Targets.Tests.Arm64;

/// <summary>What tests/Benchmarks/arm.sh prints.</summary>
public class ModelledSpeedTests
{
    private static readonly string Script = Repository.At("tests", "Benchmarks", "arm.sh");

    [Fact]
    public void NeonKernelsKeepTheirSpeed()
    {
        Shell.RequireTools("bash", "dotnet", "aarch64-linux-gnu-objdump", "llvm-mca-19");
        string[][] rows = [.. Shell.Succeed("bash", [Script]).Split('\n').Where(line => line.StartsWith("| `", StringComparison.Ordinal)).Select(line => line.Split('|', StringSplitOptions.TrimEntries))];
        Assert.Equal(14, rows.Length);
        Assert.All(rows, row => Assert.StartsWith("0,", row[6], StringComparison.Ordinal));
        string[] binary = rows.Single(row => row[1].Contains("binary", StringComparison.Ordinal));
        Assert.True(Speed(binary[2]) >= 31.3 && Speed(binary[4]) >= 80, string.Join(" | ", binary));
        Assert.All(rows.Where(row => row[1].Contains("int8_gemm_4x4", StringComparison.Ordinal)), row => Assert.True(Speed(row[5]) >= 7.9, string.Join(" | ", row)));
    }

    [Fact]
    public void InstructionsOfANetworkAreCounted()
    {
        Shell.RequireTools("bash", "dotnet", "gcc", "aarch64-linux-gnu-gcc", "qemu-aarch64");
        string file = Path.Combine(Directory.CreateTempSubdirectory("edge-").FullName, "network.erm");
        File.WriteAllBytes(file, SampleModels.All["float network"]);
        string[] row = Shell.Succeed("bash", [Script, file]).Split('\n').Single(line => line.StartsWith("| network.erm", StringComparison.Ordinal)).Split('|', StringSplitOptions.TrimEntries);
        Directory.Delete(Path.GetDirectoryName(file)!, recursive: true);
        // 10,368 + 1,764 + 1,176 products in its convolutions and dense layer, each several instructions.
        Assert.InRange(long.Parse(row[3], CultureInfo.InvariantCulture), 50_000, 5_000_000);
    }

    private static double Speed(string cell) => double.Parse(cell.Split(' ')[0], CultureInfo.InvariantCulture);
}

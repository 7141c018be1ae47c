using System;
using System.Collections.Generic;
using System.Diagnostics;

using EdgeRuntime.Format;

using Xunit;

namespace EdgeRuntime.Tests;

/// <summary>Layers of random geometry with weights in every encoding: prepared kernels, on one thread and on two, give the bits of the portable ones.</summary>
public class PreparedLayerTests
{
    private const int Layers = 2000;

    [Theory]
    [InlineData(Kind.Float32, 3)]
    [InlineData(Kind.Int8, 1)]
    public void EqualThePortableKernels(int kind, int kernels)
    {
        Dictionary<string, int> used = [];
        for (int seed = 1; seed <= Layers; seed++)
        {
            using Model model = Model.Load(LayerModels.Layer(new Random(seed), kind), $"seed {seed}");
            using Session portable = new(model, new SessionOptions { PrepareWeights = false });
            using Session prepared = new(model, new SessionOptions { Threads = seed % 3 == 0 ? 2 : 1 });
            using Session compact = new(model, new SessionOptions { CompactWeights = true, Threads = seed % 5 == 0 ? 2 : 1 });
            uint expected = SelfTest.OutputChecksum(portable, 1), actual = SelfTest.OutputChecksum(prepared, 1);
            Assert.True(expected == actual, $"seed {seed}, kernel {prepared.KernelOf(0)}: output checksum {actual:x8} instead of {expected:x8}");
            actual = SelfTest.OutputChecksum(compact, 1);
            Assert.True(expected == actual, $"seed {seed}, kernel {compact.KernelOf(0)}: output checksum {actual:x8} instead of {expected:x8}");
            used[compact.KernelOf(0)] = used.GetValueOrDefault(compact.KernelOf(0)) + 1;
            used[prepared.KernelOf(0)] = used.GetValueOrDefault(prepared.KernelOf(0)) + 1;
        }

        Assert.True(used.Count >= kernels, $"only {string.Join(", ", used)} were used");
    }

    /// <summary>The tests above on a machine that lacks instruction sets takes the next kernels of each list.</summary>
    [Theory]
    [InlineData("DOTNET_EnableAVX2")]
    [InlineData("DOTNET_EnableHWIntrinsic")]
    public void SoDoTheNextKernels(string missing)
    {
        string[] arguments = [typeof(PreparedLayerTests).Assembly.Location, "-noLogo", "-method", $"{typeof(PreparedLayerTests).FullName}.{nameof(EqualThePortableKernels)}"];
        ProcessStartInfo start = new("dotnet", arguments) { RedirectStandardOutput = true };
        start.Environment[missing] = "0";
        using Process process = Process.Start(start)!;
        string output = process.StandardOutput.ReadToEnd();
        process.WaitForExit();
        Assert.True(process.ExitCode == 0 && output.Contains("Failed: 0", StringComparison.Ordinal), output);
    }
}

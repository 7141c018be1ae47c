using System;
using System.Diagnostics;
using System.Linq;
using System.Runtime.Intrinsics.X86;

using EdgeRuntime.Targets.Tests;

using Xunit;

namespace EdgeRuntime.Tests;

/// <summary>A machine without an instruction set takes the next kernel and gives the same bits: this program runs itself with the set switched off.</summary>
public class SelectionTests
{
    private const string Expected = "EDGE_TEST_KERNELS";

    [Theory]
    [InlineData("DOTNET_EnableAVX512F", "0", "binary_lookup_4x64__avx2 to bits", "fp32_6x16__vector256")]
    [InlineData("DOTNET_EnableAVX2", "0", "binary_gemm_4x4__popcnt to bits", "fp32_4x16__vector128")]
    [InlineData("DOTNET_EnableAVX", "0", "binary_gemm_4x4__popcnt to bits", "fp32_4x16__vector128")]
    [InlineData("DOTNET_EnableHWIntrinsic", "0", "binary_gemm_4x4__popcnt to bits", "fp32_4x16__portable")]
    [InlineData("EDGE_KERNEL", "*portable", "binary_gemm_4x4__portable to bits", "fp32_4x16__portable")]
    [InlineData("EDGE_KERNEL", "binary_gemm_*popcnt", "binary_gemm_4x4__popcnt to bits", "fp32_6x16__vector256")]
    public void TheNextKernelServes(string variable, string value, params string[] kernels)
    {
        Assert.SkipUnless(Avx2.IsSupported, "this machine has no AVX2 to switch off");
        ProcessStartInfo start = new("dotnet", [typeof(SelectionTests).Assembly.Location, "-noLogo", "-noColor", "-method", $"{typeof(SelectionTests).FullName}.{nameof(KernelsInUseGiveThePortableBits)}"]) { RedirectStandardOutput = true };
        start.Environment[variable] = value;
        start.Environment[Expected] = string.Join(';', kernels);
        using Process child = Process.Start(start)!;
        string output = child.StandardOutput.ReadToEnd();
        child.WaitForExit();
        Assert.True(child.ExitCode == 0, output);
        Assert.Contains("Total: 1, Errors: 0, Failed: 0, Skipped: 0", output, StringComparison.Ordinal);
    }

    [Fact]
    public void KernelsInUseGiveThePortableBits()
    {
        string[] used = [.. SampleModels.All.Values.Append(ThreadTests.Network()).SelectMany(Used).Distinct()];
        string[] expected = Environment.GetEnvironmentVariable(Expected)?.Split(';') ?? [];
        Assert.All(expected, name => Assert.Contains(name, used));
    }

    private static string[] Used(byte[] file)
    {
        using Model model = Model.Load(file);
        using Session prepared = new(model), portable = new(model, new SessionOptions { Weights = WeightMemory.File });
        Assert.Equal(SelfTest.OutputChecksum(portable, 1), SelfTest.OutputChecksum(prepared, 1));
        return [.. Enumerable.Range(0, prepared.OperationCount).Select(prepared.KernelOf)];
    }
}

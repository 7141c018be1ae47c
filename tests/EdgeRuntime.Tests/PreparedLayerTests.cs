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
    private const int FewValueLayers = 400;

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

    [Fact]
    public void FewValuesEqualThePortableKernel()
    {
        int looked = 0;
        for (int seed = 1; seed <= FewValueLayers; seed++)
        {
            using Model model = Model.Load(LayerModels.FewValues(new Random(seed)), $"seed {seed}");
            using Session portable = new(model, new SessionOptions { PrepareWeights = false });
            using Session prepared = new(model, new SessionOptions { Threads = seed % 5 == 0 ? 2 : 1 });
            uint expected = SelfTest.OutputChecksum(portable, 1), actual = SelfTest.OutputChecksum(prepared, 1);
            Assert.True(expected == actual, $"seed {seed}, kernel {prepared.KernelOf(0)}: output checksum {actual:x8} instead of {expected:x8}");
            if (prepared.KernelOf(0).StartsWith("table_sums", StringComparison.Ordinal)) looked++;
        }

        Assert.True(looked > FewValueLayers / 3, $"only {looked} layers looked sums up");
    }

    /// <summary>With growing memory a layer runs from the file, then looks its weights up, then has them expanded; its results stay the same.</summary>
    [Theory]
    [InlineData(Kind.Float32)]
    [InlineData(Kind.Int8)]
    public void MemoryLimitsChooseTheForm(int kind)
    {
        int seed = 1;
        while (!IsCompact(Kernel(seed, kind))) seed++;
        List<string> forms = [];
        using Model model = Model.Load(LayerModels.Layer(new Random(seed), kind));
        using Session portable = new(model, new SessionOptions { PrepareWeights = false });
        for (long limit = model.ArenaBytes; limit < 1L << 24; limit += 64)
        {
            using Session session = new(model, new SessionOptions { MemoryLimit = limit });
            string form = session.KernelOf(0) == "portable" ? "file" : IsCompact(session.KernelOf(0)) ? "compact" : "expanded";
            if (forms.Count > 0 && forms[^1] == form) continue;
            forms.Add(form);
            Assert.Equal(SelfTest.OutputChecksum(portable, 1), SelfTest.OutputChecksum(session, 1));
            if (form == "expanded") break;
        }

        Assert.Equal(["file", "compact", "expanded"], forms);

        static bool IsCompact(string kernel) => kernel.Contains("packed_symbols", StringComparison.Ordinal);
    }

    private static string Kernel(int seed, int kind)
    {
        using Model model = Model.Load(LayerModels.Layer(new Random(seed), kind));
        using Session session = new(model, new SessionOptions { CompactWeights = true });
        return session.KernelOf(0);
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

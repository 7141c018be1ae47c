using System;
using System.Collections.Generic;
using System.Diagnostics;
using System.Linq;

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
            using Session portable = new(model, new SessionOptions { Weights = WeightMemory.File });
            uint expected = SelfTest.OutputChecksum(portable, 1);
            foreach (WeightMemory form in (WeightMemory[])[WeightMemory.Expanded, WeightMemory.Symbols, WeightMemory.Coded])
            {
                using Session session = new(model, new SessionOptions { Weights = form, Threads = 1 + (seed + (int)form) % 3 });
                // The second run begins to decode again.
                for (int run = 0; run < 2; run++)
                {
                    uint actual = SelfTest.OutputChecksum(session, 1);
                    Assert.True(expected == actual, $"seed {seed}, {form}, kernel {session.KernelOf(0)}: output checksum {actual:x8} instead of {expected:x8}");
                }

                used[session.KernelOf(0)] = used.GetValueOrDefault(session.KernelOf(0)) + 1;
            }
        }

        Assert.InRange(used.Where(u => IsCoded(u.Key)).Sum(u => u.Value), Layers / 40, Layers);
        Assert.True(used.Count >= kernels, $"only {string.Join(", ", used)} were used");
    }

    [Fact]
    public void FewValuesEqualThePortableKernel()
    {
        int looked = 0;
        for (int seed = 1; seed <= FewValueLayers; seed++)
        {
            using Model model = Model.Load(LayerModels.FewValues(new Random(seed)), $"seed {seed}");
            using Session portable = new(model, new SessionOptions { Weights = WeightMemory.File });
            using Session prepared = new(model, new SessionOptions { Threads = seed % 5 == 0 ? 2 : 1 });
            uint expected = SelfTest.OutputChecksum(portable, 1), actual = SelfTest.OutputChecksum(prepared, 1);
            Assert.True(expected == actual, $"seed {seed}, kernel {prepared.KernelOf(0)}: output checksum {actual:x8} instead of {expected:x8}");
            if (prepared.KernelOf(0).StartsWith("table_sums", StringComparison.Ordinal)) looked++;
        }

        Assert.True(looked > FewValueLayers / 3, $"only {looked} layers looked sums up");
    }

    private static bool IsCoded(string kernel) => kernel.Contains("coded", StringComparison.Ordinal);

    /// <summary>A layer takes the next form exactly when the one before does not fit: expanded, symbols, panels that are decoded while it runs, the file. Its results stay the same.</summary>
    [Theory]
    [InlineData(Kind.Float32)]
    [InlineData(Kind.Int8)]
    public void MemoryLimitsChooseTheForm(int kind)
    {
        int layers = 0;
        for (int seed = 1; layers < 3; seed++)
        {
            Assert.True(seed < 4 * Layers, "too few layers take less memory from form to form");
            using Model model = Model.Load(LayerModels.Layer(new Random(seed), kind));
            (uint Checksum, string Kernel, long Bytes)[] forms = [.. Enum.GetValues<WeightMemory>().Select(form => Run(model, new SessionOptions { Weights = form }))];
            if (!IsCoded(forms[2].Kernel) || !forms[1].Kernel.Contains("packed_symbols", StringComparison.Ordinal) || forms[0].Bytes <= forms[1].Bytes || forms[1].Bytes <= forms[2].Bytes) continue;
            layers++;
            for (int i = 0; i < forms.Length; i++)
            {
                Assert.Equal(forms[3].Checksum, forms[i].Checksum);
                Assert.Equal(forms[i], Run(model, new SessionOptions { MemoryLimit = model.ArenaBytes + forms[i].Bytes }));
                if (i < 3) Assert.Equal(forms[i + 1], Run(model, new SessionOptions { MemoryLimit = model.ArenaBytes + forms[i].Bytes - 1 }));
            }

            Assert.Equal(("portable", 0), (forms[3].Kernel, forms[3].Bytes));
        }
    }

    /// <summary>Panels that are decoded while a layer runs take no new memory.</summary>
    [Theory]
    [InlineData(Kind.Float32)]
    [InlineData(Kind.Int8)]
    public void DecodingAllocatesNothing(int kind)
    {
        int coded = 0;
        for (int seed = 1; coded < 20; seed++)
        {
            using Model model = Model.Load(LayerModels.Layer(new Random(seed), kind));
            using Session session = new(model, new SessionOptions { Weights = WeightMemory.Coded, Threads = 1 + seed % 2 });
            if (!IsCoded(session.KernelOf(0))) continue;
            coded++;
            session.Run();
            Allocations.AreNone(() => session.Run());
        }
    }

    private static (uint Checksum, string Kernel, long Bytes) Run(Model model, SessionOptions options)
    {
        using Session session = new(model, options);
        return (SelfTest.OutputChecksum(session, 1), session.KernelOf(0), session.PreparedBytes);
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

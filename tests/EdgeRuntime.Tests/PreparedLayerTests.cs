using System;
using System.Collections.Generic;

using EdgeRuntime.Format;

using Xunit;

namespace EdgeRuntime.Tests;

/// <summary>Layers of random geometry with weights in every encoding: prepared and portable kernels give the same bits.</summary>
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
            using Session prepared = new(model);
            uint expected = SelfTest.OutputChecksum(portable, 1), actual = SelfTest.OutputChecksum(prepared, 1);
            Assert.True(expected == actual, $"seed {seed}, kernel {prepared.KernelOf(0)}: output checksum {actual:x8} instead of {expected:x8}");
            used[prepared.KernelOf(0)] = used.GetValueOrDefault(prepared.KernelOf(0)) + 1;
        }

        Assert.True(used.Count >= kernels, $"only {string.Join(", ", used)} were used");
    }
}

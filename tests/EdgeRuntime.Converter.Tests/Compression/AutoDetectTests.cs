using System;
using System.Linq;
using EdgeRuntime.Converter.Compression;
using Xunit;

namespace EdgeRuntime.Converter.Tests.Compression;

public class AutoDetectTests
{
    private static readonly float[] Normal = Networks.Normal(4000, 11);

    [Fact]
    public void SignsPerTensorAreBinary() => Expect(WeightForm.Binary, 1, [.. Normal.Select(v => v < 0 ? -0.3f : 0.3f)]);

    [Fact]
    public void SignsPerRowAreBinary()
    {
        LayerWeights w = Expect(WeightForm.Binary, 1, [.. Normal.Select((v, i) => (v < 0 ? -0.3f : 0.3f) * (1 + i / 400))]);
        Assert.Equal(10, w.Scales.Length);
    }

    [Fact]
    public void SignsWithZerosAreTernary() => Expect(WeightForm.Ternary, 2, [.. Normal.Select(v => Math.Abs(v) < 0.5f ? 0 : Math.Sign(v) * 0.07f)]);

    [Fact]
    public void MultiplesOfAScaleAreIntegers()
    {
        float[] scales = [.. Enumerable.Range(0, 10).Select(r => 0.0123f * (1 + 0.37f * r))];
        LayerWeights w = Expect(WeightForm.Integer, 8, [.. Normal.Select((v, i) => scales[i / 400] * Math.Clamp(MathF.Round(v * 40), -127, 127))]);
        Assert.Equal(10, w.Scales.Length);
    }

    [Fact]
    public void FewMultiplesAreFourBits() => Expect(WeightForm.Integer, 4, [.. Normal.Select(v => 0.11f * Math.Clamp(MathF.Round(v * 3), -7, 7))]);

    [Fact]
    public void FewDistinctValuesAreACodebook()
    {
        float[] table = Networks.Normal(200, 1);
        LayerWeights w = Expect(WeightForm.Codebook, 8, [.. Enumerable.Range(0, 4000).Select(i => table[i * 7 % 200])]);
        Assert.Equal(table.Order(), w.Table);
    }

    [Fact]
    public void HalfPrecisionValuesAreFound() => Expect(WeightForm.Float16, 0, [.. Normal.Select(v => (float)(Half)v)]);

    [Fact]
    public void ZerosAreAMask()
    {
        LayerWeights w = Expect(WeightForm.Float32, 0, [.. Normal.Select(v => Math.Abs(v) < 1 ? 0 : v)]);
        Assert.NotNull(w.Mask);
    }

    [Fact]
    public void OrdinaryWeightsStayFloat()
    {
        Assert.Null(Expect(WeightForm.Float32, 0, Normal).Mask);
        Assert.Equal(WeightForm.Float32, Networks.Apply("", 2, [.. Normal.Take(100)]).Form);
    }

    [Fact]
    public void WhatIsNarrowAlreadyIsLeftByWiderMethods()
    {
        float[] signs = [.. Normal.Select(v => v < 0 ? -0.3f : 0.3f)];
        foreach (string method in (string[])["int8", "int4", "ternary", "binary"])
        {
            Assert.Equal(WeightForm.Binary, Networks.Apply($$"""{ "method": "{{method}}" }""", 10, signs).Form);
        }
    }

    private static LayerWeights Expect(WeightForm form, int bits, float[] values)
    {
        LayerWeights w = Networks.Apply("", 10, values);
        Assert.Equal((form, bits), (w.Form, w.Bits));
        Assert.Equal(values, w.Values);
        Networks.CheckInvariants(w, form.ToString());
        return w;
    }
}

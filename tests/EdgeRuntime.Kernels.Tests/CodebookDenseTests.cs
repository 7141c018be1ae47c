using System;
using System.Linq;

using Xunit;

namespace EdgeRuntime.Kernels.Tests;

/// <summary>Every codebook kernel of the list against the definition, bit for bit. The 512-bit kernel gives its results on every machine.</summary>
public unsafe class CodebookDenseTests
{
    private const int Cases = 20_000;
    private const float Guard = 12345.678f;

    public static TheoryData<string> Kernels => [.. CodebookDenseKernel.All.Select(k => k.Name)];

    [Theory]
    [MemberData(nameof(Kernels))]
    public void EqualsTheDefinition(string name)
    {
        CodebookDenseKernel kernel = CodebookDenseKernel.All.Single(k => k.Name == name);
        if (!kernel.IsSupported && !name.EndsWith("avx512", StringComparison.Ordinal)) Assert.Skip($"this machine lacks the instructions of {name}");
        for (int seed = 0; seed < Cases; seed++)
        {
            Random r = new(seed);
            int panels = r.Next(1, 5), pairs = r.Next(12), outputs = panels * CodebookDense.Panel;
            byte[] indices = new byte[outputs * pairs];
            r.NextBytes(indices);
            float[] x = Random(r, 2 * pairs), y = new float[outputs + 1];
            float[] table = r.Next(2) == 0 ? Random(r, CodebookDense.Entries) : [.. Enumerable.Range(-8, CodebookDense.Entries).Select(i => (float)i)];
            float[]? scales = r.Next(2) == 0 ? Random(r, outputs) : null;
            Array.Fill(y, Guard);
            fixed (byte* i = indices)
            fixed (float* t = table, s = scales, from = x, to = y) kernel.Multiply(i, panels, pairs, t, s, from, to);
            for (int o = 0; o < y.Length; o++)
            {
                float expected = o < outputs ? Definition(indices, pairs, table, scales, x, o) : Guard;
                if (BitConverter.SingleToInt32Bits(expected) != BitConverter.SingleToInt32Bits(y[o])) Assert.Fail($"{name}, seed {seed}, output {o} of {outputs}: {y[o]} instead of {expected}");
            }
        }
    }

    private static float Definition(byte[] indices, int pairs, float[] table, float[]? scales, float[] x, int output)
    {
        float sum = 0f;
        for (int k = 0; k < 2 * pairs; k++)
        {
            int at = ((output / CodebookDense.Panel * pairs) + (k / 2)) * CodebookDense.Panel + CodebookDense.ByteOf(output % CodebookDense.Panel);
            float weight = table[indices[at] >> (k % 2 * 4) & 15];
            if (scales != null) weight *= scales[output];
            sum += x[k] * weight;
        }

        return sum;
    }

    private static float[] Random(Random r, int count) => [.. Enumerable.Range(0, count).Select(_ => (float)((r.NextDouble() * 2) - 1))];
}

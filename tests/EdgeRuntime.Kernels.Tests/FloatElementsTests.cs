using System;
using System.Linq;

using Xunit;

namespace EdgeRuntime.Kernels.Tests;

/// <summary>Elementwise float arithmetic with vectors against the definition, bit for bit, with guarded results.</summary>
public unsafe class FloatElementsTests
{
    private const int Cases = 20_000;
    private const float Guard = 12345.678f;

    [Fact]
    public void Relu() => Check((a, _, y, from, end) => FloatElements.Relu(a, y, from, end), (a, _) => a > 0f ? a : 0f);

    [Fact]
    public void Add() => Check(FloatElements.Add, (a, b) => a + b);

    private delegate void Elements(float* a, float* b, float* y, int from, int end);

    private static void Check(Elements run, Func<float, float, float> definition)
    {
        for (int seed = 0; seed < Cases; seed++)
        {
            Random r = new(seed);
            int count = r.Next(70), from = r.Next(count + 1), end = r.Next(from, count + 1);
            float[] a = Values(r, count), b = Values(r, count), y = new float[count + 8];
            Array.Fill(y, Guard);
            fixed (float* pa = a, pb = b, py = y) run(pa, pb, py, from, end);
            for (int i = 0; i < y.Length; i++)
            {
                float expected = i >= from && i < end ? definition(a[i], b[i]) : Guard;
                if (BitConverter.SingleToInt32Bits(expected) != BitConverter.SingleToInt32Bits(y[i])) Assert.Fail($"seed {seed}, element {i} of {from} to {end}: {y[i]} instead of {expected}");
            }
        }
    }

    // Zeros of both signs, infinities and what is not a number among them.
    private static float[] Values(Random r, int count)
    {
        float[] special = [0f, -0f, float.PositiveInfinity, float.NegativeInfinity, float.NaN, float.Epsilon, -float.Epsilon, float.MaxValue];
        return [.. Enumerable.Range(0, count).Select(_ => r.Next(5) == 0 ? special[r.Next(special.Length)] : r.NextSingle() - 0.5f)];
    }
}

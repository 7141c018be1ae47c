using System;

using Xunit;

namespace EdgeRuntime.Kernels.Tests;

public class FunctionsTests
{
    [Fact]
    public void ExpIsWithinThreeUlps() => Compare(Functions.Exp, Math.Exp, -80, 80, 4e-7);

    [Fact]
    public void LogIsWithinThreeUlps()
    {
        for (double x = 1e-30; x < 1e30; x *= 1.0173)
        {
            double expected = Math.Log((float)x);
            Assert.True(Math.Abs(Functions.Log((float)x) - expected) <= 4e-7 * Math.Max(1, Math.Abs(expected)), $"log {x}");
        }
    }

    [Fact]
    public void TanhIsWithinThreeUlps() => Compare(Functions.Tanh, Math.Tanh, -12, 12, 4e-7);

    [Fact]
    public void SigmoidIsWithinThreeUlps() => Compare(Functions.Sigmoid, x => 1 / (1 + Math.Exp(-x)), -30, 30, 5e-7);

    [Fact]
    public void ExpHandlesExtremes()
    {
        Assert.Equal(0f, Functions.Exp(-1000f));
        Assert.True(float.IsFinite(Functions.Exp(1000f)));
        Assert.True(float.IsFinite(Functions.Exp(float.NaN)));
        Assert.Equal(1f, Functions.Exp(0f));
    }

    [Theory]
    [InlineData(0.5f, 0)]
    [InlineData(1.5f, 2)]
    [InlineData(2.5f, 2)]
    [InlineData(-0.5f, 0)]
    [InlineData(-1.5f, -2)]
    [InlineData(-2.49f, -2)]
    [InlineData(3.7f, 4)]
    public void RoundsHalfToEven(float x, int expected) => Assert.Equal(expected, Functions.RoundHalfEven(x));

    private static void Compare(Func<float, float> actual, Func<double, double> expected, double from, double to, double tolerance)
    {
        for (int i = 0; i <= 20000; i++)
        {
            float x = (float)(from + (to - from) * i / 20000);
            double want = expected(x);
            Assert.True(Math.Abs(actual(x) - want) <= tolerance * Math.Max(Math.Abs(want), 1e-30), $"at {x}: {actual(x)} instead of {want}");
        }
    }
}

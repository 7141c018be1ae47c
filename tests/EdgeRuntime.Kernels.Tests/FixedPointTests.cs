using System;
using System.Numerics;

using Xunit;

namespace EdgeRuntime.Kernels.Tests;

/// <summary>Against the definition in exact arithmetic: round(a * b / 2^31) with C++ truncation, then division rounding half away from zero.</summary>
public class FixedPointTests
{
    [Fact]
    public void RescaleFollowsItsDefinition()
    {
        Random random = new(7);
        for (int i = 0; i < 200_000; i++)
        {
            int shift = random.Next(-31, 8);
            int value = random.Next(-(1 << 22), 1 << 22);
            int multiplier = random.Next(1 << 30, int.MaxValue);
            Assert.Equal(Definition(value, multiplier, shift), FixedPoint.Rescale(value, multiplier, shift));
        }
    }

    [Theory]
    [InlineData(5, 1, 3)]
    [InlineData(-5, 1, -3)]
    [InlineData(6, 2, 2)]
    [InlineData(-6, 2, -2)]
    [InlineData(7, 0, 7)]
    [InlineData(int.MinValue, 31, -1)]
    [InlineData(int.MaxValue, 31, 1)]
    public void DividesHalfAwayFromZero(int value, int exponent, int expected) => Assert.Equal(expected, FixedPoint.DivideByPowerOfTwo(value, exponent));

    private static int Definition(int value, int multiplier, int shift)
    {
        BigInteger product = (BigInteger)(value * (1 << Math.Max(shift, 0))) * multiplier;
        BigInteger nudge = product.Sign >= 0 ? BigInteger.One << 30 : 1 - (BigInteger.One << 30);
        BigInteger high = BigInteger.Divide(product + nudge, BigInteger.One << 31);
        int exponent = Math.Max(-shift, 0);
        BigInteger half = exponent == 0 ? 0 : BigInteger.One << (exponent - 1);
        BigInteger magnitude = (BigInteger.Abs(high) + half) >> exponent;
        return (int)(high.Sign < 0 ? -magnitude : magnitude);
    }
}

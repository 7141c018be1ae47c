using System;
using System.Threading.Tasks;

using Xunit;

namespace EdgeRuntime.Kernels.Tests;

/// <summary>Elementwise int8 arithmetic with vectors against fixed-point arithmetic element by element, with guarded results.</summary>
public unsafe class RescaledInt8Tests
{
    private const int Cases = 20_000;
    private const int Headroom = 20;
    private const sbyte Guard = 93;

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void EqualsTheDefinition(bool sum)
    {
        Assert.SkipUnless(RescaledInt8Avx2.IsSupported, "this machine lacks AVX2");
        Parallel.For(0, Cases, seed =>
        {
            Random r = new(seed);
            int count = r.Next(100), low = r.Next(-128, 1), high = r.Next(0, 128);
            Rescaling a = Random(r, -30, 0), b = Random(r, -30, 0), o = sum ? Random(r, -30, 0) : Random(r, -30, 20);
            Assert.True(sum ? RescaledInt8Avx2.Takes(a, b, o) : RescaledInt8Avx2.Takes(o));
            sbyte[] x = Bytes(r, count), y = Bytes(r, count), to = new sbyte[count + RescaledInt8Avx2.Lanes];
            Array.Fill(to, Guard);
            int end;
            fixed (sbyte* xp = x, yp = y, top = to)
                end = sum ? RescaledInt8Avx2.Add(xp, yp, top, a, b, o, low, high, 0, count) : RescaledInt8Avx2.Requantise(xp, top, a.ZeroPoint, o, low, high, 0, count);
            Assert.Equal(count / RescaledInt8Avx2.Lanes * RescaledInt8Avx2.Lanes, end);
            for (int i = 0; i < to.Length; i++)
            {
                int v = i >= end ? 0 : sum ? Rescale(a, (x[i] - a.ZeroPoint) << Headroom) + Rescale(b, (y[i] - b.ZeroPoint) << Headroom) : x[i] - a.ZeroPoint;
                int expected = i < end ? Math.Clamp(Rescale(o, v) + o.ZeroPoint, low, high) : Guard;
                if (expected != to[i]) Assert.Fail($"seed {seed}, element {i} of {count}: {to[i]} instead of {expected}");
            }
        });
    }

    private static int Rescale(Rescaling r, int value) => FixedPoint.Rescale(value, r.Multiplier, r.Shift);

    private static Rescaling Random(Random r, int least, int most)
        => new() { ZeroPoint = r.Next(-128, 128), Multiplier = r.Next(4) == 0 ? int.MaxValue : r.Next(1 << 30, int.MaxValue), Shift = r.Next(3) == 0 ? r.Next(least, most + 1) : r.Next(-8, 1) };

    private static sbyte[] Bytes(Random r, int count)
    {
        sbyte[] values = new sbyte[count];
        for (int i = 0; i < count; i++) values[i] = (sbyte)(r.Next(4) == 0 ? -128 : r.Next(-128, 128));
        return values;
    }
}

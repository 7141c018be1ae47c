using System;
using System.Linq;
using System.Runtime.InteropServices;
using System.Threading.Tasks;

using Xunit;

namespace EdgeRuntime.Kernels.Tests;

/// <summary>Pooling with vectors against the portable kernels, with guarded results.</summary>
public unsafe class PoolTests
{
    private const int Cases = 20_000;
    private const int GuardLength = 32;

    [Fact]
    public void LargestFloats() => Check<float>((ref ConvolutionShape s, float* x, float* y) => PoolFloat.Max(ref s, x, 0, y, 0), (ref ConvolutionShape s, float* x, float* y) =>
    {
        PoolFloatVector.Max(ref s, x, y, Pixels(s) / 2, Pixels(s));
        PoolFloatVector.Max(ref s, x, y, 0, Pixels(s) / 2);
    });

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void MeansOfFloats(bool includePad) => Check<float>((ref ConvolutionShape s, float* x, float* y) => PoolFloat.Average(ref s, x, 0, y, 0, includePad), (ref ConvolutionShape s, float* x, float* y) =>
    {
        PoolFloatVector.Average(ref s, x, y, includePad, Pixels(s) / 2, Pixels(s));
        PoolFloatVector.Average(ref s, x, y, includePad, 0, Pixels(s) / 2);
    });

    [Fact]
    public void LargestIntegers() => Check<sbyte>((ref ConvolutionShape s, sbyte* x, sbyte* y) => PoolInt8.Max(ref s, x, 0, y, 0), (ref ConvolutionShape s, sbyte* x, sbyte* y) =>
    {
        PoolInt8Vector.Max(ref s, x, y, Pixels(s) / 2, Pixels(s));
        PoolInt8Vector.Max(ref s, x, y, 0, Pixels(s) / 2);
    });

    [Fact]
    public void MeansOfIntegers() => Check<sbyte>((ref ConvolutionShape s, sbyte* x, sbyte* y) => PoolInt8.Average(ref s, x, 0, y, 0), (ref ConvolutionShape s, sbyte* x, sbyte* y) =>
    {
        PoolInt8Vector.Average(ref s, x, y, Pixels(s) / 2, Pixels(s));
        PoolInt8Vector.Average(ref s, x, y, 0, Pixels(s) / 2);
    });

    private delegate void Pool<T>(ref ConvolutionShape s, T* x, T* y)
        where T : unmanaged;

    private static int Pixels(in ConvolutionShape s) => s.Batch * s.OutHeight * s.OutWidth;

    private static void Check<T>(Pool<T> portable, Pool<T> vectors)
        where T : unmanaged
        => Parallel.For(0, Cases, seed =>
        {
            Random r = new(seed);
            ConvolutionShape s = RandomShape.Of(r, true);
            if (seed % 3 == 0) s.Channels = r.Next(30, 70);
            byte[] expected = Run(portable, s, seed), actual = Run(vectors, s, seed);
            Assert.True(expected.AsSpan().SequenceEqual(actual), $"seed {seed}, {s.Channels} channels: byte {Enumerable.Range(0, expected.Length).FirstOrDefault(i => expected[i] != actual[i])}");
        });

    // The bytes of the results and of a guard behind them.
    private static byte[] Run<T>(Pool<T> pool, ConvolutionShape s, int seed)
        where T : unmanaged
    {
        Random r = new(seed);
        T[] x = new T[s.Batch * s.Height * s.Width * s.Channels], y = new T[Pixels(s) * s.Channels + GuardLength];
        if (x is float[] floats)
            for (int i = 0; i < floats.Length; i++) floats[i] = r.NextSingle() - 0.5f;
        else r.NextBytes(MemoryMarshal.AsBytes(x.AsSpan()));
        MemoryMarshal.AsBytes(y.AsSpan()).Fill(93);
        fixed (T* from = x, to = y) pool(ref s, from, to);
        return MemoryMarshal.AsBytes(y.AsSpan()).ToArray();
    }
}

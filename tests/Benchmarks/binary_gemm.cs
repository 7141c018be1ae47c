#!/usr/bin/env -S dotnet run -c Release
#:project ../../runtime/EdgeRuntime.Kernels/EdgeRuntime.Kernels.csproj
#:property TieredCompilation=false
// Binary matrix product: each kernel of the list that this machine supports, packing of the pixels included, against row-by-row dot
// products on the scalar population count. Runs alternate; the ratio of the fastest runs is printed, which other work on the machine disturbs least.
//   dotnet run -c Release tests/Benchmarks/binary_gemm.cs
using System;
using System.Diagnostics;
using EdgeRuntime.Kernels;

const int Rounds = 20;
(int Pixels, int Channels, int Bits)[] shapes = [(3136, 64, 576), (784, 128, 1152), (196, 256, 2304), (49, 512, 4608)];
Console.WriteLine($"{"kernel",-28} {"pixels x channels x bits",-26} {"MAC/ns",8} {"scalar popcount = 1",20}");
foreach (BinaryGemmKernel kernel in BinaryGemmKernel.All)
{
    if (!kernel.IsSupported) continue;
    double product = 1;
    foreach ((int pixels, int channels, int bits) in shapes)
    {
        (double scalar, double tiled) = Compare(kernel, pixels, channels, bits / 32);
        product *= scalar / tiled;
        Console.WriteLine($"{kernel.Name,-28} {$"{pixels} x {channels} x {bits}",-26} {(double)pixels * channels * bits / tiled,8:F0} {scalar / tiled,20:F2}");
    }

    Console.WriteLine($"{kernel.Name,-28} {"geometric mean",-26} {"",8} {Math.Pow(product, 1.0 / shapes.Length),20:F2}");
}

static unsafe (double Scalar, double Tiled) Compare(BinaryGemmKernel kernel, int pixels, int channels, int words)
{
    Random random = new(1);
    uint[] a = Words(random, pixels * words), b = Words(random, channels * words), differ = new uint[pixels * channels], expected = new uint[pixels * channels];
    uint[] packedA = new uint[BinaryGemm.PackedLength(pixels, words)], packedB = new uint[BinaryGemm.PackedLength(channels, words)];
    double scalar = double.MaxValue, tiled = double.MaxValue;
    fixed (uint* pa = a, pb = b, pd = differ, pe = expected, qa = packedA, qb = packedB)
    {
        BinaryGemm.Pack(pb, 0, channels, words, words, qb, 0);
        for (int round = 0; round < Rounds; round++)
        {
            long start = Stopwatch.GetTimestamp();
            for (int i = 0; i < pixels; i++)
                for (int j = 0; j < channels; j++) pe[i * channels + j] = (uint)ConvolutionBinaryPopCount.Differ(pa + i * words, pb + j * words, words);
            scalar = Math.Min(scalar, Stopwatch.GetElapsedTime(start).TotalNanoseconds);
            start = Stopwatch.GetTimestamp();
            BinaryGemm.Pack(pa, 0, pixels, words, words, qa, 0);
            kernel.Run(qa, pixels, qb, channels, words, pd, channels);
            tiled = Math.Min(tiled, Stopwatch.GetElapsedTime(start).TotalNanoseconds);
        }
    }

    if (!differ.AsSpan().SequenceEqual(expected)) throw new InvalidOperationException($"{kernel.Name} differs from the scalar population count");
    return (scalar, tiled);
}

static uint[] Words(Random random, int count)
{
    uint[] words = new uint[count];
    for (int i = 0; i < count; i++) words[i] = (uint)random.NextInt64(1L << 32);
    return words;
}

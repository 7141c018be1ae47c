using System;
using System.Collections.Generic;
using System.Linq;
using BenchmarkDotNet.Attributes;
using EdgeRuntime.Kernels;

namespace EdgeRuntime.Benchmarks.Kernels;

/// <summary>Binary 3x3 convolutions of 115.6 million products: each kernel of the list, float results.</summary>
public unsafe class BinaryConvolutionBenchmarks
{
    private uint[] x = [];
    private float[] y = [];
    private BinaryConvolution? convolution;
    private BinaryFloatOutput? output;

    public static IEnumerable<string> Kernels => BinaryConvolutionKernel.All.Where(k => k.IsSupported).Select(k => k.Name);

    [ParamsSource(nameof(Kernels))]
    public string Kernel { get; set; } = "";

    [Params(64, 128, 256, 512)]
    public int Channels { get; set; }

    [GlobalSetup]
    public void Prepare()
    {
        ConvolutionShape s = Geometry.Square(56 * 64 / Channels, Channels, 3);
        Random random = new(1);
        uint[] rows = Words(random, Channels * 9 * Channels / 32);
        x = Words(random, s.Height * s.Width * Channels / 32);
        y = GC.AllocateArray<float>(s.Height * s.Width * Channels, pinned: true);
        fixed (uint* r = rows) convolution = BinaryConvolutionKernel.All.Single(k => k.Name == Kernel).Create(s, false, r, 1);
        fixed (float* to = y) output = new BinaryFloatOutput(Channels, new float[Channels], new float[Channels], 0) { Y = to };
    }

    [Benchmark]
    public void Run()
    {
        fixed (uint* from = x)
        {
            convolution!.Pack(from, 0, convolution.PackUnits);
            convolution.Run(from, output!, 0, convolution.Units, 0);
        }
    }

    private static uint[] Words(Random random, int count) => [.. Enumerable.Range(0, count).Select(_ => (uint)random.NextInt64(1L << 32))];
}

using System;
using System.Linq;
using BenchmarkDotNet.Attributes;
using EdgeRuntime.Kernels;

namespace EdgeRuntime.Benchmarks.Kernels;

/// <summary>Binary 3x3 convolutions of 115.6 million products with zero padding: each kernel of the list, float and bit-packed results.</summary>
public unsafe class BinaryConvolutionBenchmarks() : KernelBenchmarks<BinaryConvolutionKernel>(BinaryConvolutionKernel.All)
{
    private uint[] x = [];
    private float[] y = [];
    private uint[] bits = [];
    private BinaryConvolution? convolution;
    private BinaryFloatOutput? floatOutput;
    private BinaryBitOutput? bitOutput;

    [Params(64, 128, 256, 512)]
    public int Channels { get; set; }

    [GlobalSetup]
    public void Prepare()
    {
        ConvolutionShape s = Geometry.Square(56 * 64 / Channels, Channels, 3);
        uint[] rows = Words(Channels * 9 * Channels / 32);
        x = Words(s.Height * s.Width * Channels / 32);
        y = GC.AllocateArray<float>(s.Height * s.Width * Channels, pinned: true);
        bits = GC.AllocateArray<uint>(x.Length, pinned: true);
        fixed (uint* r = rows, words = bits)
        fixed (float* to = y)
        {
            convolution = Chosen.Create(s, false, r, 1);
            floatOutput = new BinaryFloatOutput(Channels, Floats(Channels), Floats(Channels), 0) { Y = to };
            bitOutput = new BinaryBitOutput(Channels, 9 * Channels, (dot, channel) => dot < channel % 16) { Y = words };
        }
    }

    [Benchmark]
    public void ToFloats() => Run(floatOutput!);

    [Benchmark]
    public void ToBits() => Run(bitOutput!);

    private void Run(BinaryOutput output)
    {
        fixed (uint* from = x)
        {
            convolution!.Pack(from, 0, convolution.PackUnits);
            convolution.Run(from, output, 0, convolution.Units, 0);
        }
    }

    private uint[] Words(int count) => [.. Enumerable.Range(0, count).Select(_ => (uint)Random.NextInt64(1L << 32))];
}

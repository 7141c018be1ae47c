using System;
using System.Collections.Generic;
using System.Linq;
using BenchmarkDotNet.Attributes;
using EdgeRuntime.Kernels;

namespace EdgeRuntime.Benchmarks.Kernels;

/// <summary>3x3 convolutions over bits of 115.6 million products with zero padding: each kernel of the list, float and bit-packed results.</summary>
/// <typeparam name="T">A kernel.</typeparam>
/// <param name="all">The list.</param>
/// <param name="planes">Words of weights for one of bits.</param>
public abstract unsafe class BitConvolutionBenchmarks<T>(IReadOnlyList<T> all, int planes) : KernelBenchmarks<T>(all)
    where T : class, IKernel
{
    private uint[] x = [];
    private float[] y = [];
    private uint[] bits = [];
    private BinaryConvolution? convolution;
    private BinaryOutput? floatOutput;
    private BinaryOutput? bitOutput;

    [Params(64, 128, 256, 512)]
    public int Channels { get; set; }

    [GlobalSetup]
    public void Prepare()
    {
        ConvolutionShape s = Geometry.Square(56 * 64 / Channels, Channels, 3);
        uint[] rows = Words(planes * Channels * 9 * Channels / 32);
        x = Words(s.Height * s.Width * Channels / 32);
        y = GC.AllocateArray<float>(s.Height * s.Width * Channels, pinned: true);
        bits = GC.AllocateArray<uint>(x.Length, pinned: true);
        fixed (uint* r = rows, words = bits)
        fixed (float* to = y)
        {
            convolution = Create(s, r);
            floatOutput = Output(new BinaryFloatOutput(Channels, Floats(Channels), Floats(Channels), 0) { Y = to });
            bitOutput = Output(new BinaryBitOutput(Channels, 9 * Channels, (dot, channel) => dot < channel % 16) { Y = words });
        }
    }

    [Benchmark]
    public void ToFloats() => Run(floatOutput!);

    [Benchmark]
    public void ToBits() => Run(bitOutput!);

    /// <summary>Packs weights.</summary>
    protected abstract BinaryConvolution Create(in ConvolutionShape s, uint* rows);

    /// <summary>What the kernel writes to.</summary>
    protected virtual BinaryOutput Output(BinaryOutput output) => output;

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

/// <summary>Of binary weights.</summary>
public unsafe class BinaryConvolutionBenchmarks() : BitConvolutionBenchmarks<BinaryConvolutionKernel>(BinaryConvolutionKernel.All, 1)
{
    protected override BinaryConvolution Create(in ConvolutionShape s, uint* rows) => Chosen.Create(s, false, rows, 1);
}

/// <summary>Of ternary weights.</summary>
public unsafe class TernaryConvolutionBenchmarks() : BitConvolutionBenchmarks<TernaryConvolutionKernel>(TernaryConvolutionKernel.All, 2)
{
    protected override BinaryConvolution Create(in ConvolutionShape s, uint* rows) => Chosen.Create(s, false, rows, 1);

    protected override BinaryOutput Output(BinaryOutput output) => Chosen.Output(output);
}

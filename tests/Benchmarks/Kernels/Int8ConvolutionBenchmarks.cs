using System.Linq;
using BenchmarkDotNet.Attributes;
using EdgeRuntime.Kernels;

namespace EdgeRuntime.Benchmarks.Kernels;

/// <summary>Int8 convolution, 3x3, 28x28x128: each set of tiles, requantised; the products of matrices with patches as they are, without gathering them.</summary>
public unsafe class Int8ConvolutionBenchmarks() : KernelBenchmarks<Int8ConvolutionKernel>(Int8ConvolutionKernel.All)
{
    private const int Size = 28;
    private const int Channels = 128;
    private const int Depth = 9 * Channels;

    private sbyte[] x = [];
    private sbyte[] weights = [];
    private sbyte[] y = [];
    private Int8Convolution? convolution;
    private Int8GemmKernel? product;

    [GlobalSetup]
    public void Prepare()
    {
        ConvolutionShape s = Geometry.Square(Size, Channels, 3);
        y = new sbyte[Size * Size * Channels];
        if (Chosen.Tiles is { } tiles)
        {
            x = Integers(Size * Size * Channels);
            convolution = new Int8Convolution(tiles, s, [.. Enumerable.Repeat(new Requantisation { Multiplier = 1 << 30, Shift = -8, ClampMin = -128, ClampMax = 127 }, Channels)]);
            for (int channel = 0; channel < Channels; channel++) convolution.Weights.SetRow(channel, Integers(Depth));
            return;
        }

        product = Int8GemmKernel.All.Single(k => k.Name == Kernel);
        x = Integers(Size * Size * Depth);
        weights = Integers(Channels * Depth);
    }

    [Benchmark]
    public void Run()
    {
        fixed (sbyte* from = x, w = weights, to = y)
        {
            if (convolution == null) Multiply(from, w);
            else
            {
                convolution.Pad(from, 0, 0, convolution.PadUnits);
                convolution.Run(to, 0, convolution.Units);
            }
        }
    }

    private void Multiply(sbyte* from, sbyte* w)
    {
        int* sums = stackalloc int[Int8Gemm.Side * Int8Gemm.Side];
        for (int pixel = 0; pixel < Size * Size; pixel += Int8Gemm.Side)
            for (int channel = 0; channel < Channels; channel += Int8Gemm.Side) product!.Tile(from + (nint)pixel * Depth, Depth, w + channel * Depth, Depth, Depth / Int8Gemm.Block, sums);
    }
}

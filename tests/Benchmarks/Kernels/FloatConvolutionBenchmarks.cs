using System.Collections.Generic;
using BenchmarkDotNet.Attributes;
using EdgeRuntime.Kernels;

namespace EdgeRuntime.Benchmarks.Kernels;

/// <summary>Float convolutions: each set of tiles of the list on a 3x3 layer, a 1x1 layer and a dense layer.</summary>
public unsafe class FloatConvolutionBenchmarks() : KernelBenchmarks<FloatTileKernel>(FloatTileKernel.All)
{
    private float[] x = [];
    private float[] y = [];
    private FloatConvolution? convolution;

    public static IEnumerable<string> Layers => ["3x3 28x28x128", "1x1 28x28x128", "dense 1024"];

    [ParamsSource(nameof(Layers))]
    public string Layer { get; set; } = "";

    [GlobalSetup]
    public void Prepare()
    {
        ConvolutionShape s = Layer[0] == 'd' ? Geometry.Square(1, 1024, 1) : Geometry.Square(28, 128, Layer[0] - '0');
        x = new float[s.Height * s.Width * s.Channels];
        y = new float[x.Length];
        convolution = new FloatConvolution(Chosen, s);
    }

    [Benchmark]
    public void Run()
    {
        fixed (float* from = x, to = y)
        {
            convolution!.Pad(from, 0, convolution.PadUnits);
            convolution.Run(from, to, 0, 0, convolution.Units);
        }
    }
}

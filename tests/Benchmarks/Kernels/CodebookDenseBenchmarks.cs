using BenchmarkDotNet.Attributes;
using EdgeRuntime.Kernels;

namespace EdgeRuntime.Benchmarks.Kernels;

/// <summary>A dense layer of 2048 x 2048 floats of at most 16 values, with and without a scale an output.</summary>
public unsafe class CodebookDenseBenchmarks() : KernelBenchmarks<CodebookDenseKernel>(CodebookDenseKernel.All)
{
    private const int Side = 2048;

    private byte[] indices = [];
    private float[] table = [];
    private float[] scales = [];
    private float[] x = [];
    private float[] y = [];

    [Params(false, true)]
    public bool Scaled { get; set; }

    [GlobalSetup]
    public void Prepare()
    {
        indices = Bytes(Side * Side / 2);
        table = Floats(CodebookDense.Entries);
        scales = Scaled ? Floats(Side) : [];
        x = Floats(Side);
        y = new float[Side];
    }

    [Benchmark]
    public void Run()
    {
        // An empty array gives null.
        fixed (byte* i = indices)
        fixed (float* t = table, s = scales, from = x, to = y) Chosen.Multiply(i, Side / CodebookDense.Panel, Side / 2, t, s, from, to);
    }
}

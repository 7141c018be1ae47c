using System.Linq;
using BenchmarkDotNet.Attributes;
using EdgeRuntime.Kernels;

namespace EdgeRuntime.Benchmarks.Kernels;

/// <summary>Sparse float layers with a tenth of the weights: 256 inputs to 128 outputs at 64 positions, and a dense layer of 2048 x 2048.</summary>
public unsafe class SparseFloatBenchmarks() : KernelBenchmarks<SparseFloatKernel>(SparseFloatKernel.All)
{
    private const int Rows = 128;
    private const int RowWeights = 26;
    private const int Inputs = 256;
    private const int Side = 2048;
    private const int Steps = Side / 10;

    private int[] starts = [];
    private int[] offsets = [];
    private ushort[] columns = [];
    private float[] values = [];
    private float[] x = [];
    private float[] y = [];

    [GlobalSetup]
    public void Prepare()
    {
        starts = [.. Enumerable.Range(0, Rows + 1).Select(row => row * RowWeights)];
        offsets = [.. Enumerable.Range(0, Rows * RowWeights).Select(_ => Random.Next(Inputs) * SparseFloat.MostPositions)];
        columns = [.. Enumerable.Range(0, Side * Steps).Select(_ => (ushort)Random.Next(Side))];
        values = Floats(columns.Length);
        x = Floats(Inputs * SparseFloat.MostPositions);
        y = new float[Rows * SparseFloat.MostPositions];
    }

    [Benchmark]
    public void Positions()
    {
        fixed (int* s = starts, o = offsets)
        fixed (float* v = values, from = x, to = y) Chosen.Rows(s, Rows, o, v, from, SparseFloat.MostPositions, to);
    }

    [Benchmark]
    public void Dense()
    {
        SparseFloatKernel kernel = Chosen;
        fixed (ushort* c = columns)
        fixed (float* v = values, from = x, to = y)
        {
            for (int row = 0; row < Side; row += SparseFloat.LaneRows) kernel.Lanes(c + row * Steps, v + row * Steps, Steps, from, to + row);
        }
    }
}

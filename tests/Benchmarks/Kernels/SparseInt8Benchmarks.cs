using System.Linq;
using BenchmarkDotNet.Attributes;
using EdgeRuntime.Kernels;

namespace EdgeRuntime.Benchmarks.Kernels;

/// <summary>Sparse int8 layers with a tenth of the weights: 256 inputs to 128 outputs at 64 positions, and a dense layer of 2048 x 2048.</summary>
public unsafe class SparseInt8Benchmarks() : KernelBenchmarks<SparseInt8Kernel>(SparseInt8Kernel.All)
{
    private const int Rows = 128;
    private const int RowWeights = 26;
    private const int Inputs = 256;
    private const int Side = 2048;
    private const int DenseWeights = Side / 10 / SparseInt8.Block * SparseInt8.Block;

    private int[] starts = [];
    private int[] denseStarts = [];
    private int[] offsets = [];
    private ushort[] columns = [];
    private short[] values = [];
    private short[] x = [];
    private int[] y = [];

    [GlobalSetup]
    public void Prepare()
    {
        starts = [.. Enumerable.Range(0, Rows + 1).Select(row => row * RowWeights)];
        denseStarts = [.. Enumerable.Range(0, Side + 1).Select(row => row * DenseWeights)];
        offsets = [.. Enumerable.Range(0, Rows * RowWeights).Select(_ => Random.Next(Inputs) * SparseInt8.MostPositions)];
        columns = [.. Enumerable.Range(0, Side * DenseWeights).Select(_ => (ushort)Random.Next(Side))];
        values = [.. Integers(columns.Length).Select(v => (short)v)];
        x = [.. Integers(Inputs * SparseInt8.MostPositions).Select(v => (short)v)];
        y = new int[Rows * SparseInt8.MostPositions];
    }

    [Benchmark]
    public void Positions()
    {
        fixed (int* s = starts, o = offsets, to = y)
        fixed (short* v = values, from = x) Chosen.Rows(s, Rows, o, v, from, SparseInt8.MostPositions, to);
    }

    [Benchmark]
    public void Dense()
    {
        fixed (int* s = denseStarts, to = y)
        fixed (ushort* c = columns)
        fixed (short* v = values, from = x) Chosen.Dots(s, Side, c, v, from, to);
    }
}

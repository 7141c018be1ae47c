using BenchmarkDotNet.Attributes;
using EdgeRuntime.Kernels;

namespace EdgeRuntime.Benchmarks.Kernels;

/// <summary>A dense layer of 2048 x 2048 binary (1 bit) or ternary (2 bits) weights over int8, with its tables.</summary>
public unsafe class TableSumsBenchmarks() : KernelBenchmarks<TableSumsKernel>(TableSumsKernel.All)
{
    private const int Side = 2048;

    private byte[] indices = [];
    private byte[] tables = [];
    private byte[] x = [];
    private int[] sums = [];

    [Params(1, 2)]
    public int Bits { get; set; }

    private int Blocks => TableSums.Blocks(Side, Bits);

    [GlobalSetup]
    public void Prepare()
    {
        indices = Bytes(Side / TableSums.Rows * Blocks * TableSums.BlockBytes);
        // Ternary digits are 0 to 2.
        for (int i = 0; i < indices.Length && Bits == 2; i++) indices[i] &= 0xAA;
        tables = new byte[Blocks * TableSums.BlockTables];
        x = Bytes(Side);
        sums = new int[Side];
    }

    [Benchmark]
    public void Run()
    {
        TableSumsKernel kernel = Chosen;
        fixed (byte* i = indices, t = tables, from = x)
        fixed (int* to = sums)
        {
            kernel.Tables(from, Blocks * TableSums.BlockGroups, Bits, t);
            for (int row = 0; row < Side; row += TableSums.Rows) kernel.Multiply(i + (nint)row / TableSums.Rows * Blocks * TableSums.BlockBytes, t, Blocks, to + row);
        }
    }
}

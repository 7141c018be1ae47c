using BenchmarkDotNet.Attributes;
using EdgeRuntime.Kernels;

namespace EdgeRuntime.Benchmarks.Kernels;

/// <summary>A dense layer of 2048 x 2048 int8 weights of at most 16 values.</summary>
public unsafe class CodebookInt8Benchmarks() : KernelBenchmarks<CodebookInt8Kernel>(CodebookInt8Kernel.All)
{
    private const int Side = 2048;
    private const int RowBytes = Side / CodebookInt8.Block * CodebookInt8.BlockBytes;

    private byte[] indices = [];
    private sbyte[] table = [];
    private sbyte[] x = [];
    private int[] sums = [];

    [GlobalSetup]
    public void Prepare()
    {
        indices = Bytes(Side * RowBytes);
        table = Integers(CodebookInt8.Entries);
        x = Integers(Side);
        sums = new int[Side];
    }

    [Benchmark]
    public void Run()
    {
        CodebookInt8Kernel kernel = Chosen;
        fixed (byte* i = indices)
        fixed (sbyte* t = table, from = x)
        fixed (int* to = sums)
        {
            for (int row = 0; row < Side; row += CodebookInt8.Rows) kernel.Multiply(i + row * RowBytes, RowBytes, Side / CodebookInt8.Block, t, from, to + row);
        }
    }
}

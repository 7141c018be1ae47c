using BenchmarkDotNet.Attributes;
using EdgeRuntime.Kernels;

namespace EdgeRuntime.Benchmarks.Kernels;

/// <summary>Looking up 65,536 weights, packed with 1, 2, 4 or 8 bits.</summary>
public unsafe class PackedSymbolsBenchmarks() : KernelBenchmarks<PackedSymbolsKernel>(PackedSymbolsKernel.All)
{
    private const int Count = 65_536;
    private const int Blocks = Count / PackedSymbols.Block;

    // Longest table: one entry for every symbol of 8 bits.
    private const int Entries = 256;

    private byte[] blocks = [];
    private float[] table = [];
    private sbyte[] integerTable = [];
    private float[] values = [];
    private sbyte[] integers = [];

    [Params(1, 2, 4, 8)]
    public int Bits { get; set; }

    [GlobalSetup]
    public void Prepare()
    {
        blocks = Bytes(Blocks * PackedSymbols.BlockBytes(Bits));
        table = Floats(Entries);
        integerTable = Integers(Entries);
        values = new float[Count];
        integers = new sbyte[Count];
    }

    [Benchmark]
    public void Float()
    {
        fixed (byte* b = blocks)
        fixed (float* t = table, to = values) Chosen.Floats(b, Blocks, Bits, t, null, to);
    }

    [Benchmark]
    public void Int8()
    {
        fixed (byte* b = blocks)
        fixed (sbyte* t = integerTable, to = integers) Chosen.Integers(b, Blocks, Bits, t, to);
    }
}

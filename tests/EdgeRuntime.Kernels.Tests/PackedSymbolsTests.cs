using System;
using System.Linq;

using Xunit;

namespace EdgeRuntime.Kernels.Tests;

/// <summary>Every kernel that looks packed symbols up against the definition, bit for bit.</summary>
public unsafe class PackedSymbolsTests
{
    private const int Cases = 20_000;
    private const float Guard = 12345.678f;

    public static TheoryData<string> Kernels => [.. PackedSymbolsKernel.All.Select(k => k.Name)];

    [Theory]
    [MemberData(nameof(Kernels))]
    public void FloatsEqualTheDefinition(string name)
    {
        PackedSymbolsKernel kernel = Named(name);
        for (int seed = 0; seed < Cases; seed++)
        {
            Random r = new(seed);
            (int bits, byte[] symbols, byte[] blocks) = Packed(r);
            float[] table = Random(r, bits == 8 ? 256 : PackedSymbols.Entries), values = new float[symbols.Length + 1];
            float[]? scales = r.Next(2) == 0 ? Random(r, PackedSymbols.Lanes) : null;
            values[^1] = Guard;
            fixed (byte* b = blocks)
            fixed (float* t = table, s = scales, to = values) kernel.Floats(b, symbols.Length / PackedSymbols.Block, bits, t, s, to);
            for (int i = 0; i < values.Length; i++)
            {
                float expected = i == symbols.Length ? Guard : scales == null ? table[symbols[i]] : table[symbols[i]] * scales[i % PackedSymbols.Lanes];
                if (BitConverter.SingleToInt32Bits(expected) != BitConverter.SingleToInt32Bits(values[i])) Assert.Fail($"{name}, seed {seed}, {bits} bits, symbol {i}: {values[i]} instead of {expected}");
            }
        }
    }

    [Theory]
    [MemberData(nameof(Kernels))]
    public void IntegersEqualTheDefinition(string name)
    {
        PackedSymbolsKernel kernel = Named(name);
        for (int seed = 0; seed < Cases; seed++)
        {
            Random r = new(seed);
            (int bits, byte[] symbols, byte[] blocks) = Packed(r);
            sbyte[] table = [.. Enumerable.Range(0, PackedSymbols.Entries).Select(_ => (sbyte)r.Next(-128, 128))], values = new sbyte[symbols.Length + 1];
            values[^1] = 77;
            fixed (byte* b = blocks)
            fixed (sbyte* t = table, to = values) kernel.Integers(b, symbols.Length / PackedSymbols.Block, bits, t, to);
            for (int i = 0; i < values.Length; i++)
            {
                int expected = i == symbols.Length ? 77 : bits == 8 ? (sbyte)symbols[i] : table[symbols[i]];
                if (expected != values[i]) Assert.Fail($"{name}, seed {seed}, {bits} bits, symbol {i}: {values[i]} instead of {expected}");
            }
        }
    }

    private static (int Bits, byte[] Symbols, byte[] Blocks) Packed(Random r)
    {
        int bits = 1 << r.Next(4), count = r.Next(8);
        byte[] symbols = [.. Enumerable.Range(0, count * PackedSymbols.Block).Select(_ => (byte)r.Next(1 << bits))], blocks = new byte[count * PackedSymbols.BlockBytes(bits)];
        fixed (byte* b = blocks)
            for (int i = 0; i < symbols.Length; i++) PackedSymbols.Put(b + (i / PackedSymbols.Block * PackedSymbols.BlockBytes(bits)), bits, i % PackedSymbols.Block, symbols[i]);
        return (bits, symbols, blocks);
    }

    private static PackedSymbolsKernel Named(string name)
    {
        PackedSymbolsKernel kernel = PackedSymbolsKernel.All.Single(k => k.Name == name);
        if (!kernel.IsSupported) Assert.Skip($"this machine lacks the instructions of {name}");
        return kernel;
    }

    private static float[] Random(Random r, int count) => [.. Enumerable.Range(0, count).Select(_ => (float)((r.NextDouble() * 2) - 1))];
}

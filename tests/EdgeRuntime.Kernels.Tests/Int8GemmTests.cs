using System;
using System.Linq;

using Xunit;

namespace EdgeRuntime.Kernels.Tests;

/// <summary>Every int8 product kernel of the list that this machine can run against the definition, with guarded results.</summary>
public unsafe class Int8GemmTests
{
    private const int Cases = 20_000;
    private const int Guard = 0x5A5A5A5A;

    public static TheoryData<string, bool> Kernels
    {
        get
        {
            TheoryData<string, bool> data = [];
            foreach (Int8GemmKernel kernel in Int8GemmKernel.All)
                foreach (bool tile in new[] { true, false }) data.Add(kernel.Name, tile);
            return data;
        }
    }

    [Theory]
    [MemberData(nameof(Kernels))]
    public void EqualsTheDefinition(string name, bool tile)
    {
        Int8GemmKernel kernel = Int8GemmKernel.All.Single(k => k.Name == name);
        if (!kernel.IsSupported) Assert.Skip($"this machine lacks the instructions of {name}");
        int rows = tile ? Int8Gemm.Side : 1;
        for (int seed = 0; seed < Cases; seed++)
        {
            Random r = new(seed);
            int blocks = r.Next(12), depth = blocks * Int8Gemm.Block, strideA = depth + (Int8Gemm.Block * r.Next(3)), strideB = depth + (Int8Gemm.Block * r.Next(3));
            sbyte[] a = Values(r, ((rows - 1) * strideA) + depth, -128), b = Values(r, ((Int8Gemm.Side - 1) * strideB) + depth, -127);
            int[] sums = [.. Enumerable.Repeat(Guard, (rows * Int8Gemm.Side) + 1)];
            fixed (sbyte* pa = a, pb = b)
            fixed (int* to = sums)
            {
                if (tile) kernel.Tile(pa, strideA, pb, strideB, blocks, to);
                else kernel.Row(pa, pb, strideB, blocks, to);
            }

            for (int i = 0; i < sums.Length; i++)
            {
                int expected = i < rows * Int8Gemm.Side ? 0 : Guard;
                for (int k = 0; k < depth && i < rows * Int8Gemm.Side; k++) expected += a[(i / Int8Gemm.Side * strideA) + k] * b[(i % Int8Gemm.Side * strideB) + k];
                if (expected != sums[i]) Assert.Fail($"{name}, seed {seed}, sum {i}, depth {depth}: {sums[i]} instead of {expected}");
            }
        }
    }

    // One case in four has the extremes only.
    private static sbyte[] Values(Random r, int count, int least)
    {
        bool extreme = r.Next(4) == 0;
        return [.. Enumerable.Range(0, count).Select(_ => (sbyte)(extreme ? r.Next(4) == 0 ? 127 : least : r.Next(least, 128)))];
    }
}

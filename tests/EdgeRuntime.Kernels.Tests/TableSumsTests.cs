using System;
using System.Linq;

using Xunit;

namespace EdgeRuntime.Kernels.Tests;

/// <summary>Every kernel of looked up sums that this machine can run: its tables and sums together against the products of inputs and digits.</summary>
public unsafe class TableSumsTests
{
    private const int Cases = 20_000;
    private const int Guard = 0x5EADBEEF;

    public static TheoryData<string> Kernels => [.. TableSumsKernel.All.Select(k => k.Name)];

    [Theory]
    [MemberData(nameof(Kernels))]
    public void EqualsTheDefinition(string name)
    {
        TableSumsKernel kernel = Named(name);
        for (int seed = 0; seed < Cases; seed++) Check(kernel, seed, new Random(seed).Next(6), seed % 4 == 0);
    }

    [Theory]
    [MemberData(nameof(Kernels))]
    public void SumsDoNotOverflow(string name)
    {
        TableSumsKernel kernel = Named(name);
        for (int blocks = TableSums.BlocksPerSum - 1; blocks <= 2 * TableSums.BlocksPerSum + 1; blocks += TableSums.BlocksPerSum / 2 + 1) Check(kernel, blocks, blocks, true);
        Check(kernel, 1, TableSums.BlocksPerSum, true);
        Check(kernel, 2, TableSums.BlocksPerSum + 1, true);
    }

    private static TableSumsKernel Named(string name)
    {
        TableSumsKernel kernel = TableSumsKernel.All.Single(k => k.Name == name);
        if (!kernel.IsSupported) Assert.Skip($"this machine lacks the instructions of {name}");
        return kernel;
    }

    private static void Check(TableSumsKernel kernel, int seed, int blocks, bool extreme)
    {
        Random r = new(seed);
        int bits = r.Next(1, 3), groups = blocks * TableSums.BlockGroups, most = bits == 1 ? 1 : 2;
        byte[] x = [.. Enumerable.Range(0, groups * TableSums.Inputs(bits)).Select(_ => (byte)(extreme ? 255 : r.Next(256)))];
        byte[] digits = [.. Enumerable.Range(0, TableSums.Rows * x.Length).Select(_ => (byte)(extreme ? most : r.Next(most + 1)))], indices = new byte[blocks * TableSums.BlockBytes];
        for (int row = 0; row < TableSums.Rows; row++)
        {
            for (int k = 0; k < x.Length; k++)
            {
                int group = k * bits / 4;
                indices[group / 2 * TableSums.Rows + row] |= (byte)(digits[row * x.Length + k] << (k * bits % 4 + group % 2 * 4));
            }
        }

        byte[] tables = new byte[groups * TableSums.TableBytes + 1];
        int[] sums = [.. Enumerable.Repeat(Guard, TableSums.Rows + 1)];
        tables[^1] = 0xA5;
        fixed (byte* i = indices, t = tables, from = x)
        fixed (int* to = sums)
        {
            kernel.Tables(from, groups, bits, t);
            kernel.Multiply(i, t, blocks, to);
        }

        Assert.Equal(0xA5, tables[^1]);
        for (int row = 0; row < sums.Length; row++)
        {
            int expected = Guard;
            for (int k = 0; k < x.Length && row < TableSums.Rows; k++) expected += x[k] * digits[row * x.Length + k];
            if (expected != sums[row]) Assert.Fail($"{kernel.Name}, seed {seed}, {blocks} blocks of {bits} bits, row {row}: {sums[row]} instead of {expected}");
        }
    }
}

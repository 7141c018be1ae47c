using System;
using System.Linq;

using Xunit;

namespace EdgeRuntime.Kernels.Tests;

/// <summary>Every kernel of 4-bit indices and int8 inputs that this machine can run against the definition.</summary>
public unsafe class CodebookInt8Tests
{
    private const int Cases = 20_000;
    private const int Guard = 0x5EADBEEF;

    public static TheoryData<string> Kernels => [.. CodebookInt8Kernel.All.Select(k => k.Name)];

    [Theory]
    [MemberData(nameof(Kernels))]
    public void EqualsTheDefinition(string name)
    {
        CodebookInt8Kernel kernel = CodebookInt8Kernel.All.Single(k => k.Name == name);
        if (!kernel.IsSupported) Assert.Skip($"this machine lacks the instructions of {name}");
        for (int seed = 0; seed < Cases; seed++)
        {
            Random r = new(seed);
            int blocks = r.Next(6), stride = CodebookInt8.BlockBytes * (blocks + r.Next(2));
            bool extreme = r.Next(4) == 0;
            byte[] indices = new byte[CodebookInt8.Rows * stride];
            r.NextBytes(indices);
            sbyte[] table = [.. Enumerable.Range(0, CodebookInt8.Entries).Select(_ => (sbyte)(extreme ? (r.Next(2) * 254) - 127 : r.Next(-127, 128)))];
            sbyte[] x = [.. Enumerable.Range(0, blocks * CodebookInt8.Block).Select(_ => (sbyte)(extreme ? (r.Next(2) * 255) - 128 : r.Next(-128, 128)))];
            int[] sums = [Guard, Guard, Guard, Guard, Guard];
            fixed (byte* i = indices)
            fixed (sbyte* t = table, from = x)
            fixed (int* to = sums) kernel.Multiply(i, stride, blocks, t, from, to);
            for (int row = 0; row < sums.Length; row++)
            {
                int expected = row < CodebookInt8.Rows ? Definition(indices, row * stride, table, x) : Guard;
                if (expected != sums[row]) Assert.Fail($"{name}, seed {seed}, row {row}: {sums[row]} instead of {expected}");
            }
        }
    }

    private static int Definition(byte[] indices, int at, sbyte[] table, sbyte[] x)
    {
        int sum = 0;
        for (int k = 0; k < x.Length; k++)
        {
            byte both = indices[at + (k / 64 * 32) + (k % 32)];
            sum += x[k] * table[k / 32 % 2 == 0 ? both % 16 : both / 16];
        }

        return sum;
    }
}

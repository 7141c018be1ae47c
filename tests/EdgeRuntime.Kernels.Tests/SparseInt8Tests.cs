using System;
using System.Linq;

using Xunit;

namespace EdgeRuntime.Kernels.Tests;

/// <summary>Every sparse int8 kernel of the list that this machine can run against the definition, with guarded results.</summary>
public unsafe class SparseInt8Tests
{
    private const int Cases = 20_000;
    private const int Guard = 0x5A5A5A5A;

    public static TheoryData<string> Kernels => [.. SparseInt8Kernel.All.Select(k => k.Name)];

    [Theory]
    [MemberData(nameof(Kernels))]
    public void RowsEqualTheDefinition(string name)
    {
        SparseInt8Kernel kernel = Named(name);
        for (int seed = 0; seed < Cases; seed++)
        {
            Random r = new(seed);
            int rows = r.Next(1, 4), positions = SparseInt8.Group * r.Next(1, (SparseInt8.MostPositions / SparseInt8.Group) + 1);
            int[] starts = Starts(r, rows, 1), offsets = [.. Enumerable.Range(0, starts[rows]).Select(_ => r.Next(40))], before = [.. Enumerable.Range(0, rows * SparseInt8.MostPositions).Select(_ => r.Next(-1 << 20, 1 << 20))], y = [.. before];
            short[] values = Shorts(r, starts[rows], 128), x = Shorts(r, 39 + positions, 255);
            fixed (int* s = starts, o = offsets, to = y)
            fixed (short* v = values, from = x) kernel.Rows(s, rows, o, v, from, positions, to);
            for (int i = 0; i < y.Length; i++)
            {
                int row = i / SparseInt8.MostPositions, p = i % SparseInt8.MostPositions, expected = before[i];
                for (int j = starts[row]; j < starts[row + 1] && p < positions; j++) expected += values[j] * x[offsets[j] + p];
                if (expected != y[i]) Assert.Fail($"{name}, seed {seed}, row {row}, position {p} of {positions}: {y[i]} instead of {expected}");
            }
        }
    }

    [Theory]
    [MemberData(nameof(Kernels))]
    public void DotsEqualTheDefinition(string name)
    {
        SparseInt8Kernel kernel = Named(name);
        for (int seed = 0; seed < Cases; seed++)
        {
            Random r = new(seed);
            int rows = r.Next(1, 8), inputs = r.Next(20) == 0 ? 65_536 : r.Next(1, 100);
            int[] starts = Starts(r, rows, SparseInt8.Block), y = new int[rows + 1];
            ushort[] columns = [.. Enumerable.Range(0, starts[rows]).Select(_ => (ushort)r.Next(inputs))];
            short[] values = Shorts(r, columns.Length, 128), x = Shorts(r, inputs, 255);
            y[rows] = Guard;
            fixed (int* s = starts, to = y)
            fixed (ushort* c = columns)
            fixed (short* v = values, from = x) kernel.Dots(s, rows, c, v, from, to);
            for (int row = 0; row <= rows; row++)
            {
                int expected = row < rows ? Enumerable.Range(starts[row], starts[row + 1] - starts[row]).Sum(i => values[i] * x[columns[i]]) : Guard;
                if (expected != y[row]) Assert.Fail($"{name}, seed {seed}, row {row} of {rows}: {y[row]} instead of {expected}");
            }
        }
    }

    private static int[] Starts(Random r, int rows, int step)
    {
        int[] starts = new int[rows + 1];
        for (int row = 0; row < rows; row++) starts[row + 1] = starts[row] + (step * r.Next(6));
        return starts;
    }

    // One case in four has the extremes only.
    private static short[] Shorts(Random r, int count, int most)
    {
        bool extreme = r.Next(4) == 0;
        return [.. Enumerable.Range(0, count).Select(_ => (short)(extreme ? r.Next(2) == 0 ? most : -most : r.Next(-most, most + 1)))];
    }

    private static SparseInt8Kernel Named(string name)
    {
        SparseInt8Kernel kernel = SparseInt8Kernel.All.Single(k => k.Name == name);
        if (!kernel.IsSupported) Assert.Skip($"this machine lacks the instructions of {name}");
        return kernel;
    }
}

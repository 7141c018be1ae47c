using System;
using System.Linq;

using Xunit;

namespace EdgeRuntime.Kernels.Tests;

/// <summary>Every sparse float kernel of the list that this machine can run against the definition, bit for bit, with guarded results.</summary>
public unsafe class SparseFloatTests
{
    private const int Cases = 20_000;
    private const float Guard = 12345.678f;

    public static TheoryData<string> Kernels => [.. SparseFloatKernel.All.Select(k => k.Name)];

    [Theory]
    [MemberData(nameof(Kernels))]
    public void RowsEqualTheDefinition(string name)
    {
        SparseFloatKernel kernel = Named(name);
        for (int seed = 0; seed < Cases; seed++)
        {
            Random r = new(seed);
            int rows = r.Next(1, 4), positions = SparseFloat.Group * r.Next(1, (SparseFloat.MostPositions / SparseFloat.Group) + 1);
            int[] starts = new int[rows + 1];
            for (int row = 0; row < rows; row++) starts[row + 1] = starts[row] + r.Next(6);
            int[] offsets = [.. Enumerable.Range(0, starts[rows]).Select(_ => r.Next(40))];
            float[] values = Random(r, starts[rows]), x = Random(r, 40 + positions), before = Random(r, rows * SparseFloat.MostPositions), y = [.. before];
            fixed (int* s = starts, o = offsets)
            fixed (float* v = values, from = x, to = y) kernel.Rows(s, rows, o, v, from, positions, to);
            for (int i = 0; i < y.Length; i++)
            {
                int row = i / SparseFloat.MostPositions, p = i % SparseFloat.MostPositions;
                float expected = before[i];
                for (int j = starts[row]; j < starts[row + 1] && p < positions; j++) expected += values[j] * x[offsets[j] + p];
                if (!Same(expected, y[i])) Assert.Fail($"{name}, seed {seed}, row {row}, position {p} of {positions}: {y[i]} instead of {expected}");
            }
        }
    }

    [Theory]
    [MemberData(nameof(Kernels))]
    public void LanesEqualTheDefinition(string name)
    {
        SparseFloatKernel kernel = Named(name);
        for (int seed = 0; seed < Cases; seed++)
        {
            Random r = new(seed);
            int steps = r.Next(20), inputs = r.Next(20) == 0 ? 65_536 : r.Next(1, 100);
            ushort[] columns = [.. Enumerable.Range(0, steps * SparseFloat.LaneRows).Select(_ => (ushort)r.Next(inputs))];
            float[] values = Random(r, columns.Length), x = Random(r, inputs), y = new float[SparseFloat.LaneRows + 1];
            y[^1] = Guard;
            fixed (ushort* c = columns)
            fixed (float* v = values, from = x, to = y) kernel.Lanes(c, v, steps, from, to);
            for (int lane = 0; lane < y.Length; lane++)
            {
                float expected = lane < SparseFloat.LaneRows ? 0f : Guard;
                for (int i = lane; i < columns.Length && lane < SparseFloat.LaneRows; i += SparseFloat.LaneRows) expected += values[i] * x[columns[i]];
                if (!Same(expected, y[lane])) Assert.Fail($"{name}, seed {seed}, lane {lane}: {y[lane]} instead of {expected}");
            }
        }
    }

    private static SparseFloatKernel Named(string name)
    {
        SparseFloatKernel kernel = SparseFloatKernel.All.Single(k => k.Name == name);
        if (!kernel.IsSupported) Assert.Skip($"this machine lacks the instructions of {name}");
        return kernel;
    }

    private static bool Same(float a, float b) => BitConverter.SingleToInt32Bits(a) == BitConverter.SingleToInt32Bits(b);

    private static float[] Random(Random r, int count) => [.. Enumerable.Range(0, count).Select(_ => (float)((r.NextDouble() * 2) - 1))];
}

using System;
using System.Collections.Generic;
using System.Linq;

namespace EdgeRuntime.Format.Tests;

/// <summary>Weights of many shapes and distributions, the same in every run.</summary>
internal static class Samples
{
    /// <summary>Shapes around byte and word boundaries.</summary>
    public static readonly (int Rows, int RowLength)[] Shapes =
        [(1, 1), (1, 7), (1, 8), (1, 9), (3, 5), (2, 16), (1, 31), (1, 32), (1, 33), (4, 63), (4, 64), (5, 65), (16, 25), (20, 128), (7, 299)];

    /// <summary>Weights in every form for one shape.</summary>
    public static IEnumerable<WeightData> Of(int rows, int rowLength, int seed)
    {
        Random random = new(seed);
        int n = rows * rowLength;
        yield return FromFloats(rows, rowLength, i => (float)(random.NextDouble() - 0.5));
        yield return FromFloats(rows, rowLength, i => (float)(Half)(random.NextDouble() - 0.5));
        yield return FromFloats(rows, rowLength, i => random.Next(4) == 0 ? (float)(Half)(random.NextDouble() - 0.5) : 0f);
        yield return FromFloats(rows, rowLength, i => 0f);
        yield return FromFloats(rows, rowLength, i => 0.1f);
        yield return FromFloats(rows, rowLength, i => (i % 256 - 100) * 0.01f);
        yield return FromFloats(rows, rowLength, i => random.Next(3) == 0 || i % rowLength % 3 == 0 ? 0f : random.Next(-9, 9) * 0.1f);
        foreach (float[] scales in ScaleSets(rows, random))
        {
            foreach (int most in (int[])[128, 8, 2])
                yield return FromIntegers(rows, rowLength, scales, i => (sbyte)random.Next(-most, most));
            yield return FromIntegers(rows, rowLength, scales, i => (sbyte)(random.Next(2) * 2 - 1));
            yield return FromIntegers(rows, rowLength, scales, i => (sbyte)random.Next(-1, 2));
            yield return FromIntegers(rows, rowLength, scales, i => (sbyte)(random.Next(40) == 0 ? random.Next(-128, 128) : 0));
            yield return FromIntegers(rows, rowLength, scales, i => 0);
        }

        float[] table = [.. Enumerable.Range(0, 13).Select(i => i * 0.37f - 2f)];
        yield return new WeightData
        {
            Rows = rows,
            RowLength = rowLength,
            Table = table,
            Indices = [.. Enumerable.Range(0, n).Select(i => (byte)Math.Min(random.Next(13), random.Next(13)))],
            Mask = [.. Enumerable.Range(0, n).Select(i => random.Next(3) == 0)],
        };
    }

    public static WeightData FromFloats(int rows, int rowLength, Func<int, float> value) =>
        new() { Rows = rows, RowLength = rowLength, Floats = [.. Enumerable.Range(0, rows * rowLength).Select(value)] };

    public static WeightData FromIntegers(int rows, int rowLength, float[] scales, Func<int, sbyte> value) =>
        new() { Rows = rows, RowLength = rowLength, Scales = scales, Integers = [.. Enumerable.Range(0, rows * rowLength).Select(value)] };

    private static IEnumerable<float[]> ScaleSets(int rows, Random random)
    {
        yield return [];
        yield return [0.0123f];
        yield return [0.25f];
        yield return [.. Enumerable.Range(0, rows).Select(i => (float)random.NextDouble())];
        yield return [.. Enumerable.Range(0, rows).Select(i => (float)(Half)random.NextDouble())];
    }
}

using System;
using System.Collections.Generic;

namespace EdgeRuntime.Converter.Compression;

/// <summary>Choice of the largest magnitudes with ties broken by order: of equal magnitudes the earlier one stays.</summary>
internal static class Magnitudes
{
    /// <summary>Which of <paramref name="values"/> are among the <paramref name="count"/> largest in magnitude; zeros never are.</summary>
    public static bool[] Largest(IReadOnlyList<float[]> values, int count, out int[] offsets)
    {
        offsets = new int[values.Count + 1];
        for (int i = 0; i < values.Count; i++) offsets[i + 1] = checked(offsets[i] + values[i].Length);
        float[] all = new float[offsets[^1]];
        for (int i = 0; i < values.Count; i++) values[i].CopyTo(all, offsets[i]);
        for (int i = 0; i < all.Length; i++) all[i] = Math.Abs(all[i]);
        bool[] keep = new bool[all.Length];
        if (count <= 0) return keep;

        float[] sorted = [.. all];
        Array.Sort(sorted);
        float limit = sorted[Math.Max(0, sorted.Length - count)];
        int ties = Math.Min(count, sorted.Length);
        foreach (float value in all)
        {
            if (value > limit) ties--;
        }
        for (int i = 0; i < all.Length; i++)
        {
            keep[i] = all[i] != 0 && (all[i] > limit || (all[i] == limit && ties-- > 0));
        }
        return keep;
    }

    /// <summary>How many of the largest magnitudes must stay so that the others' squares sum to at most <paramref name="error"/> of the whole.</summary>
    public static int CountWithin(float[] values, double error)
    {
        double[] squares = Array.ConvertAll(values, v => (double)v * v);
        Array.Sort(squares);
        double total = 0;
        foreach (double square in squares) total += square;
        double removed = 0;
        int count = 0;
        while (count < squares.Length && removed + squares[count] <= error * total) removed += squares[count++];
        return squares.Length - count;
    }
}

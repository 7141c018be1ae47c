using System;
using System.Collections.Generic;

namespace EdgeRuntime.Converter.Compression;

/// <summary>How the first centroids are placed.</summary>
public enum KMeansStart
{
    /// <summary>Evenly between the smallest and the largest value.</summary>
    Linear,

    /// <summary>Evenly over the ranks, so that each starts with as many values.</summary>
    Density,

    /// <summary>On values drawn with a seed.</summary>
    Random,
}

/// <summary>
/// Lloyd's k-means in one dimension on sorted values: clusters are intervals, so an iteration is one binary search a boundary and
/// one difference of prefix sums a centroid. Lloyd 1982; for weight sharing Han et al. 2016, arXiv 1510.00149.
/// </summary>
public sealed class KMeans
{
    private readonly double[] sorted;
    private readonly double[] sums;
    private readonly double[] squares;

    /// <summary>Prepares the clustering of <paramref name="values"/>, which must be finite.</summary>
    public KMeans(IReadOnlyCollection<float> values)
    {
        sorted = new double[values.Count];
        int n = 0;
        foreach (float value in values) sorted[n++] = value;
        Array.Sort(sorted);
        sums = new double[n + 1];
        squares = new double[n + 1];
        for (int i = 0; i < n; i++)
        {
            sums[i + 1] = sums[i] + sorted[i];
            squares[i + 1] = squares[i] + sorted[i] * sorted[i];
        }
    }

    /// <summary>Sum of the squares of all values.</summary>
    public double Energy => squares[^1];

    /// <summary>At most <paramref name="limit"/> + 1 of the distinct values, ascending: more than the limit means there are more.</summary>
    public List<float> Distinct(int limit)
    {
        List<float> distinct = [];
        for (int i = 0; i < sorted.Length && distinct.Count <= limit; i = UpperBound(sorted[i])) distinct.Add((float)sorted[i]);
        return distinct;
    }

    /// <summary>
    /// Centroids, ascending and without duplicates: at most <paramref name="k"/>, fewer when there are fewer distinct values (then exactly those).
    /// </summary>
    public float[] Cluster(int k, KMeansStart start, int seed = 0, int iterations = 200)
    {
        List<float> distinct = Distinct(k);
        if (distinct.Count <= k) return [.. distinct];
        double[] centroids = Start(k, start, seed);
        for (int i = 0; i < iterations; i++)
        {
            if (!Iterate(centroids)) break;
        }
        SortedSet<float> table = [];
        int[] bounds = Bounds(centroids);
        for (int c = 0; c < k; c++)
        {
            if (bounds[c + 1] > bounds[c]) table.Add((float)centroids[c]);
        }
        return [.. table];
    }

    /// <summary>Sum of squared distances from each value to the nearest of <paramref name="table"/> (ascending).</summary>
    public double Error(IReadOnlyList<float> table)
    {
        double[] centroids = new double[table.Count];
        for (int c = 0; c < centroids.Length; c++) centroids[c] = table[c];
        int[] bounds = Bounds(centroids);
        double error = 0;
        for (int c = 0; c < centroids.Length; c++) error += Spread(bounds[c], bounds[c + 1], centroids[c]);
        return error;
    }

    /// <summary>Index of the entry of <paramref name="table"/> (ascending, not empty) nearest to <paramref name="value"/>; the lower one of two equally near.</summary>
    public static int Nearest(float[] table, float value)
    {
        int i = Array.BinarySearch(table, value);
        if (i >= 0) return i;
        i = ~i;
        if (i == 0) return 0;
        if (i == table.Length) return i - 1;
        return value <= ((double)table[i - 1] + table[i]) / 2 ? i - 1 : i;
    }

    private double[] Start(int k, KMeansStart start, int seed)
    {
        int n = sorted.Length;
        double[] centroids = new double[k];
        Random random = new(seed);
        for (int c = 0; c < k; c++)
        {
            centroids[c] = start switch
            {
                KMeansStart.Linear => sorted[0] + (sorted[n - 1] - sorted[0]) * c / Math.Max(1, k - 1),
                KMeansStart.Density => sorted[(int)((2L * c + 1) * n / (2L * k))],
                _ => sorted[random.Next(n)],
            };
        }
        if (k == 1) centroids[0] = sums[n] / n;
        Array.Sort(centroids);
        return centroids;
    }

    /// <summary>One assignment and update; false when nothing moved. An empty cluster moves to the farthest value of the worst cluster.</summary>
    private bool Iterate(double[] centroids)
    {
        int[] bounds = Bounds(centroids);
        bool moved = false;
        int empty = -1;
        for (int c = 0; c < centroids.Length; c++)
        {
            int count = bounds[c + 1] - bounds[c];
            if (count == 0)
            {
                empty = c;
                continue;
            }
            double mean = (sums[bounds[c + 1]] - sums[bounds[c]]) / count;
            moved |= mean != centroids[c];
            centroids[c] = mean;
        }
        if (empty < 0) return moved;
        return Refill(centroids, bounds, empty) || moved;
    }

    private bool Refill(double[] centroids, int[] bounds, int empty)
    {
        int worst = -1;
        double most = 0;
        for (int c = 0; c < centroids.Length; c++)
        {
            if (bounds[c + 1] <= bounds[c] || sorted[bounds[c]] == sorted[bounds[c + 1] - 1]) continue;
            double error = Spread(bounds[c], bounds[c + 1], centroids[c]);
            if (worst >= 0 && error <= most) continue;
            (worst, most) = (c, error);
        }
        if (worst < 0) return false;
        double low = sorted[bounds[worst]], high = sorted[bounds[worst + 1] - 1];
        centroids[empty] = centroids[worst] - low >= high - centroids[worst] ? low : high;
        Array.Sort(centroids);
        return true;
    }

    /// <summary>Sum of squared distances of the sorted values from, to (exclusive) to a point.</summary>
    private double Spread(int from, int to, double point)
        => Math.Max(0, squares[to] - squares[from] - 2 * point * (sums[to] - sums[from]) + point * point * (to - from));

    /// <summary>First sorted index of each cluster, and the end; a value half-way belongs to the lower cluster.</summary>
    private int[] Bounds(double[] centroids)
    {
        int[] bounds = new int[centroids.Length + 1];
        bounds[^1] = sorted.Length;
        for (int c = 1; c < centroids.Length; c++) bounds[c] = UpperBound((centroids[c - 1] + centroids[c]) / 2);
        return bounds;
    }

    private int UpperBound(double value)
    {
        int low = 0, high = sorted.Length;
        while (low < high)
        {
            int middle = (low + high) >>> 1;
            if (sorted[middle] <= value) low = middle + 1;
            else high = middle;
        }
        return low;
    }
}

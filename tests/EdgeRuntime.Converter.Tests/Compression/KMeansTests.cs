using System;
using System.Collections.Generic;
using System.Linq;
using EdgeRuntime.Converter.Compression;
using Xunit;

namespace EdgeRuntime.Converter.Tests.Compression;

public class KMeansTests
{
    [Fact]
    public void FindsSeparatedClusters()
    {
        KMeans means = new([-3.1f, -2.9f, 0.4f, 0.5f, 0.6f, 9f, 9.5f]);
        Assert.Equal([-3f, 0.5f, 9.25f], means.Cluster(3, KMeansStart.Linear).Select(v => MathF.Round(v, 4)));
    }

    [Theory]
    [InlineData(KMeansStart.Linear)]
    [InlineData(KMeansStart.Density)]
    [InlineData(KMeansStart.Random)]
    public void FewDistinctValuesGiveALosslessTable(KMeansStart start)
    {
        KMeans means = new([2f, -1f, 2f, 7f, -1f]);
        Assert.Equal([-1f, 2f, 7f], means.Cluster(4, start));
        Assert.Equal(0, means.Error([-1f, 2f, 7f]));
    }

    /// <summary>The sorted algorithm takes the same steps as the textbook one from the same linear start.</summary>
    [Fact]
    public void EqualsTextbookLloyd()
    {
        for (int seed = 0; seed < 50; seed++)
        {
            float[] values = Networks.Normal(200, seed);
            foreach (int k in (int[])[1, 2, 3, 4])
            {
                float[]? expected = Textbook(values, k);
                if (expected is null) continue;
                Assert.Equal(expected, new KMeans(values).Cluster(k, KMeansStart.Linear, iterations: 1000));
            }
        }
    }

    /// <summary>On a few values, the best of several starts is the best of all partitions into intervals.</summary>
    [Fact]
    public void ReachesTheExhaustiveOptimum()
    {
        for (int seed = 0; seed < 40; seed++)
        {
            float[] values = Networks.Normal(9, seed);
            KMeans means = new(values);
            double least = Enumerable.Range(0, 60).Min(s => means.Error(means.Cluster(3, KMeansStart.Random, s)));
            Assert.Equal(Exhaustive([.. values.Order()], 3), least, 1e-5);
        }
    }

    [Fact]
    public void ErrorIsTheSumOfSquaredDistances()
    {
        float[] values = Networks.Normal(300, 5);
        float[] table = [-1.5f, -0.25f, 0.5f, 2f];
        double expected = values.Sum(v => Math.Pow((double)v - table[KMeans.Nearest(table, v)], 2));
        Assert.Equal(expected, new KMeans(values).Error(table), 1e-9);
    }

    [Fact]
    public void NearestPrefersTheLowerOfTwo()
    {
        float[] table = [-1, 1, 3];
        Assert.Equal([0, 0, 0, 1, 1, 2], ((float[])[-9, -1, 0, 1, 2, 2.5f]).Select(v => KMeans.Nearest(table, v)));
    }

    [Fact]
    public void ErrorFallsWithMoreEntries()
    {
        KMeans means = new(Networks.Normal(5000, 2));
        double last = double.MaxValue;
        for (int bits = 1; bits <= 8; bits++)
        {
            float[] table = means.Cluster(1 << bits, KMeansStart.Linear);
            Assert.Equal(1 << bits, table.Length);
            Assert.True(means.Error(table) < last / 2);
            last = means.Error(table);
        }
    }

    private static float[]? Textbook(float[] values, int k)
    {
        double low = values.Min(), high = values.Max();
        double[] c = [.. Enumerable.Range(0, k).Select(i => k == 1 ? values.Average(v => (double)v) : low + (high - low) * i / (k - 1))];
        for (int step = 0; step < 1000; step++)
        {
            List<double>[] clusters = [.. c.Select(_ => new List<double>())];
            foreach (float v in values.Order())
            {
                int best = 0;
                for (int j = 1; j < k; j++)
                {
                    if (Math.Abs(v - c[j]) < Math.Abs(v - c[best])) best = j;
                }
                clusters[best].Add(v);
            }
            if (clusters.Any(l => l.Count == 0)) return null;
            double[] next = [.. clusters.Select(l => l.Average())];
            if (next.Zip(c).All(p => Math.Abs(p.First - p.Second) < 1e-12)) break;
            c = next;
        }
        return [.. c.Select(v => (float)v)];
    }

    private static double Exhaustive(float[] sorted, int k)
    {
        if (sorted.Length == 0) return 0;
        if (k == 1)
        {
            double mean = sorted.Average(v => (double)v);
            return sorted.Sum(v => (v - mean) * (v - mean));
        }
        return Enumerable.Range(1, sorted.Length - k + 1).Min(n => Exhaustive(sorted[..n], 1) + Exhaustive(sorted[n..], k - 1));
    }
}

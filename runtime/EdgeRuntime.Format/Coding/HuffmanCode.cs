using System;
using System.Collections.Generic;
using System.Linq;

namespace EdgeRuntime.Format;

/// <summary>A canonical Huffman code for one stream.</summary>
public sealed class HuffmanCode
{
    private readonly int[] _lengths;
    private readonly int[] _codes;

    private HuffmanCode(int[] lengths, int bits)
    {
        _lengths = lengths;
        _codes = new int[lengths.Length];
        int[] order = [.. Enumerable.Range(0, lengths.Length).Where(s => lengths[s] >= 0).OrderBy(s => lengths[s]).ThenBy(s => s)];
        int code = 0;
        int previous = 0;
        foreach (int symbol in order)
        {
            code <<= lengths[symbol] - previous;
            previous = lengths[symbol];
            _codes[symbol] = code++;
        }

        Table = WriteTable(order, bits);
    }

    /// <summary>The stored table.</summary>
    public byte[] Table { get; }

    /// <summary>Appends the code of a symbol.</summary>
    public void Write(BitWriter writer, int symbol) => writer.WriteCode(_codes[symbol], _lengths[symbol]);

    /// <summary>Bytes of table and payload for symbols that occur <paramref name="counts"/> times.</summary>
    public long Size(long[] counts) => Table.Length + (counts.Select((n, s) => n == 0 ? 0 : n * _lengths[s]).Sum() + 7) / 8;

    /// <summary>
    /// The smaller of two codes for symbols that occur <paramref name="counts"/> times: the optimal one with a list of its symbols, and the
    /// best whose lengths never fall from symbol to symbol, which needs no list.
    /// </summary>
    public static HuffmanCode Build(long[] counts, int bits)
    {
        HuffmanCode optimal = new(Lengths(counts), bits);
        HuffmanCode ordered = new(Lengths(Falling(counts)), bits);
        return ordered.Size(counts) <= optimal.Size(counts) ? ordered : optimal;
    }

    /// <summary>Code length of each symbol, -1 for those that do not occur; at most 15.</summary>
    private static int[] Lengths(long[] counts)
    {
        int[] lengths = Tree(counts);
        if (lengths.Max() > Huffman.Longest) lengths = Limited(counts);

        // Among symbols the longer codes go to the rarer, and to the later when equally frequent.
        int[] used = [.. Enumerable.Range(0, counts.Length).Where(s => counts[s] > 0).OrderByDescending(s => counts[s]).ThenBy(s => s)];
        int[] sorted = [.. used.Select(s => lengths[s]).Order()];
        for (int i = 0; i < used.Length; i++) lengths[used[i]] = sorted[i];
        return lengths;
    }

    /// <summary>The best code of at most 15 bits: package-merge, Larmore and Hirschberg 1990.</summary>
    private static int[] Limited(long[] counts)
    {
        (long Weight, int[] Symbols)[] leaves =
        [
            .. Enumerable.Range(0, counts.Length).Where(s => counts[s] > 0).OrderBy(s => counts[s]).ThenBy(s => s).Select(s => (counts[s], new[] { s })),
        ];
        List<(long Weight, int[] Symbols)> packages = [.. leaves];
        for (int level = 1; level < Huffman.Longest; level++)
        {
            List<(long, int[])> pairs = [];
            for (int i = 0; i + 1 < packages.Count; i += 2)
                pairs.Add((packages[i].Weight + packages[i + 1].Weight, [.. packages[i].Symbols, .. packages[i + 1].Symbols]));
            packages = [.. leaves.Concat(pairs).OrderBy(p => p.Item1)];
        }

        int[] lengths = [.. counts.Select(n => n > 0 ? 0 : -1)];
        foreach ((_, int[] symbols) in packages.Take(2 * leaves.Length - 2))
            foreach (int s in symbols) lengths[s]++;
        return lengths;
    }

    private static int[] Tree(long[] counts)
    {
        int[] lengths = [.. counts.Select(n => n > 0 ? 0 : -1)];
        List<int[]> leaves = [];
        PriorityQueue<int, (long, int)> queue = new();
        for (int s = 0; s < counts.Length; s++)
        {
            if (counts[s] == 0) continue;
            queue.Enqueue(leaves.Count, (counts[s], leaves.Count));
            leaves.Add([s]);
        }

        while (queue.Count > 1)
        {
            queue.TryDequeue(out int a, out (long Weight, int) first);
            queue.TryDequeue(out int b, out (long Weight, int) second);
            int[] joined = [.. leaves[a], .. leaves[b]];
            foreach (int s in joined) lengths[s]++;
            queue.Enqueue(leaves.Count, (first.Weight + second.Weight, leaves.Count));
            leaves.Add(joined);
        }

        return lengths;
    }

    /// <summary>The closest sequence of positive counts that never rises (pool adjacent violators), up to the last symbol that occurs.</summary>
    private static long[] Falling(long[] counts)
    {
        const int Fraction = 16;
        List<(long Sum, int Length)> pools = [];
        int last = Array.FindLastIndex(counts, n => n > 0);
        for (int s = 0; s <= last; s++)
        {
            pools.Add((counts[s], 1));
            while (pools.Count > 1 && pools[^1].Sum * pools[^2].Length > pools[^2].Sum * pools[^1].Length)
            {
                pools[^2] = (pools[^2].Sum + pools[^1].Sum, pools[^2].Length + pools[^1].Length);
                pools.RemoveAt(pools.Count - 1);
            }
        }

        IEnumerable<long> falling = pools.SelectMany(p => Enumerable.Repeat(Math.Max((p.Sum << Fraction) / p.Length, 1), p.Length));
        return [.. falling, .. new long[counts.Length - last - 1]];
    }

    private byte[] WriteTable(int[] order, int bits)
    {
        int longest = _lengths.Max();
        bool identity = order.Select((s, i) => s == i).All(same => same);
        List<byte> table = [(byte)(longest | (identity ? 128 : 0))];
        for (int length = 1; length < longest; length++) table.Add((byte)_lengths.Count(l => l == length));
        if (!identity) table.AddRange(BitWriter.Pack([.. order.Select(s => (byte)s)], bits));
        return [.. table];
    }
}

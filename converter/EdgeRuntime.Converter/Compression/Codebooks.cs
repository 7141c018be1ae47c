using System;
using System.Collections.Generic;
using System.Linq;

namespace EdgeRuntime.Converter.Compression;

/// <summary>Operations on weights in codebook form.</summary>
internal static class Codebooks
{
    /// <summary>Maps every kept weight to the nearest entry of <paramref name="table"/> as stored, and keeps only the entries in use.</summary>
    public static void Assign(LayerWeights weights, IEnumerable<float> table)
    {
        float[] stored = [.. new SortedSet<float>(table.Select(v => weights.Stored(v) + 0f))];
        if (stored.Length == 0) stored = [0];
        byte[] indices = new byte[weights.Values.Length];
        for (int i = 0; i < indices.Length; i++)
        {
            if (weights.Kept(i)) indices[i] = (byte)KMeans.Nearest(stored, weights.Values[i]);
        }
        weights.SetCodebook(stored, indices);
        DropUnused(weights);
    }

    /// <summary>Replaces each table entry by <paramref name="map"/> of it, merging entries that become equal.</summary>
    public static void MapTable(LayerWeights weights, Func<float, float> map)
    {
        float[] mapped = Array.ConvertAll(weights.Table, v => map(v) + 0f);
        float[] table = [.. new SortedSet<float>(mapped)];
        byte[] renumbered = Array.ConvertAll(mapped, v => (byte)Array.BinarySearch(table, v));
        weights.SetCodebook(table, [.. weights.Indices.Select((index, i) => weights.Kept(i) ? renumbered[index] : (byte)0)]);
    }

    /// <summary>Removes the table entries that no kept weight uses.</summary>
    public static void DropUnused(LayerWeights weights)
    {
        float[] scales = weights.Scales;
        bool[] used = new bool[weights.Table.Length];
        for (int i = 0; i < weights.Indices.Length; i++)
        {
            if (weights.Kept(i)) used[weights.Indices[i]] = true;
        }
        byte[] renumbered = new byte[used.Length];
        List<float> table = [];
        for (int entry = 0; entry < used.Length; entry++)
        {
            renumbered[entry] = (byte)table.Count;
            if (used[entry]) table.Add(weights.Table[entry]);
        }
        if (table.Count == 0) table.Add(0);
        weights.SetCodebook([.. table], [.. weights.Indices.Select((index, i) => weights.Kept(i) ? renumbered[index] : (byte)0)]);
        weights.Scales = scales;
    }
}

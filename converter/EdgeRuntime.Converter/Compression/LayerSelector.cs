using System;
using System.Collections.Generic;
using System.Linq;
using EdgeRuntime.Converter.Graph;

namespace EdgeRuntime.Converter.Compression;

/// <summary>
/// Chooses layers by pattern: a name with * (any characters) and ? (one character), or @first, @last, @conv, @depthwise, @dense, or @stem (the first layer if it is a convolution);
/// a leading ! takes the matches away again.
/// </summary>
public static class LayerSelector
{
    /// <summary>The selectors by kind or place.</summary>
    public static IReadOnlyList<string> Kinds { get; } = ["@first", "@last", "@stem", "@conv", "@depthwise", "@dense"];

    /// <summary>Null when <paramref name="pattern"/> is well formed, else a phrase that says what is wrong.</summary>
    public static string? Malformed(string pattern)
    {
        string bare = Bare(pattern);
        if (bare.Length == 0) return "an empty pattern matches nothing";
        return bare[0] == '@' && !Kinds.Contains(bare) ? $"\"{bare}\" is not a selector; there are {string.Join(", ", Kinds)}" : null;
    }

    /// <summary>True when a layer matches; <paramref name="pattern"/> may carry a leading !, which is ignored.</summary>
    public static bool Matches(string pattern, IReadOnlyList<CompressionLayer> all, CompressionLayer layer) => Bare(pattern) switch
    {
        "@first" => ReferenceEquals(layer, all[0]),
        "@last" => ReferenceEquals(layer, all[^1]),
        "@stem" => ReferenceEquals(layer, all[0]) && layer.Nodes[0].Op == Op.Conv,
        "@conv" => layer.Nodes[0].Op == Op.Conv,
        "@depthwise" => layer.IsDepthwise,
        "@dense" => layer.Nodes[0].Op == Op.Dense,
        string glob => layer.Nodes.Any(n => Glob(glob, n.Name)),
    };

    /// <summary>The layers that a list of patterns chooses, in execution order; an empty list, or one of exclusions only, starts from all.</summary>
    public static List<CompressionLayer> Select(IReadOnlyList<string> patterns, IReadOnlyList<CompressionLayer> all)
    {
        bool chosenAll = patterns.All(p => p[0] == '!');
        return [.. all.Where(l => (chosenAll || patterns.Any(p => p[0] != '!' && Matches(p, all, l))) && !patterns.Any(p => p[0] == '!' && Matches(p, all, l)))];
    }

    /// <summary>Refuses a name or pattern that no layer matches; selectors of a kind that the network lacks are allowed.</summary>
    public static void Check(string pattern, IReadOnlyList<CompressionLayer> all, string where)
    {
        if (Bare(pattern)[0] == '@' || all.Any(l => Matches(pattern, all, l))) return;
        const int shown = 12;
        string names = string.Join(", ", all.Take(shown).Select(l => l.Name)) + (all.Count > shown ? $" and {all.Count - shown} more" : "");
        throw new ConversionException($"{where}: no layer matches \"{Bare(pattern)}\"; the network's layers are {(all.Count == 0 ? "none" : names)}.");
    }

    private static string Bare(string pattern) => pattern.StartsWith('!') ? pattern[1..] : pattern;

    /// <summary>Greedy matching with one point of return: linear in the product of the lengths at worst.</summary>
    private static bool Glob(string pattern, string text)
    {
        int p = 0, t = 0, star = -1, resume = 0;
        while (t < text.Length)
        {
            if (p < pattern.Length && pattern[p] == '*') (star, resume, p) = (p, t, p + 1);
            else if (p < pattern.Length && (pattern[p] == '?' || pattern[p] == text[t])) (p, t) = (p + 1, t + 1);
            else if (star >= 0) (p, t) = (star + 1, ++resume);
            else return false;
        }
        while (p < pattern.Length && pattern[p] == '*') p++;
        return p == pattern.Length;
    }
}

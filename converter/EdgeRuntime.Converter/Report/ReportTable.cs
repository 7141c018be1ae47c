using System;
using System.Collections.Generic;
using System.Globalization;
using System.Linq;
using System.Text;
using System.Text.Json.Nodes;

namespace EdgeRuntime.Converter.Report;

/// <summary>Reports of compressions with several seeds as Markdown tables, one row a network and recipe.</summary>
public static class ReportTable
{
    /// <summary>Sizes and errors: median of the seeds, worst seed.</summary>
    /// <param name="reports">Reports as <see cref="CompressReport.ToJson"/> writes them; those of one group are compared with one another.</param>
    /// <exception cref="ConversionException">A report lacks a number.</exception>
    public static string Sizes(IReadOnlyList<(string Group, JsonObject Report)> reports)
    {
        StringBuilder table = new("| networks | seeds | error before: median, worst | error after: median, worst | bytes: median, largest | ratio: median, worst |\n|---|---|---|---|---|---|\n");
        foreach ((string group, double[][] v) in Values(reports, r => [Number(r, "testBefore", "error"), Number(r, "testAfter", "error"), Number(r, "bytes"), Number(r, "ratio")]))
        {
            table.Append(CultureInfo.InvariantCulture, $"| {group} | {v[0].Length} | {Median(v[0]):F2} %, {v[0].Max():F2} % | {Median(v[1]):F2} %, {v[1].Max():F2} % ");
            table.Append(CultureInfo.InvariantCulture, $"| {Median(v[2]):N0}, {v[2].Max():N0} | {Median(v[3]):F1}, {v[3].Min():F1} |\n");
        }

        return table.ToString();
    }

    /// <summary>What pruning, the codebook and entropy coding contribute: medians of the ratios of the whole file after each, and of the parameters.</summary>
    /// <param name="reports">As for <see cref="Sizes"/>.</param>
    /// <exception cref="ConversionException">A report lacks a number.</exception>
    public static string Shares(IReadOnlyList<(string Group, JsonObject Report)> reports)
    {
        StringBuilder table = new("| networks | parameters after pruning | file after pruning | and codebook | and Huffman | and the best coding |\n|---|---|---|---|---|---|\n");
        string[] columns = ["pruningParameters", "pruning", "codebook", "huffman", "best"];
        foreach ((string group, double[][] v) in Values(reports, r => [.. columns.Select(c => Number(r, "shares", c))]))
            table.Append("| ").Append(group).Append(" | ").AppendJoin(" | ", v.Select(x => string.Create(CultureInfo.InvariantCulture, $"{Median(x):F1}x"))).Append(" |\n");
        return table.ToString();
    }

    // One array a column, in the order of the groups' first appearance.
    private static IEnumerable<(string Group, double[][] Columns)> Values(IReadOnlyList<(string Group, JsonObject Report)> reports, Func<JsonObject, double[]> columns)
        => reports.GroupBy(r => r.Group).Select(g =>
        {
            double[][] rows = [.. g.Select(r => columns(r.Report))];
            return (g.Key, Enumerable.Range(0, rows[0].Length).Select(c => rows.Select(r => r[c]).ToArray()).ToArray());
        });

    private static double Median(double[] values)
    {
        double[] sorted = [.. values.Order()];
        return (sorted[(sorted.Length - 1) / 2] + sorted[sorted.Length / 2]) / 2;
    }

    private static double Number(JsonObject report, params string[] path)
    {
        JsonNode? node = report;
        foreach (string name in path) node = node is JsonObject o ? o[name] : null;
        return node is JsonValue value && value.TryGetValue(out double number) ? number
            : throw new ConversionException($"a report has no number \"{string.Join('.', path)}\"; it must be one that edge compress wrote with test pictures");
    }
}

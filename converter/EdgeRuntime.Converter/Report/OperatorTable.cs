using System;
using System.Collections.Generic;
using System.Globalization;
using System.Linq;
using System.Text;

using EdgeRuntime.Converter.Import.Onnx;

namespace EdgeRuntime.Converter.Report;

/// <summary>A row of the operator table.</summary>
/// <param name="Operator">ONNX operator.</param>
/// <param name="Opsets">Operator sets whose form is supported.</param>
/// <param name="Passed">Folders of the node tests that use it and pass.</param>
/// <param name="OutOfScope">Folders that use it and are out of scope.</param>
/// <param name="Failed">Folders that use it and fail.</param>
/// <param name="Reasons">Why folders are out of scope, most frequent first.</param>
public sealed record OperatorRow(string Operator, string Opsets, int Passed, int OutOfScope, int Failed, IReadOnlyList<string> Reasons);

/// <summary>Which ONNX operators are supported, and how their node tests fare; made from the importer's own list.</summary>
public static class OperatorTable
{
    /// <summary>One row a supported operator.</summary>
    public static IReadOnlyList<OperatorRow> Rows(IReadOnlyList<NodeSuiteCase> suite)
        => [.. OnnxOperators.All.OrderBy(o => o.Name, StringComparer.Ordinal).Select(o => Row(o, suite))];

    /// <summary>The table and a line of totals in Markdown.</summary>
    public static string Markdown(IReadOnlyList<NodeSuiteCase> suite)
    {
        StringBuilder text = new();
        text.Append("| ONNX operator | opsets | pass | out of scope | fail | out of scope because |\n|---|---|---|---|---|---|\n");
        foreach (OperatorRow r in Rows(suite))
            text.Append(CultureInfo.InvariantCulture, $"| {r.Operator} | {r.Opsets} | {r.Passed} | {r.OutOfScope} | {r.Failed} | {string.Join("; ", r.Reasons)} |\n");
        int other = suite.Count(c => c.OutOfScope is not null && c.OutOfScope.StartsWith("operator ", StringComparison.Ordinal));
        int form = suite.Count(c => c.OutOfScope is not null) - other;
        text.Append(CultureInfo.InvariantCulture, $"\n{suite.Count} folders: {suite.Count(c => c.Passed)} pass, {suite.Count(c => c.Failure is not null)} fail, ");
        text.Append(CultureInfo.InvariantCulture, $"{other} use an operator that is out of scope, {form} a form or element type that is.\n");
        return text.ToString();
    }

    private static OperatorRow Row(OnnxOperator o, IReadOnlyList<NodeSuiteCase> suite)
    {
        List<NodeSuiteCase> cases = [.. suite.Where(c => c.Operators.Contains(o.Name) && c.OutOfScope?.StartsWith("operator ", StringComparison.Ordinal) != true)];
        IEnumerable<string> reasons = cases.Where(c => c.OutOfScope is not null).GroupBy(c => Kind(c.OutOfScope!)).OrderByDescending(g => g.Count())
            .ThenBy(g => g.Key, StringComparer.Ordinal).Select(g => string.Create(CultureInfo.InvariantCulture, $"{g.Key} ({g.Count()})"));
        string opsets = o.Until == OnnxOperators.NewestOpset ? string.Create(CultureInfo.InvariantCulture, $"{o.Since}+") : string.Create(CultureInfo.InvariantCulture, $"{o.Since}-{o.Until}");
        return new OperatorRow(o.Name, opsets, cases.Count(c => c.Passed), cases.Count(c => c.OutOfScope is not null), cases.Count(c => c.Failure is not null), [.. reasons]);
    }

    /// <summary>A refusal without the names of its folder.</summary>
    private static string Kind(string reason)
    {
        if (reason.Contains("element type", StringComparison.Ordinal)) return "element type";
        if (reason.Contains("does not depend on any input", StringComparison.Ordinal)) return "a constant output";
        if (reason.Contains("known", StringComparison.Ordinal) || reason.Contains("constant", StringComparison.Ordinal)) return "a parameter that is computed at run time";
        if (reason.Contains("rank", StringComparison.Ordinal) || reason.Contains("dimension", StringComparison.Ordinal) || reason.Contains("3-D", StringComparison.Ordinal)) return "number of dimensions";
        return "form";
    }
}

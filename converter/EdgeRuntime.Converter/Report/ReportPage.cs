using System;
using System.Collections.Generic;
using System.Globalization;
using System.Linq;
using System.Net;
using System.Text;
using EdgeRuntime.Converter.Compression;

namespace EdgeRuntime.Converter.Report;

/// <summary>Reports as one HTML file that needs nothing else.</summary>
public static class ReportPage
{
    private const string Style = """
        body { font: 16px/1.5 system-ui, sans-serif; max-width: 56em; margin: 2em auto; padding: 0 1em; color: #222; background: #fff; }
        table { border-collapse: collapse; width: 100%; font-size: 90%; }
        th, td { padding: .3em .6em; text-align: right; border-bottom: 1px solid #ddd; vertical-align: top; }
        th:first-child, td:first-child, td.text { text-align: left; }
        svg { width: 100%; }
        """;

    /// <summary>Stages, accuracy by stage, byte ledger and sensitivity of a compression.</summary>
    public static string Write(CompressReport report)
    {
        StringBuilder page = Begin($"{report.Network} by {report.Recipe}");
        Append(page, $"<p>{report.OriginalBytes:N0} bytes of fp32 parameters became a file of {report.Bytes:N0} bytes: {report.Ratio:F1} times smaller. ");
        if (report is { Before: { } before, After: { } after })
            Append(page, $"Error on {after.Images:N0} test pictures: {100 - before.Top1:F2} % before, {100 - after.Top1:F2} % after. ");
        Append(page, $"Trained on {Text(report.Data)} with seed {report.Seed}");
        if (report.Teacher is { } teacher) Append(page, $" and the teacher {Text(teacher)}");
        Append(page, $"; {report.HeldOut:N0} pictures were held out to choose epochs.</p>\n");
        Stages(page, report);
        page.Append("<h2>Accuracy by stage</h2>\n").Append(Chart.Lines(
            [new ChartLine("held out, %", [.. report.Stages.Select((s, i) => ((double)i, 100 * s.HeldOut))])], "stage", "accuracy, %", names: [.. report.Stages.Select(s => s.Method)]));
        if (report.Epochs.Count > 0)
        {
            page.Append("<h2>Accuracy by epoch</h2>\n").Append(Chart.Lines(
                [new ChartLine("held out, %", [.. report.Epochs.Select((e, i) => (i + 1.0, 100 * e.Epoch.ValidationAccuracy))])], "epoch of all trainings", "accuracy, %"));
        }

        Ledger(page, report.Ledger);
        Layers(page, report.Layers);
        if (report.Sensitivity is { } scan) Scan(page, scan);
        return End(page);
    }

    /// <summary>Table and plot of a sensitivity scan.</summary>
    public static string Write(SensitivityScan scan, string network)
    {
        StringBuilder page = Begin($"Sensitivity of {network}");
        Scan(page, scan);
        return End(page);
    }

    private static void Stages(StringBuilder page, CompressReport report)
    {
        page.Append("<h2>Stages</h2>\n<table>\n<tr><th>stage</th><th>settings</th><th>held out</th><th>parameters left</th><th>bytes, plain</th><th>Huffman</th><th>best</th><th>ratio</th></tr>\n");
        foreach (StageReport s in report.Stages)
        {
            Append(page, $"<tr><td>{Text(s.Method)}</td><td class=\"text\">{Text(s.Settings)}</td><td>{100 * s.HeldOut:F2} %</td><td>{s.ParametersLeft:N0}</td>");
            Append(page, $"<td>{s.RawBytes:N0}</td><td>{s.HuffmanBytes:N0}</td><td>{s.BestBytes:N0}</td><td>{(double)report.OriginalBytes / s.BestBytes:F1}</td></tr>\n");
        }

        page.Append("</table>\n");
    }

    private static void Ledger(StringBuilder page, IReadOnlyList<LedgerLine> ledger)
    {
        page.Append("<h2>What every byte is for</h2>\n");
        page.Append(Chart.Bars([.. ledger.GroupBy(l => l.Layer).Select(g => (g.Key,
            (IReadOnlyList<(string, double)>)[.. g.GroupBy(l => l.Cause).Select(c => (c.Key, (double)c.Sum(l => l.Bytes)))]))]));
    }

    private static void Layers(StringBuilder page, IReadOnlyList<LayerReport> layers)
    {
        page.Append("<h2>Layers</h2>\n<table>\n<tr><th>layer</th><th>weights</th><th>non-zero</th><th>form</th><th>bits</th><th>what was done</th></tr>\n");
        foreach (LayerReport l in layers)
        {
            Append(page, $"<tr><td>{Text(l.Layer)}</td><td>{l.Weights:N0}</td><td>{100 * l.Density:F2} %</td><td>{l.Form.ToString().ToLowerInvariant()}</td><td>{l.Bits}</td>");
            Append(page, $"<td class=\"text\">{Text(string.Join("; ", l.Trail))}</td></tr>\n");
        }

        page.Append("</table>\n");
    }

    private static void Scan(StringBuilder page, SensitivityScan scan)
    {
        bool prune = scan.Method == Sensitivity.Prune;
        double[] levels = [.. scan.Points.Select(p => p.Level).Distinct()];
        page.Append("<h2>Sensitivity</h2>\n");
        Append(page, $"<p>One layer changed at a time, without retraining, on {scan.Images:N0} held-out pictures; unchanged {100 * scan.Baseline:F2} %.</p>\n");
        page.Append(Chart.Lines(
            [.. scan.Points.GroupBy(p => p.Layer).Select(g => new ChartLine(g.Key, [.. g.Where(p => p.Level > 0).OrderBy(p => p.Level).Select(p => (p.Level, 100 * p.Accuracy))]))],
            prune ? "density" : "index bits", "accuracy, %", logarithmic: prune));
        page.Append("<table>\n<tr><th>layer</th>");
        foreach (double level in levels) Append(page, $"<th>{level}</th>");
        page.Append("</tr>\n");
        foreach (IGrouping<string, SensitivityPoint> layer in scan.Points.GroupBy(p => p.Layer))
        {
            Append(page, $"<tr><td>{Text(layer.Key)}</td>");
            foreach (SensitivityPoint point in layer) Append(page, $"<td>{100 * point.Accuracy:F2}</td>");
            page.Append("</tr>\n");
        }

        page.Append("</table>\n");
    }

    private static StringBuilder Begin(string title)
    {
        StringBuilder page = new("<!DOCTYPE html>\n<html lang=\"en\">\n<head>\n<meta charset=\"utf-8\">\n<meta name=\"viewport\" content=\"width=device-width\">\n");
        return page.Append("<title>").Append(Text(title)).Append("</title>\n<style>\n").Append(Style).Append("\n</style>\n</head>\n<body>\n<h1>").Append(Text(title)).Append("</h1>\n");
    }

    private static string End(StringBuilder page) => page.Append("</body>\n</html>\n").ToString();

    private static void Append(StringBuilder page, FormattableString text) => page.Append(text.ToString(CultureInfo.InvariantCulture));

    private static string Text(string text) => WebUtility.HtmlEncode(text);
}

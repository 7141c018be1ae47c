using System;
using System.Collections.Generic;
using System.Globalization;
using System.Linq;
using System.Net;
using System.Text;

namespace EdgeRuntime.Converter.Report;

/// <summary>One line of a chart.</summary>
/// <param name="Name">Name in the key.</param>
/// <param name="Points">Its points, in order of x.</param>
public sealed record ChartLine(string Name, IReadOnlyList<(double X, double Y)> Points);

/// <summary>Plots as SVG elements for pages that need nothing else.</summary>
public static class Chart
{
    private const int Width = 720, Height = 300, Left = 60, Right = 150, Top = 12, Bottom = 44;

    private static readonly string[] Colours = ["#3366cc", "#cc5522", "#229955", "#8844aa", "#aa8800", "#118899", "#bb3366", "#667788"];

    /// <summary>Lines over a common x axis.</summary>
    /// <param name="lines">Lines with at least one point together.</param>
    /// <param name="x">Title of the x axis.</param>
    /// <param name="y">Title of the y axis.</param>
    /// <param name="logarithmic">Whether the x axis, with values above 0, is logarithmic.</param>
    /// <param name="names">Names of the ticks on the x axis, which then are 0, 1, 2, ...; null for numbers.</param>
    public static string Lines(IReadOnlyList<ChartLine> lines, string x, string y, bool logarithmic = false, IReadOnlyList<string>? names = null)
    {
        double[] xs = [.. lines.SelectMany(l => l.Points).Select(p => p.X).Distinct().Order()];
        double[] ys = [.. lines.SelectMany(l => l.Points).Select(p => p.Y)];
        (double low, double high) = (ys.Min(), ys.Max());
        if (high - low < 1e-9) (low, high) = (low - 0.5, high + 0.5);
        double Along(double v) => logarithmic ? Math.Log(v) : v;
        double X(double v) => Left + (xs.Length < 2 ? 0.5 : (Along(v) - Along(xs[0])) / (Along(xs[^1]) - Along(xs[0]))) * (Width - Left - Right);
        double Y(double v) => Top + (high - v) / (high - low) * (Height - Top - Bottom);

        StringBuilder svg = Begin(Height);
        for (int i = 0; i <= 4; i++)
        {
            double v = low + (high - low) * i / 4;
            Append(svg, $"<line x1=\"{Left}\" x2=\"{Width - Right}\" y1=\"{Y(v):F1}\" y2=\"{Y(v):F1}\" stroke=\"#ddd\"/>");
            Append(svg, $"<text x=\"{Left - 6}\" y=\"{Y(v) + 4:F1}\" text-anchor=\"end\">{v:0.##}</text>");
        }

        foreach (double v in xs)
            Append(svg, $"<text x=\"{X(v):F1}\" y=\"{Height - Bottom + 18}\" text-anchor=\"middle\">{(names is null ? v.ToString("0.###", CultureInfo.InvariantCulture) : Text(names[(int)v]))}</text>");
        Append(svg, $"<text x=\"{(Left + Width - Right) / 2}\" y=\"{Height - 6}\" text-anchor=\"middle\">{Text(x)}</text>");
        Append(svg, $"<text transform=\"translate(14 {(Top + Height - Bottom) / 2}) rotate(-90)\" text-anchor=\"middle\">{Text(y)}</text>");
        for (int i = 0; i < lines.Count; i++)
        {
            string colour = Colours[i % Colours.Length];
            string points = string.Join(' ', lines[i].Points.Select(p => FormattableString.Invariant($"{X(p.X):F1},{Y(p.Y):F1}")));
            Append(svg, $"<polyline points=\"{points}\" fill=\"none\" stroke=\"{colour}\" stroke-width=\"2\"/>");
            foreach ((double px, double py) in lines[i].Points) Append(svg, $"<circle cx=\"{X(px):F1}\" cy=\"{Y(py):F1}\" r=\"3\" fill=\"{colour}\"><title>{Text(lines[i].Name)}: {py:0.##}</title></circle>");
            Key(svg, i, lines[i].Name, Width - Right + 14, Top + 8 + 18 * i);
        }

        return svg.Append("</svg>\n").ToString();
    }

    /// <summary>One horizontal bar a row, cut into coloured parts.</summary>
    /// <param name="rows">Name of each row and its parts: name and size.</param>
    public static string Bars(IReadOnlyList<(string Name, IReadOnlyList<(string Part, double Size)> Parts)> rows)
    {
        string[] parts = [.. rows.SelectMany(r => r.Parts).GroupBy(p => p.Part).OrderByDescending(g => g.Sum(p => p.Size)).Select(g => g.Key)];
        double largest = Math.Max(1, rows.Max(r => r.Parts.Sum(p => p.Size)));
        const int left = 110, row = 26;
        int height = Math.Max(rows.Count * row, parts.Length * 18) + 16;
        StringBuilder svg = Begin(height);
        for (int i = 0; i < rows.Count; i++)
        {
            int y = 8 + i * row;
            double x = left;
            Append(svg, $"<text x=\"{left - 6}\" y=\"{y + 14}\" text-anchor=\"end\">{Text(rows[i].Name)}</text>");
            foreach ((string part, double size) in rows[i].Parts.OrderBy(p => Array.IndexOf(parts, p.Part)))
            {
                double width = size / largest * (Width - left - Right - 60);
                Append(svg, $"<rect x=\"{x:F1}\" y=\"{y}\" width=\"{width:F1}\" height=\"18\" fill=\"{Colours[Array.IndexOf(parts, part) % Colours.Length]}\"><title>{Text(part)}: {size:N0}</title></rect>");
                x += width;
            }

            Append(svg, $"<text x=\"{x + 6:F1}\" y=\"{y + 14}\">{rows[i].Parts.Sum(p => p.Size):N0}</text>");
        }

        for (int i = 0; i < parts.Length; i++) Key(svg, i, parts[i], Width - Right + 14, 16 + 18 * i);
        return svg.Append("</svg>\n").ToString();
    }

    private static StringBuilder Begin(int height)
        => new(FormattableString.Invariant($"<svg viewBox=\"0 0 {Width} {height}\" font-size=\"12\" font-family=\"system-ui, sans-serif\" role=\"img\">"));

    private static void Key(StringBuilder svg, int index, string name, int x, int y)
    {
        Append(svg, $"<rect x=\"{x}\" y=\"{y - 8}\" width=\"10\" height=\"10\" fill=\"{Colours[index % Colours.Length]}\"/>");
        Append(svg, $"<text x=\"{x + 15}\" y=\"{y + 1}\">{Text(name)}</text>");
    }

    private static void Append(StringBuilder svg, FormattableString text) => svg.Append(text.ToString(CultureInfo.InvariantCulture));

    private static string Text(string text) => WebUtility.HtmlEncode(text);
}

using System;
using System.Globalization;
using System.Linq;
using System.Net;
using System.Text;
using EdgeRuntime.Converter.Imaging;

namespace EdgeRuntime.Cli.Demo;

/// <summary>The demo as one HTML file that needs nothing else.</summary>
public static class DemoPage
{
    private const string Style = """
        body { font: 16px/1.5 system-ui, sans-serif; max-width: 52em; margin: 2em auto; padding: 0 1em; color: #222; background: #fff; }
        table { border-collapse: collapse; width: 100%; }
        th, td { padding: .4em .8em; text-align: right; border-bottom: 1px solid #ddd; }
        th:first-child, td:first-child { text-align: left; }
        .bar { height: .6em; background: #36c; }
        .pictures { display: flex; flex-wrap: wrap; gap: 1em; }
        figure { margin: 0; text-align: center; font-size: 85%; }
        img { width: 112px; image-rendering: pixelated; }
        .wrong { color: #b00; }
        """;

    /// <summary>The page.</summary>
    public static string Write(DemoResult result)
    {
        StringBuilder page = new();
        page.Append("<!DOCTYPE html>\n<html lang=\"en\">\n<head>\n<meta charset=\"utf-8\">\n<meta name=\"viewport\" content=\"width=device-width\">\n");
        page.Append("<title>EdgeRuntime: one network, several sizes</title>\n<style>\n").Append(Style).Append("\n</style>\n</head>\n<body>\n");
        page.Append("<h1>One network, several sizes</h1>\n");
        page.Append(CultureInfo.InvariantCulture, $"<p>LeNet-5 on {Text(result.DataName)}, {result.Rows[0].Accuracy.Images:N0} pictures. ");
        page.Append(CultureInfo.InvariantCulture, $"Its parameters are {result.OriginalBytes:N0} bytes as fp32; a ratio is that number over the length of the whole model file.</p>\n");
        Table(page, result);
        Pictures(page, result);
        page.Append("</body>\n</html>\n");
        return page.ToString();
    }

    private static void Table(StringBuilder page, DemoResult result)
    {
        page.Append("<table>\n<tr><th>recipe</th><th>bytes</th><th></th><th>ratio</th><th>top 1</th><th>ms/image</th></tr>\n");
        double largest = result.Rows.Max(r => r.Bytes);
        foreach (DemoRow row in result.Rows)
        {
            page.Append(CultureInfo.InvariantCulture, $"<tr><td>{Text(row.Name)}</td><td>{row.Bytes:N0}</td>");
            page.Append(CultureInfo.InvariantCulture, $"<td style=\"width:30%\"><div class=\"bar\" style=\"width:{Math.Max(0.5, 100 * row.Bytes / largest):F1}%\"></div></td>");
            page.Append(CultureInfo.InvariantCulture, $"<td>{row.Ratio:F1}</td><td>{row.Accuracy.Top1:F1} %</td><td>{row.Accuracy.MillisecondsPerImage:F3}</td></tr>\n");
        }

        page.Append("</table>\n");
    }

    private static void Pictures(StringBuilder page, DemoResult result)
    {
        DemoRow smallest = result.Rows.MinBy(r => r.Bytes)!;
        page.Append(CultureInfo.InvariantCulture, $"<h2>What the smallest file ({Text(smallest.Name)}, {smallest.Bytes:N0} bytes) sees</h2>\n<div class=\"pictures\">\n");
        foreach (DemoPicture picture in result.Pictures)
        {
            bool right = picture.Label == picture.Answer;
            page.Append($"<figure><img alt=\"{Text(picture.Label)}\" src=\"{PngWriter.DataUri(picture.Image)}\">");
            page.Append($"<figcaption{(right ? "" : " class=\"wrong\"")}>{Text(picture.Answer)}{(right ? "" : $" (is: {Text(picture.Label)})")}</figcaption></figure>\n");
        }

        page.Append("</div>\n");
    }

    private static string Text(string text) => WebUtility.HtmlEncode(text);
}

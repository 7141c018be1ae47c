using System;
using System.Collections.Generic;
using System.CommandLine;
using System.IO;
using System.Linq;
using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using EdgeRuntime.Converter;
using EdgeRuntime.Converter.Report;

namespace EdgeRuntime.Cli.Verbs;

/// <summary>Sums up the reports of several seeds as Markdown tables.</summary>
public sealed partial class ReportVerb : Verb
{
    public override string Name => "report";

    public override string Summary => "Sum up reports of compress: median and worst of several seeds, and the shares of the stages.";

    protected override Func<ParseResult, Terminal, bool, int> Define(Command command)
    {
        Argument<string[]> files = new("reports") { Description = "reports: NAME-SEED.report.json; those of one NAME are seeds of one row", Arity = ArgumentArity.OneOrMore };
        command.Arguments.Add(files);
        return (parsed, terminal, json) =>
        {
            List<(string Group, JsonObject Report)> reports = [.. parsed.GetRequiredValue(files).Select(f => (Group(f), Read(f)))];
            string sizes = ReportTable.Sizes(reports), shares = ReportTable.Shares(reports);
            if (json) WriteJson(terminal, new JsonObject { ["sizes"] = sizes, ["shares"] = shares });
            else terminal.Out.Write(sizes + "\n" + shares);
            return 0;
        };
    }

    private static string Group(string path) => Seed().Replace(Path.GetFileName(path), "");

    private static JsonObject Read(string path)
    {
        try
        {
            return JsonNode.Parse(File.ReadAllText(path)) as JsonObject ?? throw new ConversionException($"{path} is no report of edge compress");
        }
        catch (JsonException e)
        {
            throw new ConversionException($"{path} is no report of edge compress: it is not JSON", e);
        }
    }

    [GeneratedRegex(@"(-\d+)?(\.report)?\.json$")]
    private static partial Regex Seed();
}

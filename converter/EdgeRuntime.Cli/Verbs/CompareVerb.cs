using System;
using System.Collections.Generic;
using System.CommandLine;
using System.IO;
using System.Linq;
using System.Text.Json.Nodes;
using EdgeRuntime.Converter;
using EdgeRuntime.Converter.Compression;
using EdgeRuntime.Converter.Data;

namespace EdgeRuntime.Cli.Verbs;

/// <summary>Converts one network by several recipes and sets size, ratio and accuracy side by side, as a Markdown table.</summary>
public sealed class CompareVerb(Func<ConvertRequest, ConvertResult> pipeline) : Verb
{
    private static readonly string[] DefaultRecipes = ["float32", "float16", "int8", "int4-weights", "deep-compression", "ternary", "binary"];

    public override string Name => "compare";

    public override string Summary => "Convert a network by several recipes and compare size and accuracy; nothing is written.";

    protected override Func<ParseResult, Terminal, bool, int> Define(Command command)
    {
        Argument<string> network = new("network") { Description = "network to convert: .onnx" };
        Option<string[]> recipes = new("--recipe") { Description = "recipe name or file; may be given several times; default: " + string.Join(", ", DefaultRecipes), HelpName = "NAME|FILE" };
        Option<string?> data = CommonOptions.Data(required: true);
        Option<int> limit = CommonOptions.Limit(), threads = CommonOptions.Threads();
        command.Arguments.Add(network);
        foreach (Option option in new Option[] { recipes, data, limit, threads }) command.Options.Add(option);
        return (parsed, terminal, json) =>
        {
            string path = parsed.GetRequiredValue(network);
            if (Directory.Exists(path)) throw new ConversionException($"{path} is a folder; name a network file");
            if (!File.Exists(path)) throw new ConversionException($"there is no network file {path}");
            string[] chosen = parsed.GetValue(recipes) is { Length: > 0 } given ? given : DefaultRecipes;
            DataSet set = DataSetKind.OpenSpec(parsed.GetValue(data)!);
            DataSet? training = Training(parsed.GetValue(data)!);
            List<(string Recipe, ConvertResult Result)> rows = [];
            foreach (string name in chosen)
            {
                ConvertRequest request = new()
                {
                    Path = path,
                    Recipe = Recipe.Load(name),
                    Data = set,
                    Calibration = training,
                    Limit = parsed.GetValue(limit),
                    Threads = parsed.GetValue(threads),
                    Seed = 1,
                };
                rows.Add((name, terminal.Follow(report => pipeline(request with { Progress = report }))));
            }

            if (json) WriteJson(terminal, new JsonArray([.. rows.Select(r => Json(r.Recipe, r.Result))]));
            else Show(terminal, rows);
            return 0;
        };
    }

    /// <summary>Activation ranges come from pictures that accuracy is not measured on, where there are any.</summary>
    private static DataSet? Training(string data)
    {
        try
        {
            return DataSetKind.OpenSpec(DataSetSpec.Parse(data).With(Split.Train));
        }
        catch (ConversionException)
        {
            return null;
        }
    }

    private static JsonObject Json(string recipe, ConvertResult r) => new()
    {
        ["recipe"] = recipe,
        ["originalBytes"] = r.ParameterBytes,
        ["bytes"] = r.Bytes.Length,
        ["ratio"] = Rounded(r.Ratio, 3),
        ["arenaBytes"] = r.ArenaBytes,
        ["images"] = r.After!.Images,
        ["top1Before"] = Rounded(r.Before!.Top1, 4),
        ["top1After"] = Rounded(r.After.Top1, 4),
    };

    private static void Show(Terminal terminal, List<(string Recipe, ConvertResult Result)> rows)
    {
        ConvertResult first = rows[0].Result;
        terminal.Out.WriteLine("| recipe | bytes | ratio | working memory | top-1 | drop in points |");
        terminal.Out.WriteLine("|---|---|---|---|---|---|");
        terminal.Out.WriteLine($"| fp32 parameters | {Grouped(first.ParameterBytes)} | 1.0 | | {Fixed(first.Before!.Top1, 2)} % | |");
        foreach ((string recipe, ConvertResult r) in rows)
            terminal.Out.WriteLine($"| {recipe} | {Grouped(r.Bytes.Length)} | {Fixed(r.Ratio, 1)} | {Grouped(r.ArenaBytes)} | {Fixed(r.After!.Top1, 2)} % | {Fixed(r.Drop!.Value, 2)} |");
    }
}

using System;
using System.Collections.Generic;
using System.CommandLine;
using System.Linq;
using System.Text;
using System.Text.Json.Nodes;
using EdgeRuntime.Cli.Demo;
using EdgeRuntime.Converter;
using EdgeRuntime.Converter.Compression;
using EdgeRuntime.Converter.Data;
using EdgeRuntime.Converter.Evaluation;
using Spectre.Console;

namespace EdgeRuntime.Cli.Verbs;

/// <summary>Shows sizes and accuracies of a shipped network under several recipes.</summary>
public sealed class DemoVerb(Func<ConvertRequest, ConvertResult> pipeline) : Verb
{
    private const string Uncompressed = "float32";
    private const int PictureCount = 12;
    private const int PictureColumns = 31;

    private static readonly string[] Recipes = ["int8-weights", "int4-weights", "deep-compression"];

    public override string Name => "demo";

    public override string Summary => "Compress a shipped network with three recipes and compare sizes and accuracies.";

    protected override Func<ParseResult, Terminal, bool, int> Define(Command command)
    {
        Option<string?> html = new("--html") { Description = "write the comparison as a self-contained page", HelpName = "FILE" };
        Option<int> threads = CommonOptions.Threads();
        command.Options.Add(html);
        command.Options.Add(threads);
        return (parsed, terminal, json) =>
        {
            string? page = parsed.GetValue(html);
            using OutputFile? file = page is null ? null : OutputFile.Reserve(page);
            DemoResult result = Compare(terminal, parsed.GetValue(threads));
            file?.Commit(Encoding.UTF8.GetBytes(DemoPage.Write(result)));
            if (json) WriteJson(terminal, Json(result));
            else Show(terminal, result);
            return 0;
        };
    }

    private DemoResult Compare(Terminal terminal, int threads)
    {
        using DemoFiles files = DemoFiles.Unpack();
        DataSet data = DataSetKind.OpenSpec(files.Data);
        List<DemoRow> rows = [];
        long originalBytes = 0;
        IReadOnlyList<DemoPicture> pictures = [];
        foreach (string recipe in Recipes.Prepend(Uncompressed))
        {
            ConvertRequest request = new() { Path = files.Network, Recipe = Recipe.Load(recipe), Seed = 1, Threads = threads };
            ConvertResult converted = terminal.Follow(report => pipeline(request with { Progress = report }));
            using ModelClassifier source = new(Model.Load(converted.Bytes, recipe), recipe);
            rows.Add(new DemoRow(recipe, converted.Bytes.Length, converted.Ratio, terminal.Track(recipe, data.Count, step => Evaluator.Run(source, data, 0, threads, step))));
            originalBytes = converted.ParameterBytes;
            if (rows.MinBy(r => r.Bytes) == rows[^1]) pictures = Classify(source, data);
        }

        return new DemoResult(data.Name, originalBytes, rows, pictures);
    }

    private static DemoPicture[] Classify(ModelClassifier source, DataSet data)
    {
        using IClassifier classifier = source.Open();
        float[] scores = new float[source.ClassCount];
        DemoPicture[] pictures = new DemoPicture[PictureCount];
        for (int i = 0; i < pictures.Length; i++)
        {
            classifier.Classify(data[i], scores);
            int best = Enumerable.Range(0, data.ClassNames.Count).First(c => Evaluator.Rank(scores, c) == 0);
            pictures[i] = new DemoPicture(data[i], data.ClassNames[data.Label(i)], data.ClassNames[best]);
        }

        return pictures;
    }

    private static JsonObject Json(DemoResult result) => new()
    {
        ["data"] = result.DataName,
        ["images"] = result.Rows[0].Accuracy.Images,
        ["originalBytes"] = result.OriginalBytes,
        ["recipes"] = new JsonArray([.. result.Rows.Select(r => new JsonObject
        {
            ["recipe"] = r.Name,
            ["bytes"] = r.Bytes,
            ["ratio"] = Rounded(r.Ratio, 3),
            ["top1"] = Rounded(r.Accuracy.Top1, 4),
            ["millisecondsPerImage"] = Rounded(r.Accuracy.MillisecondsPerImage, 6),
        })]),
    };

    private static void Show(Terminal terminal, DemoResult result)
    {
        Table table = new Table().Border(TableBorder.Rounded).Title(Markup.Escape($"LeNet-5 on {result.DataName}, {result.Rows[0].Accuracy.Images} pictures"));
        foreach (string column in new[] { "recipe", "bytes", "ratio", "top 1", "ms/image" }) table.AddColumn(column);
        foreach (DemoRow r in result.Rows)
            table.AddRow(r.Name, Grouped(r.Bytes), Fixed(r.Ratio, 1), Fixed(r.Accuracy.Top1, 1) + " %", Fixed(r.Accuracy.MillisecondsPerImage, 3));
        terminal.Write(table);

        DemoPicture[] shown = [.. result.Pictures.Take(Math.Clamp(terminal.Width / PictureColumns, 1, 4))];
        Table pictures = new Table().Border(TableBorder.None);
        foreach (DemoPicture p in shown) pictures.AddColumn(Markup.Escape(p.Answer + (p.Answer == p.Label ? "" : $" (is: {p.Label})")));
        pictures.AddRow([.. shown.Select(p => terminal.Interactive ? new Markup(TerminalPicture.Colours(p.Image)) : new Markup(Markup.Escape(TerminalPicture.Characters(p.Image))))]);
        terminal.Write(pictures);
    }
}

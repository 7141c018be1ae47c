using System;
using System.Collections.Generic;
using System.CommandLine;
using System.Globalization;
using System.IO;
using System.Linq;
using System.Text;
using System.Text.Json.Nodes;
using EdgeRuntime.Converter;
using EdgeRuntime.Converter.Compression;
using EdgeRuntime.Converter.Data;
using EdgeRuntime.Converter.Imaging;
using EdgeRuntime.Converter.Report;
using EdgeRuntime.Converter.Training;

namespace EdgeRuntime.Cli.Verbs;

/// <summary>Shows how much pruning or weight sharing each layer bears by itself.</summary>
public sealed class SensitivityVerb : Verb
{
    public override string Name => "sensitivity";

    public override string Summary => "Measure how much pruning or weight sharing each layer bears, without retraining.";

    protected override Func<ParseResult, Terminal, bool, int> Define(Command command)
    {
        Argument<string> input = new("network") { Description = "float network: .onnx" };
        Option<string?> data = CommonOptions.Data(required: true);
        Option<string> method = new("--method") { Description = $"{Sensitivity.Prune} or {Sensitivity.Codebook}", HelpName = "NAME", DefaultValueFactory = _ => Sensitivity.Prune };
        Option<string?> levels = new("--levels") { Description = "densities, such as 0.5,0.2,0.1, or index bits, such as 2,4,6", HelpName = "LIST" };
        Option<string?> inputSpec = new("--input-spec") { Description = "how pictures are prepared; default: NETWORK.input.json", HelpName = "FILE" };
        Option<string?> csv = new("--csv") { Description = "file for the points as comma-separated values", HelpName = "FILE" };
        Option<string?> html = new("--html") { Description = "file for a page with plot and table", HelpName = "FILE" };
        Option<int> limit = CommonOptions.Limit(), threads = CommonOptions.Threads();
        command.Arguments.Add(input);
        foreach (Option option in new Option[] { data, method, levels, inputSpec, csv, html, limit, threads }) command.Options.Add(option);
        return (parsed, terminal, json) =>
        {
            string network = parsed.GetRequiredValue(input), kind = parsed.GetRequiredValue(method);
            using OutputFile? table = parsed.GetValue(csv) is { } c ? OutputFile.Reserve(c) : null, page = parsed.GetValue(html) is { } h ? OutputFile.Reserve(h) : null;
            List<string> notes = [];
            FloatModel model = FloatModel.Load(network, parsed.GetValue(inputSpec), null, notes);
            foreach (string note in notes) terminal.Error.WriteLine("edge: note: " + note);
            if (model.Input is null) throw new ConversionException($"{network} does not take one picture, so no accuracy can be measured");
            DataSet pictures = DataSetKind.OpenSpec(DataSetSpec.Parse(parsed.GetValue(data)!).With(Split.Train));
            SampleSet samples = SampleSet.Load(pictures, NetworkInput.Of(model.Input));
            int most = parsed.GetValue(limit);
            int[]? chosen = most > 0 && most < samples.Count ? pictures.Sample(most) : null;
            double[] steps = parsed.GetValue(levels) is { } list ? Levels(list) : Sensitivity.UsualLevels(kind);
            SensitivityScan scan = terminal.Follow(report => Sensitivity.Run(model.Graph, samples, kind, steps, chosen, parsed.GetValue(threads), report));
            table?.Commit(Encoding.UTF8.GetBytes(scan.ToCsv()));
            page?.Commit(Encoding.UTF8.GetBytes(ReportPage.Write(scan, Path.GetFileName(network))));
            if (json) WriteJson(terminal, Json(scan));
            else Show(terminal, scan, steps);
            return 0;
        };
    }

    private static double[] Levels(string list) => [.. list.Split(',').Select(t =>
        double.TryParse(t, NumberStyles.Float, CultureInfo.InvariantCulture, out double level) ? level : throw new ConversionException($"--levels holds \"{t}\"; it takes numbers with commas between them"))];

    private static JsonObject Json(SensitivityScan scan) => new()
    {
        ["method"] = scan.Method,
        ["images"] = scan.Images,
        ["baseline"] = Rounded(100 * scan.Baseline, 2),
        ["points"] = new JsonArray([.. scan.Points.Select(p => (JsonNode)new JsonObject
        {
            ["layer"] = p.Layer, ["level"] = p.Level, ["weights"] = p.WeightsLeft, ["accuracy"] = Rounded(100 * p.Accuracy, 2),
        })]),
    };

    private static void Show(Terminal terminal, SensitivityScan scan, double[] levels)
    {
        terminal.Out.WriteLine($"Accuracy in % on {Grouped(scan.Images)} held-out pictures, one layer changed at a time; unchanged {Fixed(100 * scan.Baseline, 2)}.");
        terminal.Out.WriteLine($"| layer, {(scan.Method == Sensitivity.Prune ? "density" : "bits")} | {string.Join(" | ", levels.Select(l => l.ToString(CultureInfo.InvariantCulture)))} |");
        terminal.Out.WriteLine("|---|" + string.Concat(levels.Select(_ => "---|")));
        foreach (IGrouping<string, SensitivityPoint> layer in scan.Points.GroupBy(p => p.Layer))
            terminal.Out.WriteLine($"| {layer.Key} | {string.Join(" | ", layer.Select(p => Fixed(100 * p.Accuracy, 2)))} |");
    }
}

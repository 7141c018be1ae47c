using System;
using System.CommandLine;
using System.IO;
using System.Linq;
using System.Text;
using System.Text.Json;
using EdgeRuntime.Converter;
using EdgeRuntime.Converter.Compression;
using EdgeRuntime.Converter.Data;
using EdgeRuntime.Converter.Report;
using Spectre.Console;

namespace EdgeRuntime.Cli.Verbs;

/// <summary>Compresses a network by a recipe whose stages may train it, and writes the model file and a report.</summary>
public sealed class CompressVerb : Verb
{
    private static readonly JsonSerializerOptions Indented = new() { WriteIndented = true };

    public override string Name => "compress";

    public override string Summary => "Compress a network with retraining between the stages.";

    protected override Func<ParseResult, Terminal, bool, int> Define(Command command)
    {
        Argument<string> input = new("network") { Description = "network to compress: .onnx" };
        Option<string> output = new("--output", "-o") { Description = "model file to write: .erm; the report goes beside it as .report.json and .report.html", HelpName = "FILE", Required = true };
        Option<string> recipe = new("--recipe") { Description = "recipe file, or one of " + string.Join(", ", Recipe.Retraining.Concat(Recipe.Ready)), HelpName = "NAME|FILE", Required = true };
        Option<string?> data = CommonOptions.Data(required: true);
        Option<string?> teacher = new("--teacher") { Description = "network to imitate in the training stages", HelpName = "FILE" };
        Option<string?> inputSpec = new("--input-spec") { Description = "how pictures are prepared; default: NETWORK.input.json", HelpName = "FILE" };
        Option<int> seed = CommonOptions.AtLeast(0, new Option<int>("--seed") { Description = "seed; the same seed gives the same bytes", HelpName = "N", DefaultValueFactory = _ => 1 });
        Option<string?> checkpoint = new("--checkpoint") { Description = "folder for the states of the trainings, written after each epoch and on Ctrl-C", HelpName = "FOLDER" };
        Option<bool> resume = new("--resume") { Description = "go on from the states that are in the folder" };
        Option<int> sensitivity = CommonOptions.AtLeast(0, new Option<int>("--sensitivity") { Description = "held-out pictures for the sensitivity scan of the report; 0 for none", HelpName = "N", DefaultValueFactory = _ => 1000 });
        Option<int> threads = CommonOptions.Threads();
        command.Arguments.Add(input);
        foreach (Option option in new Option[] { output, recipe, data, teacher, inputSpec, seed, checkpoint, resume, sensitivity, threads }) command.Options.Add(option);
        return (parsed, terminal, json) =>
        {
            string network = parsed.GetRequiredValue(input), target = parsed.GetRequiredValue(output);
            Check(network, target);
            string? folder = parsed.GetValue(checkpoint);
            if (parsed.GetValue(resume) && folder is null) throw new ConversionException("--resume goes on from states of trainings; name their folder with --checkpoint");
            string reports = target[..^".erm".Length] + ".report";
            using OutputFile file = OutputFile.Reserve(target), jsonFile = OutputFile.Reserve(reports + ".json"), page = OutputFile.Reserve(reports + ".html");
            DataSetSpec pictures = DataSetSpec.Parse(parsed.GetValue(data)!);
            CompressRequest request = new()
            {
                Path = network,
                Recipe = Recipe.Load(parsed.GetRequiredValue(recipe)),
                Training = DataSetKind.OpenSpec(pictures.With(Split.Train)),
                Test = DataSetKind.OpenSpec(pictures.With(Split.Test)),
                Teacher = parsed.GetValue(teacher),
                InputSpecPath = parsed.GetValue(inputSpec),
                Seed = parsed.GetValue(seed),
                Threads = parsed.GetValue(threads),
                Checkpoints = folder,
                Resume = parsed.GetValue(resume),
                SensitivityImages = parsed.GetValue(sensitivity),
            };
            if (folder is not null) Directory.CreateDirectory(folder);
            if (Compressed(request, terminal) is not { } result) return Program.Interrupted;
            file.Commit(result.Bytes);
            jsonFile.Commit(Encoding.UTF8.GetBytes(result.Report.ToJson().ToJsonString(Indented) + "\n"));
            page.Commit(Encoding.UTF8.GetBytes(ReportPage.Write(result.Report)));
            foreach (string note in result.Notes) terminal.Error.WriteLine("edge: note: " + note);
            if (json) WriteJson(terminal, result.Report.ToJson());
            else Show(terminal, result.Report, target);
            return 0;
        };
    }

    private static void Check(string network, string target)
    {
        if (!File.Exists(network))
            throw new ConversionException(Directory.Exists(network) ? $"{network} is a folder; name a network file" : $"there is no network file {network}");
        if (!target.EndsWith(".erm", StringComparison.OrdinalIgnoreCase)) throw new ConversionException($"the file to write is \"{target}\", but model files end in .erm; name it so");
    }

    private static CompressResult? Compressed(CompressRequest request, Terminal terminal)
    {
        using Interruption interruption = new();
        using TrainDisplay display = new(terminal);
        int stage = -1;
        try
        {
            return CompressPipeline.Run(request with
            {
                Progress = display.Show,
                TrainingProgress = (i, progress) =>
                {
                    if (stage != i) display.Title(string.Create(System.Globalization.CultureInfo.InvariantCulture, $"stage {i + 1} of {request.Recipe.Stages.Count}"));
                    stage = i;
                    display.Show(progress);
                },
                Cancel = interruption.Token,
            });
        }
        catch (OperationCanceledException)
        {
            display.Dispose();
            terminal.Error.WriteLine(request.Checkpoints is null
                ? "edge: compression was stopped and nothing was written, for no --checkpoint was given"
                : $"edge: compression was stopped; go on with --checkpoint {request.Checkpoints} --resume");
            return null;
        }
    }

    private static void Show(Terminal terminal, CompressReport report, string target)
    {
        Table stages = new Table().Border(TableBorder.Rounded);
        foreach (string column in new[] { "stage", "held out", "parameters left", "bytes plain", "Huffman", "best", "ratio" }) stages.AddColumn(column);
        foreach (StageReport s in report.Stages)
        {
            stages.AddRow(Markup.Escape(s.Method), Fixed(100 * s.HeldOut, 2) + " %", Grouped(s.ParametersLeft), Grouped(s.RawBytes), Grouped(s.HuffmanBytes), Grouped(s.BestBytes),
                Fixed((double)report.OriginalBytes / s.BestBytes, 1));
        }

        terminal.Write(stages);
        string error = report is { Before: { } before, After: { } after } ? $", {Fixed(100 - after.Top1, 2)} % error on {Grouped(after.Images)} test pictures ({Fixed(100 - before.Top1, 2)} % before)" : "";
        terminal.Out.WriteLine($"{target}: {Grouped(report.Bytes)} bytes, {Fixed(report.Ratio, 1)} times smaller{error}");
    }
}

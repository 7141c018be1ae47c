using System;
using System.Collections.Generic;
using System.CommandLine;
using System.Globalization;
using System.IO;
using System.Linq;
using System.Text.Json.Nodes;
using EdgeRuntime.Converter;
using EdgeRuntime.Converter.Compression;
using EdgeRuntime.Converter.Data;
using EdgeRuntime.Converter.Evaluation;
using Spectre.Console;

namespace EdgeRuntime.Cli.Verbs;

/// <summary>Compresses a network into a model file.</summary>
public sealed class ConvertVerb(Func<ConvertRequest, ConvertResult> pipeline) : Verb
{
    private const string DefaultRecipe = "int8-weights";

    public override string Name => "convert";

    public override string Summary => "Compress a network into a model file.";

    protected override Func<ParseResult, Terminal, bool, int> Define(Command command)
    {
        Argument<string> input = new("network") { Description = "network to convert: .onnx" };
        Option<string> output = new("--output", "-o") { Description = "model file to write: .erm", HelpName = "FILE", Required = true };
        Option<string> recipe = new("--recipe") { Description = "recipe file, or one of " + string.Join(", ", Recipe.Ready), HelpName = "NAME|FILE", DefaultValueFactory = _ => DefaultRecipe };
        Option<string?> data = CommonOptions.Data(required: false);
        Option<double?> maxDrop = new("--max-drop") { Description = "most percentage points of accuracy that may be lost; needs --data", HelpName = "POINTS" };
        Option<string?> inputSpec = new("--input-spec") { Description = "how pictures are prepared; default: NETWORK.input.json", HelpName = "FILE" };
        Option<string[]> inputShape = new("--input-shape") { Description = "shape of an input the network leaves open, such as data=1,3,224,224", HelpName = "NAME=SHAPE" };
        Option<int> limit = CommonOptions.Limit(), threads = CommonOptions.Threads();
        Option<int> seed = CommonOptions.AtLeast(0, new Option<int>("--seed") { Description = "seed; the same seed gives the same bytes", HelpName = "N", DefaultValueFactory = _ => 1 });
        Option<bool> names = new("--names") { Description = "store names of layers in the file" };
        Option<bool> small = new("--small-memory") { Description = "fuse max pooling into convolutions: less working memory, for microcontrollers" };
        Option<bool> integer = new("--integer-only") { Description = "leave out a softmax at the end and refuse any operation over floats, for cores without floating point" };
        command.Arguments.Add(input);
        foreach (Option option in new Option[] { output, recipe, data, maxDrop, inputSpec, inputShape, limit, seed, threads, names, small, integer }) command.Options.Add(option);
        return (parsed, terminal, json) =>
        {
            string network = parsed.GetRequiredValue(input), target = parsed.GetRequiredValue(output);
            Check(network, target, parsed.GetValue(maxDrop), parsed.GetValue(data));
            Dictionary<string, int[]> shapes = Shapes(parsed.GetValue(inputShape) ?? []);
            List<string> notes = [];
            using OutputFile file = OutputFile.Reserve(target);
            Recipe chosen = Recipe.Load(parsed.GetRequiredValue(recipe));
            bool calibrates = chosen.Stages.Any(s => s.Method is ActivationsMethod);
            ConvertRequest request = new()
            {
                Path = network,
                Recipe = chosen,
                InputSpecPath = parsed.GetValue(inputSpec),
                Data = parsed.GetValue(data) is { } spec ? DataSetKind.OpenSpec(spec) : null,
                Calibration = calibrates && parsed.GetValue(data) is { } test ? TrainingPart(test, notes) : null,
                MaxDrop = parsed.GetValue(maxDrop),
                Limit = parsed.GetValue(limit),
                Seed = parsed.GetValue(seed),
                Threads = parsed.GetValue(threads),
                Names = parsed.GetValue(names),
                SmallMemory = parsed.GetValue(small),
                IntegerOnly = parsed.GetValue(integer),
                CertificateInputs = 1,
                InputShapes = shapes.Count > 0 ? shapes : null,
            };
            ConvertResult result = terminal.Follow(report => pipeline(request with { Progress = report }));
            file.Commit(result.Bytes);
            foreach (string note in notes.Concat(result.Notes)) terminal.Error.WriteLine("edge: note: " + note);
            if (json) WriteJson(terminal, Json(request, target, result, notes));
            else Show(terminal, request, target, result);
            return 0;
        };
    }

    private static void Check(string network, string target, double? maxDrop, string? data)
    {
        if (!File.Exists(network))
            throw new ConversionException(Directory.Exists(network) ? $"{network} is a folder; name a network file" : $"there is no network file {network}");
        if (maxDrop is { } drop && (!double.IsFinite(drop) || drop < 0)) throw new ConversionException($"--max-drop is {drop}; it must be 0 or more percentage points");
        if (maxDrop is not null && data is null) throw new ConversionException("--max-drop compares accuracies; name labelled pictures with --data");
        if (target.Length > 0 && Path.GetFullPath(target) == Path.GetFullPath(network)) throw new ConversionException($"{target} is the network itself; name another file to write");
        if (!Directory.Exists(target) && !target.EndsWith(".erm", StringComparison.OrdinalIgnoreCase)) throw new ConversionException($"the file to write is \"{target}\", but model files end in .erm; name it so");
    }

    // Activation ranges come from training pictures, so that the accuracy is measured on pictures the conversion has not seen.
    private static DataSet? TrainingPart(string data, List<string> notes)
    {
        DataSetSpec spec = DataSetSpec.Parse(data);
        try
        {
            return DataSetKind.OpenSpec(spec.With(Split.Train));
        }
        catch (ConversionException)
        {
            notes.Add($"{spec.Path} has no training part, so activation ranges are taken from the pictures the accuracy is measured on");
            return null;
        }
    }

    private static Dictionary<string, int[]> Shapes(string[] texts)
    {
        Dictionary<string, int[]> shapes = new(StringComparer.Ordinal);
        foreach (string text in texts)
        {
            int equals = text.LastIndexOf('=');
            string[] sizes = text[(equals + 1)..].Split(',');
            int[] shape = [.. sizes.Select(s => int.TryParse(s, NumberStyles.None, CultureInfo.InvariantCulture, out int size) && size > 0 ? size : -1)];
            if (equals < 1 || shape.Contains(-1)) throw new ConversionException($"--input-shape is \"{text}\"; write NAME=1,3,224,224 with positive sizes");
            if (!shapes.TryAdd(text[..equals], shape)) throw new ConversionException($"--input-shape names {text[..equals]} twice");
        }

        return shapes;
    }

    private static JsonObject Json(ConvertRequest request, string target, ConvertResult result, List<string> notes) => new()
    {
        ["input"] = request.Path,
        ["output"] = target,
        ["recipe"] = request.Recipe.Name,
        ["originalBytes"] = result.ParameterBytes,
        ["bytes"] = result.Bytes.Length,
        ["ratio"] = Rounded(result.Ratio, 3),
        ["arenaBytes"] = result.ArenaBytes,
        ["images"] = result.After?.Images ?? 0,
        ["top1Before"] = result.Before is { } before ? Rounded(before.Top1, 4) : null,
        ["top1After"] = result.After is { } after ? Rounded(after.Top1, 4) : null,
        ["layers"] = new JsonArray([.. result.Compression.Layers.Select(l => new JsonObject
        {
            ["layer"] = l.Layer,
            ["form"] = l.Form.ToString(),
            ["bits"] = l.Bits,
            ["weights"] = l.Weights,
            ["density"] = Rounded(l.Density, 4),
            ["steps"] = new JsonArray([.. l.Trail.Select(t => JsonValue.Create(t))]),
        })]),
        ["notes"] = new JsonArray([.. notes.Concat(result.Notes).Select(n => JsonValue.Create(n))]),
    };

    private static void Show(Terminal terminal, ConvertRequest request, string target, ConvertResult result)
    {
        Table layers = new Table().Border(TableBorder.Rounded);
        foreach (string column in new[] { "layer", "weights", "form", "bits", "non-zero", "what was done" }) layers.AddColumn(column);
        foreach (LayerReport l in result.Compression.Layers)
            layers.AddRow(Markup.Escape(l.Layer), Grouped(l.Weights), l.Form.ToString(), l.Bits.ToString(CultureInfo.InvariantCulture), Fixed(100 * l.Density, 1) + " %", Markup.Escape(string.Join("; ", l.Trail)));
        terminal.Write(layers);
        Table table = new Table().Border(TableBorder.Rounded).AddColumn("").AddColumn("bytes").AddColumn("ratio").AddColumn("top 1");
        table.AddRow(Markup.Escape(request.Path), Grouped(result.ParameterBytes), "1.0", Percent(result.Before));
        table.AddRow(Markup.Escape(target), Grouped(result.Bytes.Length), Fixed(result.Ratio, 1), Percent(result.After));
        terminal.Write(table);
    }

    private static string Percent(EvaluationResult? result) => result is null ? "not measured" : Fixed(result.Top1, 2) + " %";
}

using System;
using System.Collections.Generic;
using System.CommandLine;
using System.IO;
using System.Linq;
using System.Text.Json.Nodes;
using EdgeRuntime.Converter;
using EdgeRuntime.Converter.Data;
using EdgeRuntime.Converter.Export.Onnx;
using EdgeRuntime.Converter.Graph;
using EdgeRuntime.Converter.Imaging;
using EdgeRuntime.Converter.Training;

namespace EdgeRuntime.Cli.Verbs;

/// <summary>Trains a built-in network, or one from a file further, and writes it as ONNX with its input specification beside it.</summary>
public sealed class TrainVerb : Verb
{
    private readonly Dictionary<TrainSetting, Option<string?>> settings = [];
    private readonly Option<string?> data = CommonOptions.Data(required: true);
    private readonly Option<string?> unlabelled = Text("--unlabelled", "KIND:PATH", "more pictures, without labels, that a teacher explains");
    private readonly Option<string?> test = Text("--test", "KIND:PATH", "pictures to measure the final accuracy on; by default the test part of --data");
    private readonly Option<string?> recipe = Text("--recipe", "NAME|FILE", "settings to start from: " + string.Join(", ", TrainRecipe.BuiltIn));
    private readonly Option<string?> from = Text("--from", "FILE", "network to train further, instead of --arch");
    private readonly Option<string?> inputSpec = Text("--input-spec", "FILE", "input specification of --from");
    private readonly Option<string?> teacher = Text("--teacher", "FILE", "network to imitate");
    private readonly Option<string?> checkpoint = Text("--checkpoint", "FILE", "state of the training, written after each epoch and on Ctrl-C");
    private readonly Option<bool> resume = new("--resume") { Description = "go on from the checkpoint if there is one" };
    private readonly Option<int> threads = CommonOptions.Threads();
    private readonly Option<string> output = new("--output", "-o") { Description = "network file to write: .onnx", HelpName = "FILE", Required = true };

    public override string Name => "train";

    public override string Summary => "Train a network on labelled pictures.";

    protected override Func<ParseResult, Terminal, bool, int> Define(Command command)
    {
        foreach (TrainSetting setting in TrainSetting.All) settings[setting] = Text("--" + setting.Name, setting.Value, setting.Summary);
        Option[] options = [data, unlabelled, test, recipe, from, inputSpec, teacher, checkpoint, resume, threads, output, .. settings.Values];
        foreach (Option option in options) command.Options.Add(option);
        return Run;
    }

    private static Option<string?> Text(string name, string value, string summary) => new(name) { HelpName = value, Description = summary };

    private int Run(ParseResult parsed, Terminal terminal, bool json)
    {
        TrainRecipe plan = parsed.GetValue(recipe) is { } named ? TrainRecipe.Load(named) : new TrainRecipe();
        foreach (TrainSetting setting in TrainSetting.All)
        {
            if (parsed.GetValue(settings[setting]) is { } text) setting.Apply(plan, text);
        }

        string path = parsed.GetRequiredValue(output), pictures = parsed.GetValue(data)!;
        if (!path.EndsWith(".onnx", StringComparison.OrdinalIgnoreCase)) throw new ConversionException($"{path} does not end in .onnx, the only kind of file that training writes");
        DataSet training = DataSetKind.OpenSpec(pictures.Contains("?split=", StringComparison.Ordinal) ? pictures : pictures + (pictures.Contains('?') ? "&" : "?") + "split=train");
        (ModelGraph graph, NetworkInput input) = Network(parsed, plan, training, terminal);
        using OutputFile file = OutputFile.Reserve(path), description = OutputFile.Reserve(path + ".input.json");
        SampleSet samples = SampleSet.Load(training, input);
        SampleSet? more = parsed.GetValue(unlabelled) is { } spec ? SampleSet.Load(DataSetKind.OpenSpec(spec), input, labelled: false) : null;
        using Interruption interruption = new();
        using TrainDisplay display = new(terminal);
        FloatModel? imitated = Teacher(parsed, terminal);
        TrainResult result = Trainer.Run(plan.Request(graph, samples, imitated?.Graph) with
        {
            TeacherInput = imitated?.Input is { } wanted ? NetworkInput.Of(wanted) : null,
            Unlabelled = more,
            Threads = parsed.GetValue(threads),
            Checkpoint = parsed.GetValue(checkpoint),
            Resume = parsed.GetValue(resume),
            Progress = display.Show,
            Cancel = interruption.Token,
        });
        display.Dispose();
        if (result.Interrupted) return Stopped(terminal, parsed.GetValue(checkpoint));
        ModelGraph folded = TrainedGraph.Fold(graph);
        file.Commit(OnnxExporter.Write(folded));
        bool channelsFirst = folded.Inputs[0].Shape.Length != 4 || folded.Inputs[0].Permutation is not null || input.ChannelsFirst;
        description.Commit(TrainInput.Describe(input, channelsFirst, [.. training.ClassNames]));
        Report(terminal, json, result, Tested(parsed, pictures, folded, input), path);
        return 0;
    }

    private (ModelGraph Graph, NetworkInput Input) Network(ParseResult parsed, TrainRecipe plan, DataSet training, Terminal terminal)
    {
        if (parsed.GetValue(from) is { } start)
        {
            List<string> notes = [];
            FloatModel model = FloatModel.Load(start, parsed.GetValue(inputSpec), null, notes);
            foreach (string note in notes) terminal.Error.WriteLine(note);
            if (model.Input is null) throw new ConversionException($"{start} does not take one picture, so it cannot be trained on {training.Name}");
            return (model.Graph, NetworkInput.Of(model.Input));
        }

        if (plan.Architecture is null) throw new ConversionException("there is no network to train: give --arch NAME, --recipe NAME or --from FILE");
        NetworkInput input = TrainInput.For(plan, training);
        return (plan.Build(input, training.ClassNames.Count), input);
    }

    private FloatModel? Teacher(ParseResult parsed, Terminal terminal)
    {
        if (parsed.GetValue(teacher) is not { } path) return null;
        List<string> notes = [];
        FloatModel model = FloatModel.Load(path, null, null, notes);
        foreach (string note in notes) terminal.Error.WriteLine(note);
        return model;
    }

    private double? Tested(ParseResult parsed, string trained, ModelGraph graph, NetworkInput input)
    {
        string? spec = parsed.GetValue(test) ?? (trained.Contains('?') ? null : trained);
        return spec is null ? null : FloatAccuracy.Of(graph, SampleSet.Load(DataSetKind.OpenSpec(spec), input), parsed.GetValue(threads));
    }

    private static int Stopped(Terminal terminal, string? checkpoint)
    {
        terminal.Error.WriteLine(checkpoint is null
            ? "edge: training was stopped and nothing was written, for no --checkpoint was given"
            : $"edge: training was stopped; go on with --checkpoint {checkpoint} --resume");
        return Program.Interrupted;
    }

    private static void Report(Terminal terminal, bool json, TrainResult result, double? tested, string path)
    {
        if (json)
        {
            WriteJson(terminal, new JsonObject
            {
                ["file"] = Path.GetFileName(path),
                ["bytes"] = new FileInfo(path).Length,
                ["bestEpoch"] = result.BestEpoch,
                ["validation"] = Rounded(100 * result.ValidationAccuracy, 2),
                ["test"] = tested is { } t ? Rounded(100 * t, 2) : null,
                ["imagesPerSecond"] = Rounded(result.ImagesPerSecond, 0),
                ["epochs"] = new JsonArray([.. result.Epochs.Select(e => (JsonNode)new JsonObject
                {
                    ["epoch"] = e.Epoch,
                    ["loss"] = Rounded(e.Loss, 5),
                    ["accuracy"] = Rounded(100 * e.Accuracy, 2),
                    ["validationLoss"] = Rounded(e.ValidationLoss, 5),
                    ["validation"] = Rounded(100 * e.ValidationAccuracy, 2),
                })]),
            });
            return;
        }

        string rest = tested is { } accuracy ? $", {Fixed(100 * accuracy, 2)} % on the test pictures" : "";
        terminal.Out.WriteLine($"{path}: epoch {result.BestEpoch}, {Fixed(100 * result.ValidationAccuracy, 2)} % on the held-out pictures{rest}; {Grouped((long)result.ImagesPerSecond)} pictures/s");
    }
}

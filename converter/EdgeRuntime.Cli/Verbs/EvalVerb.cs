using System;
using System.CommandLine;
using System.Text.Json.Nodes;
using EdgeRuntime.Converter.Data;
using EdgeRuntime.Converter.Evaluation;
using Spectre.Console;

namespace EdgeRuntime.Cli.Verbs;

/// <summary>Measures the accuracy of a network on a data set.</summary>
public sealed class EvalVerb : Verb
{
    public override string Name => "eval";

    public override string Summary => "Measure accuracy on labelled pictures.";

    protected override Func<ParseResult, Terminal, bool, int> Define(Command command)
    {
        Argument<string> model = CommonOptions.Model();
        Option<string?> data = CommonOptions.Data(required: true);
        Option<int> limit = CommonOptions.Limit(), threads = CommonOptions.Threads();
        command.Arguments.Add(model);
        command.Options.Add(data);
        command.Options.Add(limit);
        command.Options.Add(threads);
        Option<string?> on = new("--on") { Description = "run on these boards instead, and compare every output byte: board ids with commas between, or emulated for all with an emulator", HelpName = "BOARDS" };
        Option<string?> port = new("--port") { Description = "serial port of the board of --on, which has been flashed with the model", HelpName = "PORT" };
        command.Options.Add(on);
        command.Options.Add(port);
        return (parsed, terminal, json) =>
        {
            if (parsed.GetValue(on) is { } boards)
            {
                BoardRuns runs = new(parsed.GetRequiredValue(model), DataSetKind.OpenSpec(parsed.GetValue(data)!), parsed.GetValue(limit), parsed.GetValue(port));
                return runs.Run(boards, terminal, json);
            }

            using IClassifierSource source = ModelFile.Open(parsed.GetRequiredValue(model));
            DataSet set = DataSetKind.OpenSpec(parsed.GetValue(data)!);
            int most = parsed.GetValue(limit);
            EvaluationResult result = terminal.Track(set.Name, set.Sample(most).Length,
                step => Evaluator.Run(source, set, most, parsed.GetValue(threads), step));
            Show(terminal, json, set, result);
            return 0;
        };
    }

    private static void Show(Terminal terminal, bool json, DataSet set, EvaluationResult result)
    {
        if (json)
        {
            WriteJson(terminal, new JsonObject
            {
                ["images"] = result.Images,
                ["correct"] = result.Correct,
                ["top1"] = Rounded(result.Top1, 4),
                ["top5"] = Rounded(result.Top5, 4),
                ["millisecondsPerImage"] = Rounded(result.MillisecondsPerImage, 6),
            });
            return;
        }

        Table table = new Table().Border(TableBorder.Rounded).AddColumn("data").AddColumn("images").AddColumn("correct").AddColumn("top 1").AddColumn("top 5").AddColumn("ms/image");
        table.AddRow(Markup.Escape(set.Name), Grouped(result.Images), Grouped(result.Correct), Fixed(result.Top1, 2) + " %", Fixed(result.Top5, 2) + " %", Fixed(result.MillisecondsPerImage, 3));
        terminal.Write(table);
    }
}

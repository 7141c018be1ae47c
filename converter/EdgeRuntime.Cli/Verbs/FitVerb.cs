using System;
using System.Collections.Generic;
using System.CommandLine;
using System.Linq;
using System.Text.Json.Nodes;
using EdgeRuntime.Converter.Boards;
using Spectre.Console;

namespace EdgeRuntime.Cli.Verbs;

/// <summary>Says whether a model fits a board and how long one inference will take there.</summary>
public sealed class FitVerb : Verb
{
    public override string Name => "fit";

    public override string Summary => "Say whether a board has the memory for a model, and predict its latency there.";

    protected override Func<ParseResult, Terminal, bool, int> Define(Command command)
    {
        Argument<string> path = new("model") { Description = "model: .erm" };
        Option<string> id = CommonOptions.Board();
        command.Arguments.Add(path);
        command.Options.Add(id);
        return (parsed, terminal, json) =>
        {
            Board board = BoardList.Find(parsed.GetValue(id)!);
            using Model model = ModelFile.Load(parsed.GetRequiredValue(path));
            BoardFit fit = BoardFit.Of(model, board);
            IReadOnlyList<OperationCost>? costs = CostModel.Knows(board) ? CostModel.Predict(model, board) : null;
            if (json) WriteJson(terminal, Json(fit, costs));
            else Show(terminal, fit, costs);
            return fit.Fits ? 0 : EdgeCommand.Failed;
        };
    }

    private static JsonObject Json(BoardFit fit, IReadOnlyList<OperationCost>? costs) => new()
    {
        ["board"] = fit.Board.Id,
        ["fits"] = fit.Fits,
        ["memory"] = new JsonArray([.. fit.Memory.Select(m => new JsonObject { ["kind"] = m.Kind, ["needed"] = m.Needed, ["available"] = m.Available, ["parts"] = m.Parts })]),
        ["milliseconds"] = costs == null ? null : Rounded(costs.Sum(c => c.Milliseconds), 6),
        ["operations"] = costs == null ? null : new JsonArray([.. costs.Select(c => new JsonObject
        {
            ["name"] = c.Name,
            ["kind"] = c.Kind,
            ["milliseconds"] = Rounded(c.Milliseconds, 6),
            ["reason"] = c.Reason,
        })]),
    };

    private static void Show(Terminal terminal, BoardFit fit, IReadOnlyList<OperationCost>? costs)
    {
        foreach (MemoryNeed m in fit.Memory)
            terminal.Out.WriteLine($"{m.Kind}: {(m.Fits ? "fits" : $"{Grouped(m.Needed - m.Available)} bytes too many")}, {BoardsVerb.Size(m.Needed)} of {BoardsVerb.Size(m.Available)} ({m.Parts})");
        if (costs == null)
        {
            terminal.Out.WriteLine($"latency: there is no cost model for {fit.Board.Core.Type}");
            return;
        }

        double total = Math.Max(double.Epsilon, costs.Sum(c => c.Milliseconds));
        Table table = new Table().Border(TableBorder.Rounded);
        foreach (string column in new[] { "operation", "kind", "ms", "share", "because of" }) table.AddColumn(column);
        foreach (OperationCost c in costs) table.AddRow(Markup.Escape(c.Name), c.Kind, Fixed(c.Milliseconds, 4), Fixed(100 * c.Milliseconds / total, 1) + " %", c.Reason);
        terminal.Write(table);
        OperationCost most = costs.MaxBy(c => c.Milliseconds)!;
        terminal.Out.WriteLine($"latency: {Fixed(total, 3)} ms modelled on one {fit.Board.Core.Type} core at {Grouped(fit.Board.Core.ClockHz / 1_000_000)} MHz; {Fixed(100 * most.Milliseconds / total, 0)} % in {most.Name}: {most.Reason}");
    }
}

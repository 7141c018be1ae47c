using System;
using System.CommandLine;
using System.Globalization;
using System.Linq;
using System.Text.Json.Nodes;
using EdgeRuntime.Converter.Boards;
using Spectre.Console;

namespace EdgeRuntime.Cli.Verbs;

/// <summary>Lists the boards that are described in boards/.</summary>
public sealed class BoardsVerb : Verb
{
    public override string Name => "boards";

    public override string Summary => "List the boards that models can be sent to.";

    protected override Func<ParseResult, Terminal, bool, int> Define(Command command) => (_, terminal, json) =>
    {
        if (json)
        {
            WriteJson(terminal, new JsonArray([.. BoardList.All.Select(Json)]));
            return 0;
        }

        Table table = new Table().Border(TableBorder.Rounded);
        foreach (string column in new[] { "id", "board", "runs", "core", "MHz", "RAM", "flash", "camera" }) table.AddColumn(column);
        foreach (Board b in BoardList.All)
            table.AddRow(b.Id, Markup.Escape(b.Name), string.Join(", ", b.Systems), $"{b.Core.Count} x {b.Core.Type}", Grouped(b.Core.ClockHz / 1_000_000), Size(b.Ram.Bytes), Size(b.Flash.Bytes), Markup.Escape(b.Camera.Split(';')[0]));
        terminal.Write(table);
        return 0;
    };

    /// <summary>Bytes in a unit that leaves at most four digits.</summary>
    internal static string Size(long bytes)
    {
        string[] units = ["B", "KB", "MB", "GB"];
        double value = bytes;
        int unit = 0;
        for (; value >= 1024 && unit + 1 < units.Length; unit++) value /= 1024;
        return string.Create(CultureInfo.InvariantCulture, $"{value:0.#} {units[unit]}");
    }

    private static JsonObject Json(Board b) => new()
    {
        ["id"] = b.Id,
        ["name"] = b.Name,
        ["systems"] = new JsonArray([.. b.Systems.Select(s => JsonValue.Create(s))]),
        ["core"] = b.Core.Type,
        ["cores"] = b.Core.Count,
        ["clockHz"] = b.Core.ClockHz,
        ["ramBytes"] = b.Ram.Bytes,
        ["flashBytes"] = b.Flash.Bytes,
        ["runtimeIdentifier"] = b.RuntimeIdentifier,
        ["camera"] = b.Camera,
    };
}

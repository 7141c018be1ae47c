using System;
using System.Collections.Generic;
using System.CommandLine;
using System.Linq;
using System.Text.Json.Nodes;
using EdgeRuntime.Converter.Firmware;
using EdgeRuntime.Converter.Report;
using EdgeRuntime.Format;
using Spectre.Console;

namespace EdgeRuntime.Cli.Verbs;

/// <summary>Shows what is in a model file and what every byte is for.</summary>
public sealed class InspectVerb : Verb
{
    public override string Name => "inspect";

    public override string Summary => "List operations, memory and what every byte of a model file is for.";

    protected override Func<ParseResult, Terminal, bool, int> Define(Command command)
    {
        Argument<string> path = CommonOptions.Model();
        command.Arguments.Add(path);
        return (parsed, terminal, json) =>
        {
            string file = parsed.GetRequiredValue(path);
            byte[] bytes = ModelFile.Read(file);
            using Model model = Model.Load(bytes, file);
            Contents contents = new(file, model, OperationInfo.Of(model), ModelLedger.Of(bytes), EngineSelection.Of(bytes).FloatOperations);
            if (json) WriteJson(terminal, Json(contents));
            else Show(terminal, contents);
            return 0;
        };
    }

    private static JsonObject Json(Contents c) => new()
    {
        ["file"] = c.File,
        ["bytes"] = c.Model.FileLength,
        ["arenaBytes"] = c.Model.ArenaBytes,
        ["macs"] = c.Operations.Sum(o => o.Macs),
        ["floatOperations"] = new JsonArray([.. c.FloatOperations.Select(o => JsonValue.Create(o))]),
        ["inputs"] = new JsonArray([.. c.Model.Inputs.Select(Tensor)]),
        ["outputs"] = new JsonArray([.. c.Model.Outputs.Select(Tensor)]),
        ["operations"] = new JsonArray([.. c.Operations.Select(o => new JsonObject
        {
            ["name"] = o.Name,
            ["kind"] = o.Kind,
            ["shape"] = Shape(o.OutputShape),
            ["type"] = Type(o.OutputKind),
            ["macs"] = o.Macs,
            ["bytes"] = o.Bytes,
        })]),
        ["ledger"] = new JsonArray([.. c.Ledger.Select(l => new JsonObject { ["layer"] = l.Layer, ["cause"] = l.Cause, ["bytes"] = l.Bytes })]),
    };

    private static JsonObject Tensor(ModelTensor t)
    {
        JsonObject tensor = new() { ["shape"] = Shape(t.Shape), ["type"] = Type(t.Kind) };
        if (t.Kind != Kind.Int8) return tensor;
        tensor["scale"] = t.Scale;
        tensor["zeroPoint"] = t.ZeroPoint;
        return tensor;
    }

    private static JsonArray Shape(IReadOnlyList<int> shape) => new([.. shape.Select(d => JsonValue.Create(d))]);

    private static string Type(int kind) => kind switch { Kind.Int8 => "int8", Kind.Bits => "bits", _ => "float32" };

    private static void Show(Terminal terminal, Contents c)
    {
        Table operations = new Table().Border(TableBorder.Rounded).Title("operations");
        foreach (string column in new[] { "name", "kind", "output", "type", "MACs", "bytes" }) operations.AddColumn(column);
        foreach (OperationInfo o in c.Operations)
            operations.AddRow(Markup.Escape(o.Name), Markup.Escape(o.Kind), string.Join(" x ", o.OutputShape), Type(o.OutputKind), Grouped(o.Macs), Grouped(o.Bytes));
        terminal.Write(operations);

        Table ledger = new Table().Border(TableBorder.Rounded).Title("bytes").AddColumn("layer").AddColumn("cause").AddColumn("bytes").AddColumn("share");
        foreach (LedgerLine l in c.Ledger)
            ledger.AddRow(Markup.Escape(l.Layer), l.Cause, Grouped(l.Bytes), Fixed(100.0 * l.Bytes / c.Model.FileLength, 1) + " %");
        ledger.AddRow("all", "", Grouped(c.Ledger.Sum(l => l.Bytes)), "100.0 %");
        terminal.Write(ledger);
        terminal.Out.WriteLine($"file {Grouped(c.Model.FileLength)} bytes, working memory {Grouped(c.Model.ArenaBytes)} bytes, {Grouped(c.Operations.Sum(o => o.Macs))} multiply-accumulates");
        terminal.Out.WriteLine(c.FloatOperations.Count == 0 ? "integer only: runs on cores without floating point"
            : $"not integer only: {string.Join(", ", c.FloatOperations)} work on floats, which Cortex-M3 does not have");
    }

    private sealed record Contents(string File, Model Model, IReadOnlyList<OperationInfo> Operations, IReadOnlyList<LedgerLine> Ledger, IReadOnlyList<string> FloatOperations);
}

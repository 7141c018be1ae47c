using System;
using System.Collections.Generic;
using System.CommandLine;
using System.Linq;
using System.Text.Json.Nodes;
using EdgeRuntime.Converter.Report;

namespace EdgeRuntime.Cli.Verbs;

/// <summary>Runs the ONNX backend node tests and writes the table of operators that the README shows.</summary>
public sealed class OperatorsVerb : Verb
{
    public override string Name => "operators";

    public override string Summary => "Run the ONNX backend node tests and list the supported operators as a Markdown table.";

    protected override Func<ParseResult, Terminal, bool, int> Define(Command command)
    {
        Argument<string> suite = new("suite") { Description = "archive of the node tests: a .tar.gz with node/test_*/model.onnx and test_data_set_0/*.pb" };
        command.Arguments.Add(suite);
        return (parsed, terminal, json) =>
        {
            IReadOnlyList<NodeSuiteCase> cases = NodeSuite.Run(parsed.GetRequiredValue(suite));
            if (json) WriteJson(terminal, Json(cases));
            else terminal.Out.Write(OperatorTable.Markdown(cases));
            foreach (NodeSuiteCase c in cases.Where(c => c.Failure is not null)) terminal.Error.WriteLine($"edge: {c.Name}: {c.Failure}");
            return cases.Any(c => c.Failure is not null) ? EdgeCommand.Failed : 0;
        };
    }

    private static JsonObject Json(IReadOnlyList<NodeSuiteCase> cases) => new()
    {
        ["folders"] = cases.Count,
        ["passed"] = cases.Count(c => c.Passed),
        ["failed"] = cases.Count(c => c.Failure is not null),
        ["outOfScope"] = new JsonArray([.. cases.Where(c => c.OutOfScope is not null).Select(c => new JsonObject { ["folder"] = c.Name, ["reason"] = c.OutOfScope })]),
        ["operators"] = new JsonArray([.. OperatorTable.Rows(cases).Select(r => new JsonObject
        {
            ["operator"] = r.Operator,
            ["opsets"] = r.Opsets,
            ["passed"] = r.Passed,
            ["outOfScope"] = r.OutOfScope,
            ["failed"] = r.Failed,
        })]),
    };
}

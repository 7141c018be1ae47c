using System;
using System.CommandLine;
using System.Globalization;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace EdgeRuntime.Cli.Verbs;

/// <summary>One command of the program.</summary>
public abstract class Verb
{
    private static readonly JsonSerializerOptions Indented = new() { WriteIndented = true };

    /// <summary>Name on the command line.</summary>
    public abstract string Name { get; }

    /// <summary>One sentence for the help text.</summary>
    public abstract string Summary { get; }

    /// <summary>The command with its arguments and options, which runs on <paramref name="terminal"/>.</summary>
    public Command Build(Terminal terminal)
    {
        Command command = new(Name, Summary);
        Option<bool> json = new("--json") { Description = "write the result as JSON to standard output" };
        command.Options.Add(json);
        Func<ParseResult, Terminal, bool, int> run = Define(command);
        command.SetAction(parsed => run(parsed, terminal, parsed.GetValue(json)));
        return command;
    }

    /// <summary>Adds arguments and options, and returns what runs them; its last argument is --json, its result the exit code.</summary>
    protected abstract Func<ParseResult, Terminal, bool, int> Define(Command command);

    /// <summary>Writes <paramref name="value"/> as the one result.</summary>
    protected static void WriteJson(Terminal terminal, JsonNode value) => terminal.Out.WriteLine(value.ToJsonString(Indented));

    /// <summary>A number rounded to <paramref name="digits"/> decimals, so that results stay readable.</summary>
    protected static double Rounded(double value, int digits) => Math.Round(value, digits, MidpointRounding.AwayFromZero);

    /// <summary>A number with thousands separators.</summary>
    protected static string Grouped(long value) => value.ToString("N0", CultureInfo.InvariantCulture);

    /// <summary>A number with <paramref name="digits"/> decimals.</summary>
    protected static string Fixed(double value, int digits) => value.ToString("F" + digits, CultureInfo.InvariantCulture);
}

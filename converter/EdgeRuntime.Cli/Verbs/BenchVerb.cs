using System;
using System.CommandLine;
using System.Linq;
using System.Text.Json.Nodes;
using Spectre.Console;

namespace EdgeRuntime.Cli.Verbs;

/// <summary>Times a model on this machine.</summary>
public sealed class BenchVerb : Verb
{
    private const double Seconds = 1;

    public override string Name => "bench";

    public override string Summary => "Time a model: median, 95th percentile and each operation.";

    protected override Func<ParseResult, Terminal, bool, int> Define(Command command)
    {
        Argument<string> path = CommonOptions.Model();
        Option<int> threads = CommonOptions.InferenceThreads();
        Option<int> sessions = CommonOptions.AtLeast(1, new Option<int>("--sessions") { Description = "inferences that run side by side", HelpName = "N", DefaultValueFactory = _ => 1 });
        Option<WeightMemory> weights = CommonOptions.Weights();
        command.Arguments.Add(path);
        command.Options.Add(threads);
        command.Options.Add(weights);
        command.Options.Add(sessions);
        return (parsed, terminal, json) =>
        {
            string file = parsed.GetRequiredValue(path);
            using Model model = ModelFile.Load(file);
            int count = parsed.GetValue(threads), side = parsed.GetValue(sessions);
            SessionOptions options = new() { Threads = count, Weights = parsed.GetValue(weights) };
            BenchmarkResult result = Benchmark.Run(model, options, side, Seconds);
            if (json) WriteJson(terminal, Json(file, model, options, side, result));
            else Show(terminal, model, count, side, result);
            return 0;
        };
    }

    private static JsonObject Json(string file, Model model, SessionOptions options, int sessions, BenchmarkResult r) => new()
    {
        ["model"] = file,
        ["bytes"] = model.FileLength,
        ["arenaBytes"] = model.ArenaBytes,
        ["preparedBytes"] = r.PreparedBytes,
        ["threads"] = options.Threads,
        ["weights"] = options.Weights.ToString().ToLowerInvariant(),
        ["sessions"] = sessions,
        ["runs"] = r.Runs,
        ["medianMilliseconds"] = Rounded(r.MedianMilliseconds, 6),
        ["p95Milliseconds"] = Rounded(r.P95Milliseconds, 6),
        ["minimumMilliseconds"] = Rounded(r.MinimumMilliseconds, 6),
        ["inferencesPerSecond"] = Rounded(r.PerSecond, 1),
        ["operations"] = new JsonArray([.. r.Operations.Select(o => new JsonObject
        {
            ["name"] = o.Name,
            ["kind"] = o.Kind,
            ["kernel"] = o.Kernel,
            ["macs"] = o.Macs,
            ["milliseconds"] = Rounded(o.Milliseconds, 6),
        })]),
    };

    private static void Show(Terminal terminal, Model model, int threads, int sessions, BenchmarkResult r)
    {
        double total = Math.Max(double.Epsilon, r.Operations.Sum(o => o.Milliseconds));
        Table table = new Table().Border(TableBorder.Rounded);
        foreach (string column in new[] { "operation", "kind", "kernel", "MACs", "ms", "share", "GMAC/s" }) table.AddColumn(column);
        foreach (OperationTime o in r.Operations)
        {
            string rate = o.Macs > 0 && o.Milliseconds > 0 ? Fixed(o.Macs / o.Milliseconds / 1e6, 2) : "";
            table.AddRow(Markup.Escape(o.Name), Markup.Escape(o.Kind), Markup.Escape(o.Kernel), Grouped(o.Macs), Fixed(o.Milliseconds, 4), Fixed(100 * o.Milliseconds / total, 1) + " %", rate);
        }

        terminal.Write(table);
        terminal.Out.WriteLine($"median {Fixed(r.MedianMilliseconds, 4)} ms, 95 % {Fixed(r.P95Milliseconds, 4)} ms, fastest {Fixed(r.MinimumMilliseconds, 4)} ms, "
            + $"{Fixed(r.PerSecond, 1)} inferences a second on {threads} {(threads == 1 ? "thread" : "threads")}{(sessions == 1 ? "" : $" in each of {sessions} sessions")}, {Grouped(r.Runs)} runs{(sessions == 1 ? "" : " each")}; arenas {Grouped(model.ArenaBytes)} bytes, prepared weights {Grouped(r.PreparedBytes)}");
    }
}

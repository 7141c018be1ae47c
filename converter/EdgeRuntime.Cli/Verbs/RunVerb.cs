using System;
using System.Collections.Generic;
using System.CommandLine;
using System.Diagnostics;
using System.Linq;
using System.Text.Json.Nodes;
using EdgeRuntime.Converter.Evaluation;
using EdgeRuntime.Converter.Imaging;
using Spectre.Console;

namespace EdgeRuntime.Cli.Verbs;

/// <summary>Classifies image files.</summary>
public sealed class RunVerb : Verb
{
    public override string Name => "run";

    public override string Summary => "Classify image files.";

    protected override Func<ParseResult, Terminal, bool, int> Define(Command command)
    {
        Argument<string> model = CommonOptions.Model();
        Argument<string[]> images = new("image") { Description = "PNG, JPEG, BMP or PPM files", Arity = ArgumentArity.OneOrMore };
        Option<int> top = CommonOptions.AtLeast(1, new Option<int>("--top") { Description = "classes to list for each picture", HelpName = "N", DefaultValueFactory = _ => 3 });
        Option<int> threads = CommonOptions.InferenceThreads();
        Option<WeightMemory> weights = CommonOptions.Weights();
        command.Arguments.Add(model);
        command.Arguments.Add(images);
        command.Options.Add(top);
        command.Options.Add(threads);
        command.Options.Add(weights);
        return (parsed, terminal, json) =>
        {
            using IClassifierSource source = ModelFile.Open(parsed.GetRequiredValue(model), new SessionOptions { Threads = parsed.GetValue(threads), Weights = parsed.GetValue(weights) });
            using IClassifier classifier = source.Open();
            List<Classified> results = [];
            foreach (string file in parsed.GetRequiredValue(images)) results.Add(Classify(source, classifier, file, parsed.GetValue(top)));
            Show(terminal, json, results);
            return 0;
        };
    }

    private static Classified Classify(IClassifierSource source, IClassifier classifier, string file, int top)
    {
        Image image = ImageFile.Read(file);
        float[] scores = new float[source.ClassCount];
        long start = Stopwatch.GetTimestamp();
        classifier.Classify(image, scores);
        double milliseconds = Stopwatch.GetElapsedTime(start).TotalMilliseconds;
        int[] order = [.. Enumerable.Range(0, scores.Length).OrderBy(i => Evaluator.Rank(scores, i)).Take(top)];
        return new Classified(file, milliseconds, [.. order.Select(i => new Candidate(i, i < source.Labels.Count ? source.Labels[i] : i.ToString(), scores[i]))]);
    }

    private static void Show(Terminal terminal, bool json, List<Classified> results)
    {
        if (json)
        {
            JsonArray list = [];
            foreach (Classified result in results)
            {
                JsonArray classes = [];
                foreach (Candidate c in result.Classes)
                    classes.Add(new JsonObject { ["class"] = c.Class, ["label"] = c.Label, ["score"] = float.IsFinite(c.Score) ? c.Score : null });
                list.Add(new JsonObject { ["image"] = result.File, ["milliseconds"] = Rounded(result.Milliseconds, 3), ["classes"] = classes });
            }

            WriteJson(terminal, new JsonObject { ["images"] = list });
            return;
        }

        Table table = new Table().Border(TableBorder.Rounded).AddColumn("image").AddColumn("class").AddColumn("score");
        foreach (Classified result in results)
        {
            for (int i = 0; i < result.Classes.Count; i++)
                table.AddRow(i == 0 ? Markup.Escape(result.File) : "", Markup.Escape(result.Classes[i].Label), Fixed(result.Classes[i].Score, 4));
        }

        terminal.Write(table);
    }

    private sealed record Classified(string File, double Milliseconds, IReadOnlyList<Candidate> Classes);

    private sealed record Candidate(int Class, string Label, float Score);
}

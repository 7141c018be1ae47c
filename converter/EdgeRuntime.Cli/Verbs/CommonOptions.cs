using System;
using System.CommandLine;
using System.Linq;
using EdgeRuntime.Converter.Data;

namespace EdgeRuntime.Cli.Verbs;

/// <summary>Arguments and options that several verbs share.</summary>
internal static class CommonOptions
{
    public static Argument<string> Model() => new("model") { Description = "network: .erm or .onnx" };

    public static Option<string?> Data(bool required) => new("--data")
    {
        Description = "labelled pictures: " + string.Join(", ", DataSetKind.All.Select(k => k.Syntax)),
        HelpName = "KIND:PATH",
        Required = required,
    };

    public static Option<string> Board() => new("--board") { Description = "board: an id of 'edge boards', or a board.json file", HelpName = "ID", Required = true };

    public static Option<int> Limit() => AtLeast(0, new Option<int>("--limit") { Description = "most pictures to use; 0 means all", HelpName = "N" });

    public static Option<int> Threads() => AtLeast(1, new Option<int>("--threads")
    {
        Description = "threads",
        HelpName = "N",
        DefaultValueFactory = _ => Environment.ProcessorCount,
    });

    /// <summary>Threads of one session.</summary>
    public static Option<int> InferenceThreads()
    {
        Option<int> option = AtLeast(1, new Option<int>("--threads") { Description = "threads that share an inference", HelpName = "N", DefaultValueFactory = _ => 1 });
        option.Validators.Add(result =>
        {
            if (result.Tokens.Count == 1 && int.TryParse(result.Tokens[0].Value, out int value) && value > SessionOptions.MostThreads)
                result.AddError($"{option.Name} is {value}; it must be at most {SessionOptions.MostThreads}");
        });
        return option;
    }

    /// <summary>What a session keeps of the weights in memory.</summary>
    public static Option<WeightMemory> Weights()
    {
        string[] words = [.. Enum.GetNames<WeightMemory>().Select(name => name.ToLowerInvariant())];
        return new Option<WeightMemory>("--weights")
        {
            Description = $"what is kept of the weights in memory, from the fastest to the smallest: {string.Join(", ", words)} (decoded while a layer runs: a panel of coded ones, or row by row from the file)",
            HelpName = string.Join('|', words),
            DefaultValueFactory = _ => WeightMemory.Expanded,
            CustomParser = result =>
            {
                int index = Array.IndexOf(words, result.Tokens[0].Value);
                if (index < 0) result.AddError($"--weights is '{result.Tokens[0].Value}'; it must be one of {string.Join(", ", words)}");
                return (WeightMemory)Math.Max(index, 0);
            },
        };
    }

    public static Option<int> AtLeast(int least, Option<int> option)
    {
        option.Validators.Add(result =>
        {
            if (result.Tokens.Count == 1 && int.TryParse(result.Tokens[0].Value, out int value) && value < least)
                result.AddError($"{option.Name} is {value}; it must be at least {least}");
        });
        return option;
    }
}

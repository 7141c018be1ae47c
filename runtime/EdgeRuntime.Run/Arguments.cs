using System;
using System.Collections.Generic;
using System.Globalization;
using System.Linq;

namespace EdgeRuntime.Run;

/// <summary>Options of a verb, --name VALUE or --flag, and what is left.</summary>
internal sealed class Arguments
{
    private readonly Dictionary<string, string> values = new(StringComparer.Ordinal);
    private readonly List<string> rest = [];

    /// <summary>Splits a command line.</summary>
    /// <param name="words">After the verb.</param>
    /// <param name="options">Names that take a value.</param>
    /// <param name="flags">Names that take none.</param>
    /// <exception cref="UsageException">A name is unknown, given twice or lacks its value.</exception>
    public Arguments(IReadOnlyList<string> words, IReadOnlyList<string> options, IReadOnlyList<string> flags)
    {
        for (int i = 0; i < words.Count; i++)
        {
            string word = words[i];
            if (!word.StartsWith("--", StringComparison.Ordinal))
            {
                rest.Add(word);
                continue;
            }

            bool takesValue = options.Contains(word);
            if (!takesValue && !flags.Contains(word)) throw new UsageException($"the option '{word}' is unknown; known are {string.Join(", ", options.Concat(flags))}");
            if (takesValue && i + 1 == words.Count) throw new UsageException($"the option {word} lacks its value; give one after it");
            if (!values.TryAdd(word, takesValue ? words[++i] : "")) throw new UsageException($"the option {word} is given twice; give it once");
        }
    }

    /// <summary>Words that belong to no option.</summary>
    public IReadOnlyList<string> Rest => rest;

    /// <summary>Whether an option was given.</summary>
    public bool Has(string name) => values.ContainsKey(name);

    /// <summary>The value of an option, or null.</summary>
    public string? Text(string name) => values.GetValueOrDefault(name);

    /// <summary>The value of an option that must be given.</summary>
    public string Required(string name) => Text(name) ?? throw new UsageException($"the option {name} is missing; give it");

    /// <summary>One of some words; the first when the option was not given.</summary>
    public string Choice(string name, params string[] words)
    {
        string text = Text(name) ?? words[0];
        return words.Contains(text) ? text : throw new UsageException($"the option {name} has the value '{text}'; it takes {string.Join(" or ", words)}");
    }

    /// <summary>A whole number within bounds.</summary>
    public int Whole(string name, int otherwise, int from, int to)
    {
        if (Text(name) is not { } text) return otherwise;
        if (int.TryParse(text, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out int value) && value >= from && value <= to) return value;
        throw new UsageException($"the option {name} has the value '{text}'; it takes a whole number from {from} to {to}");
    }

    /// <summary>A number within bounds.</summary>
    public float Real(string name, float otherwise, float from, float to)
    {
        if (Text(name) is not { } text) return otherwise;
        if (float.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out float value) && value >= from && value <= to) return value;
        throw new UsageException(string.Create(CultureInfo.InvariantCulture, $"the option {name} has the value '{text}'; it takes a number from {from} to {to}"));
    }

    /// <summary>Columns and rows, as in 640x480, which it is when the option was not given.</summary>
    public (int Width, int Height) Size(string name)
    {
        const int Most = 8192;
        string text = Text(name) ?? "640x480";
        string[] parts = text.Split('x');
        if (parts.Length == 2 && Side(parts[0], out int width) && Side(parts[1], out int height)) return (width, height);
        throw new UsageException($"the option {name} has the value '{text}'; it takes columns and rows, as in 640x480");

        static bool Side(string text, out int side) => int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out side) && side is > 0 and <= Most;
    }
}

using System;
using System.Collections.Generic;
using System.Linq;

namespace EdgeRuntime.Converter.Data;

/// <summary>A data set as users write it: KIND:PATH[?option=value[&amp;option=value]], such as mnist:data/mnist?split=train.</summary>
public sealed class DataSetSpec
{
    private readonly SortedDictionary<string, string> options = new(StringComparer.Ordinal);

    private DataSetSpec(string text, DataSetKind kind, string path)
    {
        Text = text;
        Kind = kind;
        Path = path;
    }

    /// <summary>The whole text.</summary>
    public string Text { get; }

    /// <summary>The kind named before the colon.</summary>
    public DataSetKind Kind { get; }

    /// <summary>Folder or archive.</summary>
    public string Path { get; }

    /// <summary>Part to read; Test unless split=train is given.</summary>
    public Split Split { get; private set; }

    /// <summary>The same data set, another part.</summary>
    public DataSetSpec With(Split split)
    {
        DataSetSpec spec = new(Text, Kind, Path) { Split = split };
        foreach ((string key, string value) in options) spec.options[key] = value;
        return spec;
    }

    /// <summary>Takes <paramref name="text"/> apart without touching the disk.</summary>
    /// <exception cref="ConversionException">The kind or an option is unknown, or the path is missing.</exception>
    public static DataSetSpec Parse(string text)
    {
        int colon = text.IndexOf(':');
        string name = colon < 0 ? text : text[..colon];
        DataSetKind kind = DataSetKind.All.FirstOrDefault(k => k.Name == name)
            ?? throw new ConversionException($"\"{text}\" names no data set; write KIND:PATH, with KIND one of {string.Join(", ", DataSetKind.All.Select(k => k.Name))}");
        string rest = colon < 0 ? "" : text[(colon + 1)..];
        int query = rest.LastIndexOf('?');
        string path = query < 0 ? rest : rest[..query];
        if (path.Length == 0) throw new ConversionException($"\"{text}\" names no path; write {kind.Syntax}");
        DataSetSpec spec = new(text, kind, path);
        if (query >= 0)
        {
            foreach (string option in rest[(query + 1)..].Split('&')) spec.Add(option);
        }

        return spec;
    }

    /// <summary>Whether the switch <paramref name="name"/> is set to true.</summary>
    public bool IsSet(string name) => options.TryGetValue(name, out string? value) && value == "true";

    private void Add(string option)
    {
        int equals = option.IndexOf('=');
        string key = equals < 0 ? option : option[..equals], value = equals < 0 ? "" : option[(equals + 1)..];
        if (key == "split")
        {
            Split = value switch
            {
                "test" => Split.Test,
                "train" => Split.Train,
                _ => throw new ConversionException($"\"{Text}\" asks for the split \"{value}\"; there are test and train"),
            };
        }
        else if (Kind.Switches.Contains(key))
        {
            if (value is not ("true" or "false")) throw new ConversionException($"\"{Text}\" sets {key} to \"{value}\"; write {key}=true or {key}=false");
            options[key] = value;
        }
        else
        {
            throw new ConversionException($"\"{Text}\" has the unknown option \"{key}\"; {Kind.Name} takes {string.Join(", ", Kind.Switches.Prepend("split"))}");
        }
    }
}

using System;
using System.Collections.Generic;
using System.Globalization;
using System.Linq;

namespace EdgeRuntime.Converter.Compression;

/// <summary>One setting of a compression method as a recipe may state it.</summary>
/// <param name="Name">Property name in the recipe.</param>
/// <param name="Summary">One phrase of help.</param>
public abstract record Setting(string Name, string Summary)
{
    /// <summary>What is allowed, as it follows "expected".</summary>
    public abstract string Allowed { get; }
}

/// <summary>A real number from <paramref name="Min"/> to <paramref name="Max"/>, both included.</summary>
public sealed record NumberSetting(string Name, string Summary, double Min, double Max, double? Default = null) : Setting(Name, Summary)
{
    /// <inheritdoc/>
    public override string Allowed
        => Max == double.MaxValue ? Invariant($"a number of at least {Min}") : Invariant($"a number from {Min} to {Max}");

    private static string Invariant(FormattableString text) => text.ToString(CultureInfo.InvariantCulture);
}

/// <summary>An integer from <paramref name="Min"/> to <paramref name="Max"/>, both included.</summary>
public sealed record IntegerSetting(string Name, string Summary, int Min, int Max, int? Default = null) : Setting(Name, Summary)
{
    /// <inheritdoc/>
    public override string Allowed => Max == int.MaxValue ? $"an integer of at least {Min}" : $"an integer from {Min} to {Max}";
}

/// <summary>One of a few words; the first is the default.</summary>
public sealed record ChoiceSetting(string Name, string Summary, params string[] Choices) : Setting(Name, Summary)
{
    /// <inheritdoc/>
    public override string Allowed => "one of " + string.Join(", ", Choices.Select(c => $"\"{c}\""));
}

/// <summary>Any text that <paramref name="Check"/>, which throws on a wrong one, accepts.</summary>
public sealed record TextSetting(string Name, string Summary, Action<string> Check) : Setting(Name, Summary)
{
    /// <inheritdoc/>
    public override string Allowed => "text";
}

/// <summary>The settings of one method for one stage of a recipe: those stated, and the defaults of the others.</summary>
public sealed class SettingValues(ICompressionMethod method)
{
    private readonly SortedDictionary<string, object> stated = new(StringComparer.Ordinal);

    /// <summary>The method that these settings are for.</summary>
    public ICompressionMethod Method { get; } = method;

    /// <summary>Names that were stated.</summary>
    public IEnumerable<string> Stated => stated.Keys;

    /// <summary>States a number.</summary>
    public SettingValues Set(string name, double value)
    {
        bool allowed = Find(name) switch
        {
            NumberSetting n => value >= n.Min && value <= n.Max,
            IntegerSetting n => value >= n.Min && value <= n.Max && value == Math.Floor(value),
            _ => false,
        };
        return Put(name, value, allowed, value.ToString(CultureInfo.InvariantCulture));
    }

    /// <summary>States a word or a text.</summary>
    public SettingValues Set(string name, string value)
    {
        Setting setting = Find(name);
        if (setting is TextSetting text) text.Check(value);
        return Put(name, value, setting is TextSetting || setting is ChoiceSetting c && c.Choices.Contains(value, StringComparer.Ordinal), $"\"{value}\"");
    }

    /// <summary>True when the setting was stated or has a default.</summary>
    public bool Has(string name) => stated.ContainsKey(name) || Find(name) is NumberSetting { Default: not null } or IntegerSetting { Default: not null } or ChoiceSetting;

    /// <summary>A real number.</summary>
    public double Number(string name) => stated.TryGetValue(name, out object? v) ? (double)v : ((NumberSetting)Find(name)).Default!.Value;

    /// <summary>An integer.</summary>
    public int Integer(string name) => stated.TryGetValue(name, out object? v) ? (int)(double)v : ((IntegerSetting)Find(name)).Default!.Value;

    /// <summary>A word.</summary>
    public string Choice(string name) => stated.TryGetValue(name, out object? v) ? (string)v : ((ChoiceSetting)Find(name)).Choices[0];

    /// <summary>A stated setting as a user writes it.</summary>
    public string Text(string name) => Convert.ToString(stated[name], CultureInfo.InvariantCulture)!;

    /// <summary>These settings with those of <paramref name="changes"/> on top; stating one of the method's alternatives drops the others.</summary>
    public SettingValues With(SettingValues changes)
    {
        SettingValues merged = new(Method);
        bool dropAlternatives = changes.stated.Keys.Any(Method.Alternatives.Contains);
        foreach ((string name, object value) in stated)
        {
            if (!dropAlternatives || !Method.Alternatives.Contains(name)) merged.stated[name] = value;
        }
        foreach ((string name, object value) in changes.stated) merged.stated[name] = value;
        return merged;
    }

    /// <summary>Null when the settings are complete, else a phrase that says what is missing or too much.</summary>
    public string? Incomplete()
    {
        if (Method.Alternatives.Count == 0) return null;
        string[] given = [.. Method.Alternatives.Where(stated.ContainsKey)];
        return given.Length == 1 ? null
            : $"{(given.Length == 0 ? "none" : string.Join(" and ", given))} of {string.Join(", ", Method.Alternatives)} given, but \"{Method.Name}\" needs exactly one of them";
    }

    /// <inheritdoc/>
    public override string ToString()
        => string.Join(", ", stated.Select(s => string.Create(CultureInfo.InvariantCulture, $"{s.Key} {s.Value}")));

    private SettingValues Put(string name, object value, bool allowed, string shown)
    {
        Setting setting = Find(name);
        if (!allowed) throw new ConversionException($"\"{name}\" of \"{Method.Name}\" is {shown}, expected {setting.Allowed} ({setting.Summary}).");
        stated[name] = value;
        return this;
    }

    private Setting Find(string name) => Method.Settings.FirstOrDefault(s => s.Name == name)
        ?? throw new ConversionException($"\"{Method.Name}\" has no setting \"{name}\"; it has {Known(Method)}.");

    internal static string Known(ICompressionMethod method)
        => method.Settings.Count == 0 ? "none" : string.Join(", ", method.Settings.Select(s => s.Name));
}

using System;
using System.Collections.Generic;
using System.IO;
using System.Linq;
using System.Reflection;

namespace EdgeRuntime.Converter.Compression;

/// <summary>One stage of a recipe: a method, its settings and the layers it works on.</summary>
/// <param name="Settings">The method and its settings.</param>
/// <param name="Layers">Patterns of <see cref="LayerSelector"/>; empty means all layers.</param>
public sealed record RecipeStage(SettingValues Settings, IReadOnlyList<string> Layers)
{
    /// <summary>The method.</summary>
    public ICompressionMethod Method => Settings.Method;
}

/// <summary>Changes to the stages for the layers that one pattern matches.</summary>
/// <param name="Pattern">A pattern of <see cref="LayerSelector"/>.</param>
/// <param name="Untouched">True when no stage may change the layers.</param>
/// <param name="Methods">By method: settings on top of the stage's, or null to leave the method out.</param>
/// <param name="Coding">Coding of the layers, or null for the recipe's.</param>
public sealed record RecipeOverride(string Pattern, bool Untouched, IReadOnlyDictionary<string, SettingValues?> Methods, string? Coding);

/// <summary>A list of compression stages to be applied in order, with exceptions for layers.</summary>
public sealed class Recipe
{
    private const string ResourcePrefix = "EdgeRuntime.Converter.Compression.Recipes.";

    private const long LongestFile = 1 << 20;

    /// <summary>The codings of symbol streams that a recipe can ask for.</summary>
    public static IReadOnlyList<string> Codings { get; } = ["best", "raw", "huffman", "range"];

    /// <summary>The recipes that come with the converter.</summary>
    public static IReadOnlyList<string> Ready { get; } =
        ["float32", "float16", "int8", "int8-weights", "int4-weights", "deep-compression", "ternary", "binary"];

    /// <summary>Those that retrain, and so need training pictures.</summary>
    public static IReadOnlyList<string> Retraining { get; } = ["lenet300-classic", "lenet5-classic"];

    /// <summary>Name for reports.</summary>
    public string Name { get; init; } = "";

    /// <summary>One sentence for people.</summary>
    public string Description { get; init; } = "";

    /// <summary>Stages in order.</summary>
    public IReadOnlyList<RecipeStage> Stages { get; init; } = [];

    /// <summary>Exceptions; a later one wins over an earlier one.</summary>
    public IReadOnlyList<RecipeOverride> Overrides { get; init; } = [];

    /// <summary>Coding of the symbol streams.</summary>
    public string Coding { get; init; } = Codings[0];

    /// <summary>Reads a ready recipe by name, or a JSON file.</summary>
    /// <exception cref="ConversionException">There is no such recipe, or it is not valid.</exception>
    public static Recipe Load(string nameOrPath)
    {
        if (Ready.Contains(nameOrPath) || Retraining.Contains(nameOrPath)) return Parse(Embedded(nameOrPath), nameOrPath);
        FileInfo file = File(nameOrPath);
        if (file.Length > LongestFile)
        {
            throw new ConversionException($"recipe '{nameOrPath}' has {file.Length} bytes, but a recipe has at most {LongestFile}; is it another file?");
        }
        try
        {
            return Parse(System.IO.File.ReadAllText(nameOrPath), nameOrPath);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new ConversionException($"recipe '{nameOrPath}' cannot be read: {e.Message}", e);
        }
    }

    /// <summary>Reads a recipe from JSON; <paramref name="source"/> names it in messages.</summary>
    /// <exception cref="ConversionException">The text is not a valid recipe.</exception>
    public static Recipe Parse(string json, string source) => new RecipeReader(source).Read(json);

    private static FileInfo File(string path)
    {
        FileInfo? file = path.Length == 0 || path.Contains('\0') ? null : new FileInfo(path);
        if (file is { Exists: true }) return file;
        throw new ConversionException($"there is no recipe '{path}': it is neither a file nor one of {string.Join(", ", Ready.Concat(Retraining))}.");
    }

    private static string Embedded(string name)
    {
        using Stream stream = Assembly.GetExecutingAssembly().GetManifestResourceStream(ResourcePrefix + name + ".json")
            ?? throw new InvalidOperationException($"recipe {name} is not embedded");
        using StreamReader reader = new(stream);
        return reader.ReadToEnd();
    }
}

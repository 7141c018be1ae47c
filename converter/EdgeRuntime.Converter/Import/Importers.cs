using System;
using System.Collections.Generic;
using System.IO;
using System.Linq;
using EdgeRuntime.Converter.Graph;
using EdgeRuntime.Converter.Import.Onnx;

namespace EdgeRuntime.Converter.Import;

/// <summary>What the caller may say about a model that its file leaves open.</summary>
public sealed record ImportOptions
{
    /// <summary>Shapes of graph inputs by name, for dimensions the file leaves open.</summary>
    public IReadOnlyDictionary<string, int[]>? InputShapes { get; init; }
}

/// <summary>A reader of one kind of model file.</summary>
/// <param name="Name">The format's name.</param>
/// <param name="Extension">File name extension with its dot.</param>
/// <param name="Load">Reads the file into a graph whose operators are those of <see cref="Op"/>.</param>
public sealed record Importer(string Name, string Extension, Func<string, ImportOptions, ModelGraph> Load);

/// <summary>The model formats that can be read.</summary>
public static class Importers
{
    /// <summary>All importers; one line adds one.</summary>
    public static IReadOnlyList<Importer> All { get; } =
    [
        new("ONNX", ".onnx", (path, options) => OnnxImporter.Load(path, new OnnxImportOptions { InputShapes = options.InputShapes })),
    ];

    /// <summary>Reads a model file by the importer its extension names.</summary>
    /// <exception cref="ConversionException">The extension is unknown, or the file is not a model this converter can convert.</exception>
    public static ModelGraph Load(string path, ImportOptions? options = null)
    {
        Importer importer = All.FirstOrDefault(i => path.EndsWith(i.Extension, StringComparison.OrdinalIgnoreCase))
            ?? throw new ConversionException(
                $"'{Path.GetFileName(path)}' has no extension of a known model format; expected one of {string.Join(", ", All.Select(i => i.Extension))}");
        return importer.Load(path, options ?? new ImportOptions());
    }
}

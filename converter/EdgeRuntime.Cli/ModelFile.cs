using System;
using System.IO;
using EdgeRuntime.Converter;
using EdgeRuntime.Converter.Evaluation;

namespace EdgeRuntime.Cli;

/// <summary>Opens a network file of any kind for the verbs that run it.</summary>
public static class ModelFile
{
    /// <summary>A classifier of pictures.</summary>
    /// <exception cref="ConversionException">The file is missing, or no network that classifies pictures.</exception>
    public static IClassifierSource Open(string path) => new ModelClassifier(Load(path), path);

    /// <summary>The model as the engine runs it.</summary>
    /// <exception cref="ConversionException">The file is missing or of an unknown kind.</exception>
    public static Model Load(string path)
    {
        if (Directory.Exists(path)) throw new ConversionException($"{path} is a folder; name a network file");
        if (!File.Exists(path)) throw new ConversionException($"there is no network file {path}");
        if (path.EndsWith(".erm", StringComparison.OrdinalIgnoreCase)) return Model.Load(path);
        throw new ConversionException($"{path} is no .erm file; make one with edge convert");
    }
}

using System;
using System.IO;
using System.Linq;
using EdgeRuntime.Converter;
using EdgeRuntime.Converter.Evaluation;
using EdgeRuntime.Converter.Export.Erm;
using EdgeRuntime.Converter.Import;
using EdgeRuntime.Format;

namespace EdgeRuntime.Cli;

/// <summary>Opens a network file of any kind for the verbs that run it; kinds other than .erm are converted in memory without compression.</summary>
public static class ModelFile
{
    /// <summary>A classifier of pictures.</summary>
    /// <param name="path">The file.</param>
    /// <param name="options">How it is run.</param>
    /// <exception cref="ConversionException">The file is missing, or no network that classifies pictures.</exception>
    /// <exception cref="ModelFormatException">The model file is damaged.</exception>
    public static IClassifierSource Open(string path, SessionOptions? options = null) => new ModelClassifier(Load(path), path, options: options);

    /// <summary>The model as the engine runs it.</summary>
    /// <exception cref="ConversionException">The file is missing, of an unknown kind, or cannot be converted.</exception>
    /// <exception cref="ModelFormatException">The model file is damaged.</exception>
    public static Model Load(string path) => Model.Load(Read(path), path);

    /// <summary>The bytes of the model file.</summary>
    /// <exception cref="ConversionException">The file is missing, of an unknown kind, or cannot be converted.</exception>
    public static byte[] Read(string path)
    {
        if (Directory.Exists(path)) throw new ConversionException($"{path} is a folder; name a network file");
        if (!File.Exists(path)) throw new ConversionException($"there is no network file {path}");
        if (Importers.All.Any(i => path.EndsWith(i.Extension, StringComparison.OrdinalIgnoreCase))) return Uncompressed(path);
        if (!path.EndsWith(".erm", StringComparison.OrdinalIgnoreCase))
            throw new ConversionException($"{path} is no network file that is known; there are .erm, {string.Join(", ", Importers.All.Select(i => i.Extension))}");
        long length = new FileInfo(path).Length;
        if (length > Limits.FileBytes) throw new ConversionException($"{path} has {length} bytes, but a model has at most {Limits.FileBytes}; is it another file?");
        return File.ReadAllBytes(path);
    }

    private static byte[] Uncompressed(string path)
    {
        FloatModel model = FloatModel.Load(path, null, null, []);
        return ErmExporter.Export(model.Graph, new ErmOptions { Input = model.Input, Names = true }).Bytes;
    }
}

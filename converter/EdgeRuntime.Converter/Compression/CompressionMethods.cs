using System.Collections.Generic;
using System.Linq;

namespace EdgeRuntime.Converter.Compression;

/// <summary>The compression methods a recipe can name.</summary>
public static class CompressionMethods
{
    /// <summary>All of them, in the order of help texts.</summary>
    public static IReadOnlyList<ICompressionMethod> All { get; } =
    [
        new AutoDetectMethod(),
        new PruneMethod(),
        new CodebookMethod(),
        new IntegerMethod(8),
        new IntegerMethod(4),
        new IntegerMethod(2),
        new ActivationsMethod(),
        new BinaryMethod(),
        new TernaryMethod(),
        new Float16Method(),
        new BiasMethod(),
        new TrainMethod(),
        new RemoveNeuronsMethod(),
    ];

    /// <summary>The method called <paramref name="name"/>, or null.</summary>
    public static ICompressionMethod? Find(string name) => All.FirstOrDefault(m => m.Name == name);
}

using System.Collections.Generic;
using EdgeRuntime.Converter.Graph;

namespace EdgeRuntime.Converter.Compression;

/// <summary>A way to make the weights or activations of layers smaller.</summary>
public interface ICompressionMethod
{
    /// <summary>Name in recipes.</summary>
    public string Name { get; }

    /// <summary>One sentence of help.</summary>
    public string Summary { get; }

    /// <summary>The paper that describes it.</summary>
    public string Reference { get; }

    /// <summary>What a recipe may state.</summary>
    public IReadOnlyList<Setting> Settings { get; }

    /// <summary>Settings of which a recipe states exactly one; empty when there are none.</summary>
    public IReadOnlyList<string> Alternatives { get; }

    /// <summary>Changes the weights of <paramref name="layers"/> and adds a phrase to the trail of each.</summary>
    /// <exception cref="ConversionException">The method makes no sense on a layer as earlier stages left it.</exception>
    public void Apply(ModelGraph graph, IReadOnlyList<CompressionLayer> layers, SettingValues settings, CompressionContext context);
}

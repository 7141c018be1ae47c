using System.Collections.Generic;

namespace EdgeRuntime.Format;

/// <summary>What a device does not need to run a model: how to prepare its input, names, and a certificate. Stands after the operations.</summary>
public sealed record ModelMetadata
{
    /// <summary>Nothing.</summary>
    public static ModelMetadata Empty { get; } = new();

    /// <summary>Image preparation, when the model classifies images.</summary>
    public InputSpecification? Input { get; init; }

    /// <summary>Name of each operation, or empty.</summary>
    public IReadOnlyList<string> Names { get; init; } = [];

    /// <summary>Inputs and the hash of their outputs, or empty.</summary>
    public IReadOnlyList<CertificateEntry> Certificate { get; init; } = [];
}

/// <summary>One embedded input (8-bit quantised pseudo-random values from a seed) and the CRC-32C of all output bytes it must give.</summary>
/// <param name="Seed">Seed of the generator described in FORMAT.md.</param>
/// <param name="OutputChecksum">CRC-32C over the outputs' little-endian bytes.</param>
public readonly record struct CertificateEntry(uint Seed, uint OutputChecksum);

using System.Collections.Generic;

namespace EdgeRuntime.Format;

/// <summary>What the documentation says about an encoding, and its writer (null: vectors only).</summary>
public sealed record EncodingEntry(int Id, string Name, string BitsPerWeight, string Source, EncodingWriter? Writer);

/// <summary>The encodings by id.</summary>
public static class EncodingCatalogue
{
    private const string Quantisation = "Jacob et al. 2018, arXiv 1712.05877";

    private const string DeepCompression = "Han et al. 2016, arXiv 1510.00149";

    public static IReadOnlyList<EncodingEntry> All { get; } =
    [
        new(EncodingId.Float32, "float32", "32", "IEEE 754", new FloatWriter(false)),
        new(EncodingId.Float16, "float16", "16", "IEEE 754", new FloatWriter(true)),
        new(EncodingId.Int32, "int32", "stored width, 1 to 32", "-", null),
        new(EncodingId.Int8, "int8", "8", Quantisation, new IntegerWriter(8)),
        new(EncodingId.Int4, "int4", "4", Quantisation, new IntegerWriter(4)),
        new(EncodingId.Int2, "int2", "2", Quantisation, new IntegerWriter(2)),
        new(EncodingId.Binary, "binary", "1; in groups of g: 32 ceil(g / 32) / g", "Rastegari et al. 2016, arXiv 1603.05279", new BinaryWeightWriter()),
        new(EncodingId.TernaryPlanes, "ternary-planes", "2", "Li et al. 2016, arXiv 1605.04711", new TernaryPlanesWriter()),
        new(EncodingId.TernaryTrits, "ternary-trits", "1.6", "Ma et al. 2024, arXiv 2402.17764", new TernaryTritsWriter()),
        new(EncodingId.Codebook, "codebook", "b", DeepCompression, new CodebookWriter()),
        new(EncodingId.SparseInt8, "sparse-int8", "density x (gap bits + 8)", DeepCompression, new SparseInt8Writer()),
        new(EncodingId.SparseCodebook, "sparse-codebook", "density x (gap bits + b)", DeepCompression, new SparseCodebookWriter()),
        new(EncodingId.SparseFloat16, "sparse-float16", "density x (gap bits + 16)", DeepCompression, new SparseFloatWriter(true)),
        new(EncodingId.SparseFloat32, "sparse-float32", "density x (gap bits + 32)", DeepCompression, new SparseFloatWriter(false)),
    ];
}

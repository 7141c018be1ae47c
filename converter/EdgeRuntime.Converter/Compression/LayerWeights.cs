using System;

namespace EdgeRuntime.Converter.Compression;

/// <summary>Value forms that a layer's weights can take.</summary>
public enum WeightForm
{
    /// <summary>Any fp32 value.</summary>
    Float32,

    /// <summary>Values rounded to fp16.</summary>
    Float16,

    /// <summary>Signed integers of <see cref="LayerWeights.Bits"/> bits times a scale.</summary>
    Integer,

    /// <summary>Minus or plus a scale.</summary>
    Binary,

    /// <summary>Minus a scale, zero or plus a scale.</summary>
    Ternary,

    /// <summary>Indices into a table of shared values.</summary>
    Codebook,
}

/// <summary>
/// The weights of one Conv or Dense node on their way to the file: rows (output channels) x row length values.
/// Methods change it in any order; the encoder reads it and never changes a value.
/// </summary>
public sealed class LayerWeights(int rows, int rowLength, float[] values)
{
    public int Rows { get; } = rows;

    public int RowLength { get; } = rowLength;

    /// <summary>The real values the network computes with, row-major. Always up to date, whatever the form.</summary>
    public float[] Values { get; set; } = values;

    /// <summary>False where pruning removed the weight; null when nothing was pruned.</summary>
    public bool[]? Mask { get; set; }

    public WeightForm Form { get; set; }

    /// <summary>Integer: 8, 4 or 2. Codebook: index width, 1 to 8.</summary>
    public int Bits { get; set; }

    /// <summary>Integer, Binary, Ternary: one scale, or one a row. Values[i] = Scales * Symbols[i] exactly.</summary>
    public float[] Scales { get; set; } = [];

    /// <summary>Integer, Binary, Ternary: the integers. Codebook: the indices.</summary>
    public sbyte[] Integers { get; set; } = [];

    /// <summary>Codebook: the shared values, at most 2^Bits of them. Values[i] = Table[Indices[i]]; a pruned weight is exactly 0 and has no entry.</summary>
    public float[] Table { get; set; } = [];

    /// <summary>Codebook: table index of each weight (0 where pruned).</summary>
    public byte[] Indices { get; set; } = [];

    /// <summary>Store table and scales, or float values, as fp16 (the values have been rounded accordingly).</summary>
    public bool HalfPrecision { get; set; }

    /// <summary>Requested coding of the symbol streams: "raw", "huffman", "range" or "best".</summary>
    public string Coding { get; set; } = "best";

    /// <summary>Fraction of weights that are not zero.</summary>
    public double Density => Values.Length == 0 ? 0 : (double)Array.FindAll(Values, v => v != 0).Length / Values.Length;
}

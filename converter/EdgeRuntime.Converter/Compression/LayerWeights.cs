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

    /// <summary>
    /// Integer, Binary, Ternary: one scale, or one a row; Values[i] = Scales * Integers[i] exactly.
    /// Codebook: empty, or the one scale of which every table entry is an exact multiple in -127..127.
    /// </summary>
    public float[] Scales { get; set; } = [];

    /// <summary>Integer, Binary, Ternary: the integers. Codebook: empty.</summary>
    public sbyte[] Integers { get; set; } = [];

    /// <summary>
    /// Codebook: the shared values, ascending, at most 2^Bits of them. Values[i] = Table[Indices[i]]; a pruned weight is
    /// exactly 0 and has no entry (a layer with nothing left keeps one unused entry, 0).
    /// </summary>
    public float[] Table { get; set; } = [];

    /// <summary>Codebook: table index of each weight (0 where pruned).</summary>
    public byte[] Indices { get; set; } = [];

    /// <summary>Store table and scales, or float values, as fp16 (the values have been rounded accordingly).</summary>
    public bool HalfPrecision { get; set; }

    /// <summary>Store the node's bias as fp16 (it has been rounded accordingly).</summary>
    public bool HalfBias { get; set; }

    /// <summary>Requested coding of the symbol streams: "raw", "huffman", "range" or "best".</summary>
    public string Coding { get; set; } = "best";

    /// <summary>Fraction of weights that are not zero.</summary>
    public double Density => Values.Length == 0 ? 0 : (double)NonZero / Values.Length;

    /// <summary>Number of weights that are not zero.</summary>
    public int NonZero
    {
        get
        {
            int count = 0;
            foreach (float value in Values)
            {
                if (value != 0) count++;
            }
            return count;
        }
    }

    /// <summary>True where the weight has not been pruned.</summary>
    public bool Kept(int i) => Mask is null || Mask[i];

    /// <summary>The scale that weight <paramref name="i"/> is multiplied by (Integer, Binary, Ternary).</summary>
    public float ScaleOf(int i) => Scales.Length == 1 ? Scales[0] : Scales[i / RowLength];

    /// <summary>A value as it will be stored: rounded to fp16 when <see cref="HalfPrecision"/> asks for it.</summary>
    public float Stored(float value) => HalfPrecision ? (float)(Half)value : value;

    /// <summary>Makes the weights plain floating-point values (fp16 ones under <see cref="HalfPrecision"/>).</summary>
    public void SetFloats(float[] values)
    {
        Values = Array.ConvertAll(values, Stored);
        Form = HalfPrecision ? WeightForm.Float16 : WeightForm.Float32;
        Bits = 0;
        (Scales, Integers, Table, Indices) = ([], [], [], []);
    }

    /// <summary>Makes the weights integers times <paramref name="scales"/> (one, or one a row; already as they are stored).</summary>
    public void SetIntegers(WeightForm form, int bits, float[] scales, sbyte[] integers)
    {
        (Form, Bits, Scales, Integers, Table, Indices) = (form, bits, scales, integers, [], []);
        float[] values = new float[integers.Length];
        for (int i = 0; i < values.Length; i++) values[i] = integers[i] == 0 ? 0 : ScaleOf(i) * integers[i];
        Values = values;
    }

    /// <summary>Makes the weights indices into <paramref name="table"/> (distinct, ascending, already as it is stored) where they are kept, and 0 elsewhere.</summary>
    public void SetCodebook(float[] table, byte[] indices)
    {
        (Form, Scales, Integers) = (WeightForm.Codebook, [], []);
        (Table, Indices) = (table, indices);
        Bits = IndexBits(table.Length);
        float[] values = new float[indices.Length];
        for (int i = 0; i < values.Length; i++)
        {
            if (Kept(i)) values[i] = table[indices[i]];
        }
        Values = values;
    }

    /// <summary>Bits an index into <paramref name="entries"/> entries needs, at least 1.</summary>
    public static int IndexBits(int entries)
    {
        int bits = 1;
        while (1 << bits < entries) bits++;
        return bits;
    }

    /// <summary>Some of the weights, as a layer of their own.</summary>
    /// <param name="rows">Rows that stay.</param>
    /// <param name="rowLength">Values a row then.</param>
    /// <param name="from">Place of each new value among the present ones.</param>
    public LayerWeights Select(int[] rows, int rowLength, int[] from)
    {
        LayerWeights chosen = new(rows.Length, rowLength, Array.ConvertAll(from, i => Values[i]))
        {
            Mask = Mask is { } mask ? Array.ConvertAll(from, i => mask[i]) : null,
            Form = Form,
            Bits = Bits,
            Scales = Scales.Length > 1 ? Array.ConvertAll(rows, r => Scales[r]) : [.. Scales],
            Integers = Integers.Length > 0 ? Array.ConvertAll(from, i => Integers[i]) : [],
            Table = [.. Table],
            Indices = Indices.Length > 0 ? Array.ConvertAll(from, i => Indices[i]) : [],
            HalfPrecision = HalfPrecision,
            HalfBias = HalfBias,
            Coding = Coding,
        };
        if (Form == WeightForm.Codebook) Codebooks.DropUnused(chosen);
        return chosen;
    }

    /// <summary>An independent copy.</summary>
    public LayerWeights Copy() => new(Rows, RowLength, [.. Values])
    {
        Mask = Mask is null ? null : [.. Mask],
        Form = Form,
        Bits = Bits,
        Scales = [.. Scales],
        Integers = [.. Integers],
        Table = [.. Table],
        Indices = [.. Indices],
        HalfPrecision = HalfPrecision,
        HalfBias = HalfBias,
        Coding = Coding,
    };
}

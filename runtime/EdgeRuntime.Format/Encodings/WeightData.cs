using System;
using System.Linq;

namespace EdgeRuntime.Format;

/// <summary>
/// The weights to be stored, in one of three forms: <see cref="Floats"/>; <see cref="Integers"/> with <see cref="Scales"/>;
/// <see cref="Table"/> with <see cref="Indices"/>. Rows x row length elements in row-major order, a row an output channel.
/// </summary>
public sealed class WeightData
{
    public required int Rows { get; init; }

    public required int RowLength { get; init; }

    /// <summary>Finite real values; negative zero is stored as zero.</summary>
    public float[]? Floats { get; init; }

    /// <summary>Declares that the values are exact in fp16; they are stored as fp16 whenever that is so, declared or not.</summary>
    public bool Half { get; init; }

    /// <summary>Integers of 8, 4 or 2 bits; binary -1 and +1; ternary -1, 0, +1.</summary>
    public sbyte[]? Integers { get; init; }

    /// <summary>No scale, one, or one a row, finite and below 2^120: value = scale x integer, rounded once to fp32.</summary>
    public float[] Scales { get; init; } = [];

    /// <summary>Declares that the scales are exact in fp16.</summary>
    public bool HalfScales { get; init; }

    /// <summary>Shared values; integers when <see cref="TableType"/> is Int8.</summary>
    public float[]? Table { get; init; }

    /// <summary>One of <see cref="EncodingId"/>: Float32, Float16 or Int8 (multiplied by <see cref="Scales"/>).</summary>
    public int TableType { get; init; }

    /// <summary>Table entry of each element; without meaning where <see cref="Mask"/> is false.</summary>
    public byte[]? Indices { get; init; }

    /// <summary>With a table: false where the element is exactly zero whatever the table holds.</summary>
    public bool[]? Mask { get; init; }

    /// <summary>Number of elements.</summary>
    public int Count => Rows * RowLength;

    /// <summary>Checks the sizes and turns a table into the floats or integers that it stands for.</summary>
    /// <exception cref="ArgumentException">The data contradict themselves.</exception>
    internal WeightData Expand()
    {
        if (Rows < 1 || RowLength < 1 || Rows > Limits.Elements / RowLength)
            throw new ArgumentException($"A weight matrix of {Rows} x {RowLength} values cannot be stored: the limit is {Limits.Elements} values.");
        if (Scales.Length != 0 && Scales.Length != 1 && Scales.Length != Rows)
            throw new ArgumentException($"Found {Scales.Length} scales for {Rows} rows; expected none, one, or one a row.");
        if (Scales.Any(s => !(Math.Abs(s) < MathF.Pow(2, 120)))) throw new ArgumentException("A scale is not finite or not below 2^120.");
        WeightData flat = Table == null ? this : FromTable(Table);
        int found = flat.Floats?.Length ?? flat.Integers?.Length ?? 0;
        if (found != Count) throw new ArgumentException($"Found {found} weights for {Rows} rows of {RowLength}.");
        if (flat.Floats != null && flat.Floats.Any(v => !float.IsFinite(v))) throw new ArgumentException("A weight is NaN or infinite.");
        return flat.Floats == null ? flat : flat.WithoutNegativeZeros(flat.Floats);
    }

    private WeightData WithoutNegativeZeros(float[] values)
    {
        if (!values.Any(v => v == 0f && float.IsNegative(v))) return this;
        float[] plain = Array.ConvertAll(values, v => v == 0f ? 0f : v);
        return new WeightData { Rows = Rows, RowLength = RowLength, Floats = plain };
    }

    /// <summary>The real value of every element.</summary>
    public float[] ToFloats()
    {
        WeightData flat = Expand();
        if (flat.Floats != null) return flat.Floats;
        float[] values = new float[Count];
        for (int i = 0; i < values.Length; i++)
        {
            float scale = Scales.Length == 0 ? 1f : Scales.Length == 1 ? Scales[0] : Scales[i / RowLength];
            values[i] = Scales.Length == 0 ? flat.Integers![i] : scale * flat.Integers![i];
        }

        return values;
    }

    private WeightData FromTable(float[] table)
    {
        if (Indices == null || Indices.Length != Count || (Mask != null && Mask.Length != Count))
            throw new ArgumentException($"A codebook for {Count} weights needs as many indices, and as many mask entries if there is a mask.");
        float[] values = new float[Count];
        for (int i = 0; i < values.Length; i++)
        {
            if (Mask != null && !Mask[i]) continue;
            if (Indices[i] >= table.Length) throw new ArgumentException($"Codebook index {Indices[i]} is beyond the table's {table.Length} entries.");
            values[i] = table[Indices[i]];
        }

        if (TableType != EncodingId.Int8) return new WeightData { Rows = Rows, RowLength = RowLength, Floats = values };
        if (values.Any(v => v != (sbyte)Math.Clamp(v, -128f, 127f))) throw new ArgumentException("An int8 codebook holds a value that is no 8-bit integer.");
        sbyte[] integers = [.. values.Select(v => (sbyte)v)];
        return new WeightData { Rows = Rows, RowLength = RowLength, Integers = integers, Scales = Scales };
    }
}

using System;
using System.Linq;

using EdgeRuntime.Converter.Compression;
using EdgeRuntime.Format;

namespace EdgeRuntime.Converter.Export.Erm;

/// <summary>From a layer's weights, in whatever form compression left them, to the smallest bytes that hold exactly these values.</summary>
internal static class WeightEncoding
{
    /// <summary>For operations over floats; <paramref name="quick"/>: plain fp32 instead of the smallest form.</summary>
    public static EncodedConstant Encode(LayerWeights w, bool quick) => quick
        ? ConstantWriter.Encode(new WeightData { Rows = w.Rows, RowLength = w.RowLength, Floats = w.Values }, new EncodingChoice(EncodingId.Float32))
        : ConstantWriter.Smallest(Data(w), w.Coding);

    /// <summary>For operations over int8: integers without scales, which the multipliers of the record carry.</summary>
    public static EncodedConstant EncodeIntegers(LayerWeights w, bool quick)
    {
        WeightData data = new() { Rows = w.Rows, RowLength = w.RowLength, Integers = w.Integers };
        return quick ? ConstantWriter.Encode(data, new EncodingChoice(EncodingId.Int8)) : ConstantWriter.Smallest(data, w.Coding);
    }

    /// <summary>For operations over bits: binary weights with each group of channels on whole words, as the kernel reads it, or ternary ones as two planes.</summary>
    public static EncodedConstant EncodeSigns(LayerWeights w, int group) => ConstantWriter.Encode(Integers(w), Signs(w, group));

    /// <summary>The same without scales, which thresholds or multipliers of the record carry.</summary>
    public static EncodedConstant EncodePlainSigns(LayerWeights w, int group)
        => ConstantWriter.Encode(new WeightData { Rows = w.Rows, RowLength = w.RowLength, Integers = w.Integers }, Signs(w, group));

    private static EncodingChoice Signs(LayerWeights w, int group)
        => w.Form == WeightForm.Ternary ? new EncodingChoice(EncodingId.TernaryPlanes) : new EncodingChoice(EncodingId.Binary, GroupLength: group);

    private static WeightData Data(LayerWeights w) => w.Form switch
    {
        WeightForm.Float32 or WeightForm.Float16 => new WeightData { Rows = w.Rows, RowLength = w.RowLength, Floats = w.Values, Half = w.Form == WeightForm.Float16 },
        WeightForm.Integer or WeightForm.Binary or WeightForm.Ternary => Integers(w),
        WeightForm.Codebook => Codebook(w),
        _ => throw new ArgumentException($"weight form {w.Form} has no encoding"),
    };

    private static WeightData Integers(LayerWeights w) => new()
    {
        Rows = w.Rows,
        RowLength = w.RowLength,
        Integers = w.Integers,
        Scales = Array.TrueForAll(w.Scales, s => s == 1f) ? [] : w.Scales,
        HalfScales = w.HalfPrecision,
    };

    /// <summary>A table whose entries are all multiples of one scale is stored as integers.</summary>
    private static WeightData Codebook(LayerWeights w) => new()
    {
        Rows = w.Rows,
        RowLength = w.RowLength,
        Table = w.Scales.Length == 1 ? [.. w.Table.Select(v => MathF.Round(v / w.Scales[0]))] : w.Table,
        TableType = w.Scales.Length == 1 ? EncodingId.Int8 : w.HalfPrecision ? EncodingId.Float16 : EncodingId.Float32,
        Scales = w.Scales,
        Indices = w.Indices,
        Mask = w.Mask is not null || w.Values.Contains(0f) ? [.. w.Values.Select((v, i) => v != 0 && (w.Mask is null || w.Mask[i]))] : null,
    };
}

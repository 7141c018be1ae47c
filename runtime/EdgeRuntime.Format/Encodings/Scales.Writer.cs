using System;
using System.Buffers.Binary;
using System.Linq;

namespace EdgeRuntime.Format;

/// <summary>Writes scale blocks.</summary>
internal static class ScaleWriter
{
    /// <summary>Appends the block of <paramref name="kind"/>, or of the smallest kind that is exact for -1.</summary>
    public static void Write(ByteSink sink, WeightData data, int kind)
    {
        if (kind < 0) kind = Smallest(data);
        sink.Write("scales", (byte)kind);
        Span<byte> bytes = stackalloc byte[4];
        for (int i = 0; i < Scales.Stored(kind, data.Rows); i++)
        {
            float scale = data.Scales[data.Scales.Length == 1 ? 0 : i];
            if (Scales.Size(kind) == 2) BinaryPrimitives.WriteHalfLittleEndian(bytes, (Half)scale);
            else BinaryPrimitives.WriteSingleLittleEndian(bytes, scale);
            sink.Write("scales", bytes[..Scales.Size(kind)]);
        }
    }

    /// <summary>Why a kind cannot hold the scales exactly; null when it can.</summary>
    public static string? Refusal(WeightData data, int kind)
    {
        if (kind < 0) return null;
        if (kind == ScaleKind.None != (data.Scales.Length == 0)) return $"Scale kind {kind} does not fit {data.Scales.Length} scales.";
        if (kind == ScaleKind.None) return null;
        if (Scales.Stored(kind, 2) == 1 && data.Scales.Distinct().Count() > 1) return "The scales of the rows differ.";
        return Scales.Size(kind) == 2 && !data.Scales.All(HalfExact) ? "A scale is not exact in fp16." : null;
    }

    /// <summary>The kind with the fewest bytes that holds the scales exactly.</summary>
    public static int Smallest(WeightData data)
    {
        if (data.Scales.Length == 0) return ScaleKind.None;
        int[] order = [ScaleKind.TensorFloat16, ScaleKind.TensorFloat32, ScaleKind.RowFloat16, ScaleKind.RowFloat32];
        return Array.Find(order, kind => Refusal(data, kind) == null);
    }

    /// <summary>Whether fp16 holds a value exactly.</summary>
    public static bool HalfExact(float value) => BitConverter.SingleToInt32Bits((float)(Half)value) == BitConverter.SingleToInt32Bits(value);
}

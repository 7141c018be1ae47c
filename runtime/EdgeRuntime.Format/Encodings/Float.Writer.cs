using System;
using System.Linq;
using System.Runtime.InteropServices;

namespace EdgeRuntime.Format;

/// <summary>Writes encodings 0 and 1: singles and halves.</summary>
internal sealed class FloatWriter(bool half) : EncodingWriter
{
    internal override string? Refusal(WeightData data, EncodingChoice choice)
    {
        if (data.Floats == null) return "Integers are not stored as floats.";
        return half && !data.Floats.All(ScaleWriter.HalfExact) ? "A weight is not exact in fp16." : null;
    }

    internal override void Write(ByteSink sink, WeightData data, EncodingChoice choice) => sink.Write("values", ToBytes(data.Floats!, half));

    /// <summary>Little-endian halves or singles.</summary>
    internal static byte[] ToBytes(float[] values, bool half)
    {
        if (!half) return MemoryMarshal.AsBytes(values.AsSpan()).ToArray();
        Half[] halves = Array.ConvertAll(values, v => (Half)v);
        return MemoryMarshal.AsBytes(halves.AsSpan()).ToArray();
    }
}

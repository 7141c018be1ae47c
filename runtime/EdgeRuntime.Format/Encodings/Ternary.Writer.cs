using System;
using System.Linq;

namespace EdgeRuntime.Format;

/// <summary>Writes encoding 7: a plane of non-zero bits and a plane of sign bits.</summary>
internal sealed class TernaryPlanesWriter : EncodingWriter
{
    internal override string? Refusal(WeightData data, EncodingChoice choice) => TernaryTritsWriter.Reason(data, choice);

    internal override void Write(ByteSink sink, WeightData data, EncodingChoice choice)
    {
        ScaleWriter.Write(sink, data, choice.Scale);
        sink.Write("mask", BitWriter.Pack(Array.ConvertAll(data.Integers!, v => (byte)(v != 0 ? 1 : 0)), 1));
        sink.Write("values", BitWriter.Pack(Array.ConvertAll(data.Integers!, v => (byte)(v < 0 ? 1 : 0)), 1));
    }
}

/// <summary>Writes encoding 8: five base-3 digits a byte.</summary>
internal sealed class TernaryTritsWriter : EncodingWriter
{
    internal override string? Refusal(WeightData data, EncodingChoice choice) => Reason(data, choice);

    internal static string? Reason(WeightData data, EncodingChoice choice)
    {
        if (data.Integers == null || data.Integers.Any(v => v is < -1 or > 1)) return "The weights are not all -1, 0 or +1.";
        return ScaleWriter.Refusal(data, choice.Scale);
    }

    internal override void Write(ByteSink sink, WeightData data, EncodingChoice choice)
    {
        ScaleWriter.Write(sink, data, choice.Scale);
        byte[] bytes = new byte[(data.Count + 4) / 5];
        for (int i = data.Count - 1; i >= 0; i--) bytes[i / 5] = (byte)(bytes[i / 5] * 3 + (data.Integers![i] + 3) % 3);
        sink.Write("values", bytes);
    }
}

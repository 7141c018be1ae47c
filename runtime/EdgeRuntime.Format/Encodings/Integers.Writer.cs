using System;
using System.Linq;

namespace EdgeRuntime.Format;

/// <summary>Writes encodings 3, 4 and 5: integers of 8, 4 or 2 bits.</summary>
internal sealed class IntegerWriter(int bits) : EncodingWriter
{
    internal override string? Refusal(WeightData data, EncodingChoice choice)
    {
        if (data.Integers == null) return "The weights are not integers.";
        int most = (1 << (bits - 1)) - 1;
        return data.Integers.Any(v => v > most || v < -most - 1) ? $"A weight needs more than {bits} bits." : ScaleWriter.Refusal(data, choice.Scale);
    }

    internal override void Write(ByteSink sink, WeightData data, EncodingChoice choice)
    {
        ScaleWriter.Write(sink, data, choice.Scale);
        WriteStream(sink, new SymbolWriter(ToSymbols(data.Integers!, choice.Coding, bits), bits, choice.Coding, RangeCoder.ValueLevels));
    }

    /// <summary>Two's complement symbols for the raw coding, zigzag numbers for the others.</summary>
    internal static byte[] ToSymbols(sbyte[] values, int coding, int bits) =>
        Array.ConvertAll(values, v => (byte)(coding == CodingId.Raw ? v & (1 << bits) - 1 : v << 1 ^ v >> 7));
}

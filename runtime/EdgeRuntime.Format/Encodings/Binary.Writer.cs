using System;
using System.Collections.Generic;
using System.Linq;

namespace EdgeRuntime.Format;

/// <summary>Writes encoding 6: bit 1 is -1, bit 0 is +1.</summary>
internal sealed class BinaryWeightWriter : EncodingWriter
{
    internal override string? Refusal(WeightData data, EncodingChoice choice)
    {
        if (data.Integers == null || data.Integers.Any(v => v is not (1 or -1))) return "The weights are not all -1 or +1.";
        if (choice.GroupLength < 0 || (choice.GroupLength > 0 && data.RowLength % choice.GroupLength != 0))
            return $"Rows of {data.RowLength} do not divide into groups of {choice.GroupLength}.";
        if (choice.GroupLength > 0 && choice.Coding != CodingId.Raw) return "Groups of whole words are raw.";
        return ScaleWriter.Refusal(data, choice.Scale);
    }

    internal override void Write(ByteSink sink, WeightData data, EncodingChoice choice)
    {
        ScaleWriter.Write(sink, data, choice.Scale);
        sink.Varint("header", choice.GroupLength);
        byte[] symbols = Array.ConvertAll(data.Integers!, v => (byte)(v < 0 ? 1 : 0));
        if (choice.GroupLength == 0)
        {
            WriteStream(sink, new SymbolWriter(symbols, 1, choice.Coding, RangeCoder.ValueLevels));
            return;
        }

        BitWriter bits = new();
        int unused = (32 - choice.GroupLength % 32) % 32;
        for (int at = 0; at < symbols.Length; at += choice.GroupLength)
        {
            for (int i = 0; i < choice.GroupLength; i++) bits.Write(symbols[at + i], 1);
            bits.Write(0, unused);
        }

        sink.Write("values", bits.ToArray());
        sink.Move("values", "padding", (long)unused * (symbols.Length / choice.GroupLength) / 8);
    }

    internal override IEnumerable<EncodingChoice> Choices(WeightData data, int encoding, int[] codings)
    {
        IEnumerable<EncodingChoice> packed = base.Choices(data, encoding, codings);
        return codings.Contains(CodingId.Raw) ? packed.Append(new EncodingChoice(encoding, GroupLength: data.RowLength)) : packed;
    }
}

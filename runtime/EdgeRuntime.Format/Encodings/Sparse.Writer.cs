using System;
using System.Collections.Generic;
using System.Linq;

namespace EdgeRuntime.Format;

/// <summary>What the writers of the sparse encodings 10 to 13 share.</summary>
internal abstract class SparseWriter : EncodingWriter
{
    /// <summary>Appends what describes the values: scales or table.</summary>
    private protected abstract void WriteValueHeader(ByteSink sink, WeightData data, EncodingChoice choice);

    /// <summary>The stream of the non-zeros; null when they are floats.</summary>
    private protected abstract SymbolWriter? Values(WeightData data, int coding);

    /// <summary>Without a stream: whether the non-zeros are halves or singles.</summary>
    private protected virtual bool Halves => false;

    /// <summary>Why the values do not fit; null when they do.</summary>
    private protected abstract string? ValueRefusal(WeightData data, EncodingChoice choice);

    internal override string? Refusal(WeightData data, EncodingChoice choice)
    {
        if (choice.GapBits is < 1 or > 8) return $"Gap symbols have 1 to 8 bits, not {choice.GapBits}.";
        return ValueRefusal(data, choice);
    }

    internal override void Write(ByteSink sink, WeightData data, EncodingChoice choice)
    {
        SparsePattern pattern = new(data);
        sink.Write("header", (byte)(choice.GapBits - 1 | choice.GapCoding << 3 | (choice.LiveColumns && pattern.NonZeros > 0 ? 32 : 0)));
        sink.Varint("header", pattern.NonZeros);
        if (pattern.NonZeros == 0) return;
        byte[] symbols = pattern.Symbols(choice.GapBits, choice.LiveColumns);
        sink.Varint("header", symbols.Length - pattern.NonZeros);
        if (choice.LiveColumns) sink.Write("mask", BitWriter.Pack(pattern.LiveColumns, 1));
        WriteValueHeader(sink, data, choice);
        SymbolWriter gaps = new(symbols, choice.GapBits, choice.GapCoding, RangeCoder.GapLevels);
        SymbolWriter? values = Values(data, choice.Coding);
        sink.Write(gaps.Coding == CodingId.Huffman ? "table" : "header", gaps.Header);
        if (values != null) sink.Write(values.Coding == CodingId.Huffman ? "table" : "header", values.Header);
        if (values == null)
        {
            WritePayload(sink, gaps.Coding, gaps.Payload(), "gaps");
            float[] nonZeros = Array.FindAll(data.Floats!, v => BitConverter.SingleToInt32Bits(v) != 0);
            sink.Write("values", FloatWriter.ToBytes(nonZeros, Halves));
            return;
        }

        if (gaps.Coding == values.Coding && gaps.Coding != CodingId.Raw)
        {
            byte[] payload = SymbolWriter.SharedPayload(gaps, values, (1 << gaps.Bits) - 1);
            WritePayload(sink, values.Coding, payload, "values");
            long both = Math.Max(1, gaps.PayloadBytes + values.PayloadBytes);
            sink.Move("values", "gaps", payload.Length * gaps.PayloadBytes / both);
            return;
        }

        WritePayload(sink, gaps.Coding, gaps.Payload(), "gaps");
        WritePayload(sink, values.Coding, values.Payload(), "values");
    }

    internal override IEnumerable<EncodingChoice> Choices(WeightData data, int encoding, int[] codings)
    {
        bool[] live = new SparsePattern(data).HasDeadColumns ? [false, true] : [false];
        int[] valueCodings = EncodingList.HasCodings(encoding) ? codings : [CodingId.Raw];
        return from columns in live
               from bits in Enumerable.Range(1, 8)
               from gapCoding in codings
               from coding in valueCodings
               select new EncodingChoice(encoding, coding, gapCoding, bits, LiveColumns: columns);
    }

    internal override IEnumerable<EncodingChoice> Promising(WeightData data, int encoding, int[] codings)
    {
        SparsePattern pattern = new(data);
        int[] valueCodings = EncodingList.HasCodings(encoding) ? codings : [CodingId.Raw];
        if (pattern.NonZeros == 0) return [new EncodingChoice(encoding, GapBits: 1)];
        List<EncodingChoice> best = [];
        bool[] live = pattern.HasDeadColumns ? [false, true] : [false];
        foreach (bool columns in live)
        {
            // A payload of their own for the gaps costs little, so each value coding is tried with the best gaps for it alone.
            (int Bits, int Coding, long Size)[] gaps =
            [
                .. from bits in Enumerable.Range(1, 8)
                   from coding in codings
                   select (bits, coding, new SymbolWriter(pattern.Symbols(bits, columns), bits, coding, RangeCoder.GapLevels).Size),
            ];
            foreach (int gapCoding in codings)
            {
                (int Bits, int Coding, long Size) least = gaps.Where(g => g.Coding == gapCoding).MinBy(g => g.Size);
                best.AddRange(valueCodings.Select(c => new EncodingChoice(encoding, c, gapCoding, least.Bits, LiveColumns: columns)));
            }
        }

        return best;
    }
}

/// <summary>Writes encoding 10.</summary>
internal sealed class SparseInt8Writer : SparseWriter
{
    private protected override string? ValueRefusal(WeightData data, EncodingChoice choice) =>
        data.Integers == null ? "The weights are not integers." : ScaleWriter.Refusal(data, choice.Scale);

    private protected override void WriteValueHeader(ByteSink sink, WeightData data, EncodingChoice choice) => ScaleWriter.Write(sink, data, choice.Scale);

    private protected override SymbolWriter Values(WeightData data, int coding) =>
        new(IntegerWriter.ToSymbols(Array.FindAll(data.Integers!, v => v != 0), coding, 8), 8, coding, RangeCoder.ValueLevels);
}

/// <summary>Writes encoding 11.</summary>
internal sealed class SparseCodebookWriter : SparseWriter
{
    private protected override string? ValueRefusal(WeightData data, EncodingChoice choice)
    {
        SharedValues? shared = SharedValues.Find(data, true);
        if (shared == null) return "There are more than 256 different weights that are not zero.";
        return shared.Refusal(data, choice.TableType) ?? ScaleWriter.Refusal(data, choice.Scale);
    }

    private protected override void WriteValueHeader(ByteSink sink, WeightData data, EncodingChoice choice) =>
        SharedValues.Find(data, true)!.WriteTable(sink, data, choice);

    private protected override SymbolWriter Values(WeightData data, int coding)
    {
        SharedValues shared = SharedValues.Find(data, true)!;
        return new SymbolWriter(shared.Indices, shared.Bits, coding, RangeCoder.ValueLevels);
    }
}

/// <summary>Writes encodings 12 and 13.</summary>
internal sealed class SparseFloatWriter(bool half) : SparseWriter
{
    private protected override bool Halves => half;

    private protected override string? ValueRefusal(WeightData data, EncodingChoice choice)
    {
        if (data.Floats == null) return "Integers are not stored as floats.";
        if (choice.Coding != CodingId.Raw) return "Floats are raw.";
        return !half || data.Floats.All(ScaleWriter.HalfExact) ? null : "A weight is not exact in fp16.";
    }

    private protected override void WriteValueHeader(ByteSink sink, WeightData data, EncodingChoice choice)
    {
    }

    private protected override SymbolWriter? Values(WeightData data, int coding) => null;
}

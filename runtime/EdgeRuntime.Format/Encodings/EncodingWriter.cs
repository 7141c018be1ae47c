using System;
using System.Collections.Generic;

namespace EdgeRuntime.Format;

/// <summary>The writing side of an encoding.</summary>
public abstract class EncodingWriter
{
    /// <summary>Appends the encoding's header and payload; the data have been expanded and <see cref="Refusal"/> was null.</summary>
    internal abstract void Write(ByteSink sink, WeightData data, EncodingChoice choice);

    /// <summary>Why the encoding cannot hold the data exactly; null when it can.</summary>
    internal abstract string? Refusal(WeightData data, EncodingChoice choice);

    /// <summary>Every choice for data that the encoding holds; <paramref name="codings"/> are those allowed.</summary>
    internal virtual IEnumerable<EncodingChoice> Choices(WeightData data, int encoding, int[] codings)
    {
        if (!EncodingList.HasCodings(encoding)) return [new EncodingChoice(encoding)];
        return Array.ConvertAll(codings, coding => new EncodingChoice(encoding, coding));
    }

    /// <summary>A few of <see cref="Choices"/> among which the smallest is, found without trying all.</summary>
    internal virtual IEnumerable<EncodingChoice> Promising(WeightData data, int encoding, int[] codings) => Choices(data, encoding, codings);

    /// <summary>Appends stream headers and payloads.</summary>
    private protected static void WriteStream(ByteSink sink, SymbolWriter stream)
    {
        sink.Write(stream.Coding == CodingId.Huffman ? "table" : "header", stream.Header);
        WritePayload(sink, stream.Coding, stream.Payload(), "values");
    }

    /// <summary>Appends a payload, with its length unless it is raw.</summary>
    private protected static void WritePayload(ByteSink sink, int coding, byte[] payload, string cause)
    {
        if (coding != CodingId.Raw) sink.Varint("header", payload.Length);
        sink.Write(cause, payload);
    }
}

using System;
using System.Collections.Generic;
using System.Linq;

namespace EdgeRuntime.Format;

/// <summary>Stores weights and vectors exactly.</summary>
public static class ConstantWriter
{
    /// <summary>Stores weights in one chosen way.</summary>
    /// <exception cref="ArgumentException">The choice cannot hold the data exactly; the message says why.</exception>
    public static EncodedConstant Encode(WeightData data, EncodingChoice choice)
    {
        WeightData flat = data.Expand();
        EncodingWriter writer = Writer(choice.Encoding);
        bool known = choice.Coding is >= 0 and < CodingId.Count && choice.GapCoding is >= 0 and < CodingId.Count && choice.Scale < ScaleKind.Count;
        if (!known || (choice.Coding != CodingId.Raw && !EncodingList.HasCodings(choice.Encoding)))
            throw new ArgumentException($"Encoding {EncodingCatalogue.All[choice.Encoding].Name} has no coding {choice.Coding}.");
        string? refusal = writer.Refusal(flat, choice);
        if (refusal != null) throw new ArgumentException($"Encoding {EncodingCatalogue.All[choice.Encoding].Name} cannot hold the weights. {refusal}");
        ByteSink sink = new();
        sink.Write("header", (byte)(choice.Encoding | choice.Coding << 5));
        writer.Write(sink, flat, choice);
        return new EncodedConstant(sink.ToArray(), choice, sink.Ledger());
    }

    /// <summary>The exact number of bytes that <see cref="Encode"/> would return.</summary>
    public static long Size(WeightData data, EncodingChoice choice) => Encode(data, choice).Bytes.Length;

    /// <summary>Every way to store the data exactly.</summary>
    /// <param name="data">The weights.</param>
    /// <param name="coding">raw, huffman, range, or best for all three.</param>
    /// <param name="sparse">Whether the sparse encodings are included.</param>
    public static IEnumerable<EncodingChoice> Choices(WeightData data, string coding, bool sparse) =>
        Enumerate(data.Expand(), sparse, (w, flat, id) => w.Choices(flat, id, Codings(coding)));

    /// <summary>The smallest exact form; among equals the lowest encoding id and coding.</summary>
    public static EncodedConstant Smallest(WeightData data, string coding)
    {
        WeightData flat = data.Expand();
        IEnumerable<EncodingChoice> promising = Enumerate(flat, true, (w, d, id) => w.Promising(d, id, Codings(coding)));
        return promising.Select(choice => Encode(flat, choice)).MinBy(e => e.Bytes.Length)!;
    }

    /// <summary>The smallest exact form with random access of a vector of real numbers.</summary>
    public static EncodedConstant Vector(float[] values)
    {
        WeightData flat = new WeightData { Rows = 1, RowLength = values.Length, Floats = values }.Expand();
        EncodingChoice[] choices = [new(EncodingId.Float32), new(EncodingId.Float16), new(EncodingId.Codebook)];
        return choices.Where(c => Writer(c.Encoding).Refusal(flat, c) == null).Select(c => Encode(flat, c)).MinBy(e => e.Bytes.Length)!;
    }

    /// <summary>The smallest form with random access of a vector of integers.</summary>
    public static EncodedConstant Vector(int[] values)
    {
        if (values.Length == 0) throw new ArgumentException("A vector has at least one element.");
        EncodedConstant plain = Int32Writer.Write(values);
        EncodedConstant? shared = Int32Writer.WriteShared(values);
        return shared != null && shared.Bytes.Length < plain.Bytes.Length ? shared : plain;
    }

    private static IEnumerable<EncodingChoice> Enumerate(
        WeightData flat, bool sparse, Func<EncodingWriter, WeightData, int, IEnumerable<EncodingChoice>> list) =>
        EncodingCatalogue.All
            .Where(e => e.Writer != null && (sparse || e.Id < EncodingId.SparseInt8))
            .Where(e => e.Writer!.Refusal(flat, new EncodingChoice(e.Id, GapBits: 1)) == null)
            .SelectMany(e => list(e.Writer!, flat, e.Id));

    private static EncodingWriter Writer(int encoding) =>
        (encoding >= 0 && encoding < EncodingCatalogue.All.Count ? EncodingCatalogue.All[encoding].Writer : null)
        ?? throw new ArgumentException($"Encoding {encoding} does not hold weights.");

    private static int[] Codings(string coding) => coding switch
    {
        "raw" => [CodingId.Raw],
        "huffman" => [CodingId.Huffman],
        "range" => [CodingId.Range],
        "best" => [CodingId.Raw, CodingId.Huffman, CodingId.Range],
        _ => throw new ArgumentException($"Coding '{coding}' is not one of raw, huffman, range, best."),
    };
}

namespace EdgeRuntime.Format;

/// <summary>Writes encoding 9: entries by falling frequency, so that Huffman codes need no symbol list and range coding groups equals.</summary>
internal sealed class CodebookWriter : EncodingWriter
{
    internal override string? Refusal(WeightData data, EncodingChoice choice)
    {
        SharedValues? shared = SharedValues.Find(data, false);
        if (shared == null) return "There are more than 256 different weights.";
        return shared.Refusal(data, choice.TableType) ?? ScaleWriter.Refusal(data, choice.Scale);
    }

    internal override void Write(ByteSink sink, WeightData data, EncodingChoice choice)
    {
        SharedValues shared = SharedValues.Find(data, false)!;
        shared.WriteTable(sink, data, choice);
        WriteStream(sink, new SymbolWriter(shared.Indices, shared.Bits, choice.Coding, RangeCoder.ValueLevels));
    }
}

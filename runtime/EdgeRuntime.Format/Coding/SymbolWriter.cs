using System;

namespace EdgeRuntime.Format;

/// <summary>A symbol stream of the writer: what goes before the payload, and how many bytes it takes.</summary>
public sealed class SymbolWriter
{
    private static readonly int[] _limits = [255, 96, 40, 20];

    private readonly HuffmanCode? _huffman;

    /// <summary>Prepares the header; for the range coder it tries the useful count limits.</summary>
    public SymbolWriter(byte[] symbols, int bits, int coding, int levels)
    {
        Data = symbols;
        Bits = bits;
        Coding = coding;
        Levels = levels;
        switch (coding)
        {
            case CodingId.Raw:
                Header = [];
                PayloadBytes = BitStream.Bytes(symbols.Length, bits);
                break;
            case CodingId.Huffman:
                _huffman = HuffmanCode.Build(Counts(symbols, bits), bits);
                Header = _huffman.Table;
                PayloadBytes = _huffman.Size(Counts(symbols, bits)) - Header.Length;
                break;
            default:
                PayloadBytes = long.MaxValue;
                foreach (int limit in _limits)
                {
                    long bytes = RangePayload(limit).Length;
                    if (bytes >= PayloadBytes) continue;
                    PayloadBytes = bytes;
                    Limit = limit;
                }

                Header = [(byte)Limit];
                break;
        }
    }

    public byte[] Data { get; }

    public int Bits { get; }

    public int Coding { get; }

    public int Levels { get; }

    /// <summary>Range: the chosen count limit.</summary>
    public int Limit { get; }

    /// <summary>Huffman table or count limit.</summary>
    public byte[] Header { get; }

    /// <summary>Bytes of the payload when the stream has one of its own.</summary>
    public long PayloadBytes { get; }

    /// <summary>Header, length and payload.</summary>
    public long Size => Header.Length + (Coding == CodingId.Raw ? 0 : ByteSink.VarintBytes((uint)PayloadBytes)) + PayloadBytes;

    /// <summary>The payload of this stream alone.</summary>
    public byte[] Payload()
    {
        if (Coding == CodingId.Raw) return BitWriter.Pack(Data, Bits);
        if (Coding == CodingId.Range) return RangePayload(Limit);
        BitWriter writer = new();
        foreach (byte symbol in Data) _huffman!.Write(writer, symbol);
        return writer.ToArray();
    }

    /// <summary>The payload in which <paramref name="values"/> follow their gaps; <paramref name="skip"/> is the gap symbol without a value.</summary>
    public static byte[] SharedPayload(SymbolWriter gaps, SymbolWriter values, int skip)
    {
        BitWriter bits = new();
        RangeEncoder range = new();
        RangeEncoder.Model gapModel = new(gaps.Levels, gaps.Limit);
        RangeEncoder.Model valueModel = new(values.Levels, values.Limit);
        int next = 0;
        foreach (byte gap in gaps.Data)
        {
            if (gaps.Coding == CodingId.Huffman) gaps._huffman!.Write(bits, gap);
            else range.Write(gapModel, gap, gaps.Bits);
            if (gap == skip) continue;
            if (gaps.Coding == CodingId.Huffman) values._huffman!.Write(bits, values.Data[next++]);
            else range.Write(valueModel, values.Data[next++], values.Bits);
        }

        return gaps.Coding == CodingId.Huffman ? bits.ToArray() : range.Finish();
    }

    private byte[] RangePayload(int limit)
    {
        RangeEncoder encoder = new();
        RangeEncoder.Model model = new(Levels, limit);
        foreach (byte symbol in Data) encoder.Write(model, symbol, Bits);
        return encoder.Finish();
    }

    private static long[] Counts(ReadOnlySpan<byte> symbols, int bits)
    {
        long[] counts = new long[1 << bits];
        foreach (byte symbol in symbols) counts[symbol]++;
        return counts;
    }
}

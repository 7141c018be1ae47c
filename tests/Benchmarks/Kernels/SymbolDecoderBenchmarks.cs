using System;
using System.Linq;
using BenchmarkDotNet.Attributes;
using EdgeRuntime.Format;

namespace EdgeRuntime.Benchmarks.Kernels;

/// <summary>Decoding 65,536 symbols of geometric distribution with tables, and with the portable loop that needs none.</summary>
public unsafe class SymbolDecoderBenchmarks
{
    private const int Count = 65_536;

    // Share of each symbol in those from it on, by bits of a symbol.
    private const double Fall4 = 0.3;
    private const double Fall8 = 0.05;

    private readonly byte[] symbols = new byte[Count];
    private readonly uint[] state = new uint[RangeCoder.ValueWords];
    private byte[] file = [];
    private SymbolStream stream;
    private SymbolDecoder? decoder;

    [Params("raw", "huffman", "range")]
    public string Coding { get; set; } = "";

    [Params(4, 8)]
    public int Bits { get; set; }

    [GlobalSetup]
    public void Prepare()
    {
        Random r = new(1);
        double fall = Bits == 4 ? Fall4 : Fall8;
        byte[] data = [.. Enumerable.Range(0, Count).Select(_ => (byte)((int)(Math.Log(1 - r.NextDouble()) / Math.Log(1 - fall)) & ((1 << Bits) - 1)))];
        int coding = Coding == "raw" ? CodingId.Raw : Coding == "huffman" ? CodingId.Huffman : CodingId.Range;
        SymbolWriter writer = new(data, Bits, coding, RangeCoder.ValueLevels);
        byte[] payload = writer.Payload();
        // The tables of the decoder are made from the file, which stays where it is.
        file = GC.AllocateArray<byte>(writer.Header.Length + payload.Length, pinned: true);
        writer.Header.CopyTo(file, 0);
        payload.CopyTo(file, writer.Header.Length);
        fixed (byte* p = file)
        {
            Cursor c = new() { File = p, End = file.Length };
            Symbols.ReadHeader(ref c, coding, Bits, Count, ref stream);
            stream.DataAt = writer.Header.Length;
            stream.DataBytes = payload.Length;
            decoder = SymbolDecoder.Of(p, stream, RangeCoder.ValueLevels);
        }
    }

    [Benchmark]
    public void WithTables()
    {
        fixed (byte* from = file, to = symbols)
        {
            decoder!.Open(from + stream.DataAt, stream.DataBytes, out PayloadReader reader);
            decoder.Read(ref reader, to, Count);
        }
    }

    [Benchmark]
    public void Portable()
    {
        fixed (byte* from = file, to = symbols)
        fixed (uint* words = state)
        {
            SymbolReader reader = default;
            RangeCoder.Clear(words, 0, RangeCoder.ValueWords);
            CodingList.Open(from, ref stream, ref reader);
            for (int i = 0; i < Count; i++) to[i] = (byte)CodingList.Next(from, ref stream, ref reader, words, 0, RangeCoder.ValueLevels);
        }
    }
}

using System;
using System.Linq;
using Xunit;

namespace EdgeRuntime.Format.Tests;

/// <summary>The decoders with tables give the symbols of the portable ones, whatever the payload.</summary>
public unsafe class SymbolDecoderTests
{
    private const int Streams = 1500;

    [Theory]
    [InlineData(CodingId.Raw)]
    [InlineData(CodingId.Huffman)]
    [InlineData(CodingId.Range)]
    public void EqualThePortableDecoders(int coding)
    {
        int longest = 0;
        for (int seed = 1; seed <= Streams; seed++)
        {
            Random r = new(seed);
            int bits = r.Next(coding == CodingId.Raw ? 0 : 1, 9), count = r.Next(1, 900);
            SymbolWriter stream = new(Symbols(r, bits, count), bits, coding, RangeCoder.ValueLevels);
            byte[] payload = Damaged(r, stream.Payload());
            using GuardedBytes file = new([.. stream.Header, .. payload]);
            SymbolStream s = Stream(file, 0, coding, bits, count);
            s.DataAt = stream.Header.Length;
            s.DataBytes = payload.Length;
            longest = Math.Max(longest, s.Longest);
            byte[] expected = Portable(file.Pointer, s);
            SymbolDecoder decoder = SymbolDecoder.Of(file.Pointer, s, RangeCoder.ValueLevels);
            for (int round = 0; round < 2; round++)
                Assert.True(expected.AsSpan().SequenceEqual(Read(decoder, file.Pointer, s, r)), $"seed {seed}: {bits} bits, {count} symbols, {payload.Length} bytes");
        }

        // Longer codes than those that are looked up.
        if (coding == CodingId.Huffman) Assert.InRange(longest, 13, Huffman.Longest);
    }

    [Theory]
    [InlineData(CodingId.Huffman)]
    [InlineData(CodingId.Range)]
    public void PairsEqualSymbolsInTurn(int coding)
    {
        for (int seed = 1; seed <= Streams / 5; seed++)
        {
            Random r = new(seed);
            int gapBits = r.Next(1, 9), valueBits = r.Next(1, 9), skip = (1 << gapBits) - 1, count = r.Next(1, 900);
            byte[] gapSymbols = Symbols(r, gapBits, count);
            SymbolWriter gaps = new(gapSymbols, gapBits, coding, RangeCoder.GapLevels);
            SymbolWriter values = new(Symbols(r, valueBits, Math.Max(1, gapSymbols.Count(g => g != skip))), valueBits, coding, RangeCoder.ValueLevels);
            byte[] payload = Damaged(r, SymbolWriter.SharedPayload(gaps, values, skip));
            using GuardedBytes file = new([.. gaps.Header, .. values.Header, .. payload]);
            SymbolStream g = Stream(file, 0, coding, gapBits, count), v = Stream(file, gaps.Header.Length, coding, valueBits, count);
            byte* data = file.Pointer + file.Length - payload.Length;
            SymbolDecoder first = SymbolDecoder.Of(file.Pointer, g, RangeCoder.GapLevels), second = SymbolDecoder.Of(file.Pointer, v, RangeCoder.ValueLevels);
            byte[] together = new byte[2 * count], inTurn = new byte[2 * count];
            first.Open(data, payload.Length, out _);
            second.Open(data, payload.Length, out PayloadReader reader);
            fixed (byte* to = together) first.ReadPairs(ref reader, second, skip, to, to + count, count);
            first.Open(data, payload.Length, out _);
            second.Open(data, payload.Length, out reader);
            for (int i = 0, pairs = 0; i < count; i++)
            {
                inTurn[i] = (byte)first.Next(ref reader);
                if (inTurn[i] != skip) inTurn[count + pairs++] = (byte)second.Next(ref reader);
            }

            Assert.True(inTurn.AsSpan().SequenceEqual(together), $"seed {seed}");
        }
    }

    // As written, cut off, with a bit changed, or of other bytes.
    private static byte[] Damaged(Random r, byte[] payload)
    {
        switch (r.Next(4))
        {
            case 1: return payload[..r.Next(payload.Length + 1)];
            case 2 when payload.Length > 0: payload[r.Next(payload.Length)] ^= (byte)(1 << r.Next(8)); break;
            case 3: r.NextBytes(payload); break;
        }

        return payload;
    }

    // Some are likely, so that codes are long and short.
    private static byte[] Symbols(Random r, int bits, int count)
    {
        double fall = r.Next(5) == 0 ? 1 : Math.Pow(r.NextDouble(), 2) + 0.01;
        int first = r.Next(1 << bits);
        return [.. Enumerable.Range(0, count).Select(_ => (byte)(first + (int)(Math.Log(1 - r.NextDouble()) / Math.Log(1 - Math.Min(fall, 0.999))) & ((1 << bits) - 1)))];
    }

    private static SymbolStream Stream(GuardedBytes file, int at, int coding, int bits, int count)
    {
        Cursor c = new() { File = file.Pointer, At = at, End = file.Length };
        SymbolStream s = default;
        Format.Symbols.ReadHeader(ref c, coding, bits, count, ref s);
        Assert.Equal(Status.Ok, c.Fault);
        return s;
    }

    private static byte[] Portable(byte* file, SymbolStream s)
    {
        byte[] symbols = new byte[s.Count];
        fixed (uint* state = new uint[RangeCoder.ValueWords])
        {
            SymbolReader reader = default;
            CodingList.Open(file, ref s, ref reader);
            for (int i = 0; i < symbols.Length; i++) symbols[i] = (byte)CodingList.Next(file, ref s, ref reader, state, 0, RangeCoder.ValueLevels);
        }

        return symbols;
    }

    // In pieces of any length, some of them by single symbols.
    private static byte[] Read(SymbolDecoder decoder, byte* file, SymbolStream s, Random r)
    {
        byte[] symbols = new byte[s.Count];
        decoder.Open(file + s.DataAt, s.DataBytes, out PayloadReader reader);
        fixed (byte* to = symbols)
        {
            for (int at = 0, piece; at < symbols.Length; at += piece)
            {
                piece = Math.Min(r.Next(3) == 0 ? 1 : r.Next(1, 300), symbols.Length - at);
                if (piece == 1) to[at] = (byte)decoder.Next(ref reader);
                else decoder.Read(ref reader, to + at, piece);
            }
        }

        return symbols;
    }
}

using System;
using System.Linq;
using Xunit;

namespace EdgeRuntime.Format.Tests;

public unsafe class CodingTests
{
    [Fact]
    public void HalvesBecomeTheSinglesOfTheFramework()
    {
        for (int bits = 0; bits < 65536; bits++)
        {
            float expected = (float)BitConverter.UInt16BitsToHalf((ushort)bits);
            if (float.IsNaN(expected)) continue;
            Assert.Equal(BitConverter.SingleToUInt32Bits(expected), HalfFloat.ToSingleBits((uint)bits));
        }
    }

    [Fact]
    public void DecodingStateFits256Bytes()
    {
        int contexts = 4 * (RangeCoder.ValueWords + RangeCoder.GapWords);
        Assert.InRange(contexts + 2 * sizeof(SymbolReader), 1, 256);
        Assert.InRange(contexts, 1, 4 * Constants.StateWords);
    }

    [Fact]
    public void ContextsOfEveryWidthFit()
    {
        foreach (int levels in (int[])[RangeCoder.GapLevels, RangeCoder.ValueLevels])
        {
            for (int bits = 1; bits <= 8; bits++)
            {
                int contexts = bits + Enumerable.Range(0, bits).Sum(left => (1 << RangeCoder.Depth(bits, left, levels)) - 1);
                Assert.Equal((1 << Math.Min(bits, levels)) - 1, contexts);
            }
        }
    }

    [Theory]
    [InlineData(2, 0.5)]
    [InlineData(5, 0.2)]
    [InlineData(8, 0.05)]
    [InlineData(8, 0.01)]
    public void HuffmanIsWithinOneBitOfTheEntropy(int bits, double fall)
    {
        byte[] symbols = Geometric(20000, bits, fall, 11);
        SymbolWriter stream = new(symbols, bits, CodingId.Huffman, RangeCoder.ValueLevels);
        double entropy = Entropy(symbols);
        Assert.InRange(stream.PayloadBytes * 8.0, entropy, entropy + symbols.Length);
        Assert.Equal(stream.PayloadBytes, stream.Payload().Length);
    }

    [Fact]
    public void HuffmanCodesStayWithinFifteenBits()
    {
        // Fibonacci frequencies make the longest codes.
        int a = 1;
        int b = 1;
        byte[] symbols = [];
        for (byte s = 0; s < 24; s++)
        {
            symbols = [.. symbols, .. Enumerable.Repeat(s, a)];
            (a, b) = (b, a + b);
        }

        SymbolWriter stream = new(symbols, 5, CodingId.Huffman, RangeCoder.ValueLevels);
        Assert.Equal(Huffman.Longest, stream.Header[0] & 15);
        Assert.InRange(stream.PayloadBytes * 8.0, Entropy(symbols), Entropy(symbols) * 1.05);
    }

    [Fact]
    public void OrderedSymbolsNeedNoList()
    {
        byte[] symbols = [.. Geometric(5000, 6, 0.1, 12)];
        SymbolWriter falling = new(symbols, 6, CodingId.Huffman, RangeCoder.ValueLevels);
        SymbolWriter rising = new([.. symbols.Select(s => (byte)(63 - s))], 6, CodingId.Huffman, RangeCoder.ValueLevels);
        Assert.Equal(128, falling.Header[0] & 128);
        Assert.Equal(falling.Header[0] & 15, falling.Header.Length);
        Assert.Equal(0, rising.Header[0] & 128);
    }

    [Theory]
    [InlineData(1, 0.9)]
    [InlineData(3, 0.4)]
    [InlineData(5, 0.2)]
    [InlineData(6, 0.05)]
    [InlineData(8, 0.05)]
    [InlineData(8, 0.02)]
    public void RangeCodingIsWithinThreePercentOfTheEntropy(int bits, double fall)
    {
        byte[] symbols = Geometric(4000, bits, fall, 13);
        SymbolWriter stream = new(symbols, bits, CodingId.Range, RangeCoder.ValueLevels);
        Assert.InRange(stream.PayloadBytes * 8.0, Entropy(symbols) * 0.97, Entropy(symbols) * 1.03 + 16);
    }

    [Fact]
    public void RangeCodingFollowsAChangeOfStatistics()
    {
        byte[] symbols = [.. Geometric(3000, 4, 0.5, 14), .. Geometric(3000, 4, 0.5, 15).Select(s => (byte)(15 - s))];
        SymbolWriter stream = new(symbols, 4, CodingId.Range, RangeCoder.ValueLevels);
        Assert.True(stream.PayloadBytes * 8 < Entropy(symbols) * 0.8);
    }

    [Fact]
    public void ACarryRunsThroughManyBytes()
    {
        // Rare ones after long runs of the likely symbol push the low end of the interval over the top again and again.
        for (int seed = 0; seed < 40; seed++)
        {
            Random random = new(seed);
            byte[] symbols = [.. Enumerable.Range(0, 3000).Select(i => (byte)(random.Next(60) == 0 ? 0 : 1))];
            SymbolWriter stream = new(symbols, 1, CodingId.Range, RangeCoder.ValueLevels);
            byte[] payload = stream.Payload();
            uint[] state = new uint[RangeCoder.ValueWords];
            SymbolStream s = new() { Coding = CodingId.Range, Bits = 1, Count = symbols.Length, Limit = stream.Limit, DataBytes = payload.Length };
            using GuardedBytes file = new(payload);
            fixed (uint* words = state)
            {
                SymbolReader r = default;
                CodingList.Open(file.Pointer, ref s, ref r);
                foreach (byte symbol in symbols) Assert.Equal(symbol, CodingList.Next(file.Pointer, ref s, ref r, words, 0, RangeCoder.ValueLevels));
                Assert.True(CodingList.Finished(file.Pointer, ref s, ref r));
            }
        }
    }

    private static byte[] Geometric(int count, int bits, double fall, int seed)
    {
        Random random = new(seed);
        byte[] symbols = new byte[count];
        for (int i = 0; i < count; i++)
        {
            int symbol = 0;
            while (random.NextDouble() > fall) symbol++;
            symbols[i] = (byte)(symbol & (1 << bits) - 1);
        }

        return symbols;
    }

    private static double Entropy(byte[] symbols) =>
        -symbols.GroupBy(s => s).Sum(g => g.Count() * Math.Log2((double)g.Count() / symbols.Length));
}

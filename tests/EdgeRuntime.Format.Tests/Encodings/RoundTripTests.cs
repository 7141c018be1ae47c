using System;
using System.Collections.Generic;
using System.Linq;
using Xunit;

namespace EdgeRuntime.Format.Tests;

public class RoundTripTests
{
    public static TheoryData<int, int> Shapes()
    {
        TheoryData<int, int> shapes = [];
        foreach ((int rows, int rowLength) in Samples.Shapes) shapes.Add(rows, rowLength);
        return shapes;
    }

    /// <summary>A fixed sample of every encoding x coding x gap width x scale kind x group length.</summary>
    [Theory]
    [MemberData(nameof(Shapes))]
    public void EveryChoiceDecodesToTheSameBits(int rows, int rowLength)
    {
        Random random = new(rows * 1000 + rowLength);
        foreach (WeightData data in Samples.Of(rows, rowLength, random.Next()))
        {
            float[] expected = data.ToFloats();
            EncodingChoice[] choices = [.. ConstantWriter.Choices(data, "best", true)];
            Assert.NotEmpty(choices);
            foreach (EncodingChoice choice in choices.Where(c => random.Next(c.GapBits > 0 ? 80 : 4) == 0)) Check(data, choice, expected, random);
            foreach (EncodingChoice choice in Variations(data, choices).Where(c => random.Next(6) == 0)) Check(data, choice, expected, random);
        }
    }

    [Fact]
    public void EveryGapWidthCarriesEveryGap()
    {
        // Gaps around every power of two, and a last row without any non-zero.
        int[] gaps = [0, 1, 2, 3, 4, 6, 7, 8, 14, 15, 16, 30, 31, 32, 62, 63, 64, 126, 127, 128, 254, 255, 256, 510, 511, 0];
        HashSet<int> positions = [];
        int end = -1;
        foreach (int gap in gaps) positions.Add(end += gap + 1);
        WeightData data = Samples.FromIntegers(4, 800, [0.5f], i => (sbyte)(positions.Contains(i) ? i % 100 + 1 : 0));
        Random random = new(5);
        EncodingChoice[] choices = [.. ConstantWriter.Choices(data, "best", true).Where(c => c.Encoding == EncodingId.SparseInt8 && c.Coding == 0)];
        Assert.Equal(2 * 8 * 3, choices.Length);
        foreach (EncodingChoice choice in choices) Check(data, choice, data.ToFloats(), random);
    }

    [Fact]
    public void SubnormalsSurviveAndNegativeZeroBecomesZero()
    {
        float[] values = [-0f, 0f, 6e-8f, -6e-8f, 65504f, -65504f, 5.9604645e-8f, 6.1e-5f];
        WeightData data = Samples.FromFloats(2, 4, i => (float)(Half)values[i]);
        Random random = new(1);
        Assert.Equal(0, BitConverter.SingleToInt32Bits(data.ToFloats()[0]));
        Assert.Equal(6, data.ToFloats().Count(v => v != 0f));
        foreach (EncodingChoice choice in ConstantWriter.Choices(data, "best", true).Where(c => c.GapBits is 0 or 3)) Check(data, choice, data.ToFloats(), random);
    }

    [Fact]
    public void StreamsOfEveryPairOfCodingsDecode()
    {
        Random random = new(9);
        WeightData data = Samples.FromFloats(24, 30, i => random.Next(5) == 0 ? random.Next(1, 40) * 0.01f : 0f);
        EncodingChoice[] choices = [.. ConstantWriter.Choices(data, "best", true).Where(c => c.Encoding == EncodingId.SparseCodebook)];
        Assert.Equal(8 * 3 * 3, choices.Length);
        foreach (EncodingChoice choice in choices) Check(data, choice, data.ToFloats(), random);
    }

    private static IEnumerable<EncodingChoice> Variations(WeightData data, EncodingChoice[] choices)
    {
        foreach (EncodingChoice choice in choices.DistinctBy(c => (c.Encoding, c.Coding)))
        {
            for (int kind = 0; kind < ScaleKind.Count; kind++)
                if (data.Integers != null && ScaleWriter.Refusal(data, kind) == null) yield return choice with { Scale = kind };
            if (choice.Encoding != EncodingId.Binary || choice.Coding != CodingId.Raw) continue;
            for (int group = 1; group <= data.RowLength; group++)
                if (data.RowLength % group == 0) yield return choice with { GroupLength = group };
        }
    }

    private static void Check(WeightData data, EncodingChoice choice, float[] expected, Random random)
    {
        EncodedConstant encoded = ConstantWriter.Encode(data, choice);
        if (random.Next(8) == 0) Assert.Equal(encoded.Bytes.Length, ConstantWriter.Size(data, choice));
        Assert.Equal(encoded.Bytes.Length, encoded.Ledger.Sum(e => e.Bytes));
        Assert.All(encoded.Ledger, e => Assert.True(e.Bytes > 0, choice + " " + e));

        foreach (byte poison in (byte[])[0x00, 0xFF])
        {
            byte[] file = [.. encoded.Bytes, .. Enumerable.Repeat(poison, poison == 0 ? 0 : 9)];
            Decoding.Parsed parsed = Decoding.Parse(file, data.Rows, data.RowLength);
            Assert.True(parsed.Fault == Status.Ok, $"{choice}: fault {parsed.Fault}");
            Assert.Equal(encoded.Bytes.Length, parsed.End);
            Constant k = parsed.Constant;
            int status = Decoding.Validate(file, k);
            Assert.True(status == Status.Ok, $"{choice}: status {status}");
            AssertBits(expected, Decoding.Floats(file, k, data.Count), choice);
            AssertBits(expected, Decoding.Floats(file, k, random.Next(1, 70)), choice);
            AssertBits(expected, Decoding.FastFloats(file, k, random.Next(1, 700)), choice);
            if (Constants.IsSparse(ref k))
            {
                AssertBits(expected, Decoding.NonZeros(file, k), choice);
                AssertBits(expected, Decoding.FastNonZeros(file, k), choice);
            }

            if (EncodingList.HasIntegers(ref k)) Assert.Equal(Decoding.Ints(file, k, data.Count), Decoding.FastInts(file, k, random.Next(1, 700)));
            if (Constants.IsInteger(ref k)) Assert.Equal(Array.ConvertAll(expected, v => (sbyte)v), Decoding.Ints(file, k, random.Next(1, 70)));
            bool onlyZeros = Constants.IsSparse(ref k) && k.NonZeros == 0;
            if (!onlyZeros) Assert.Equal(data.Integers != null && data.Scales.Length == 0, Constants.IsInteger(ref k));
        }
    }

    private static void AssertBits(float[] expected, float[] actual, EncodingChoice choice)
    {
        for (int i = 0; i < expected.Length; i++)
        {
            bool same = BitConverter.SingleToInt32Bits(expected[i]) == BitConverter.SingleToInt32Bits(actual[i]);
            // An integer has no negative zero, and a walk over non-zeros leaves +0 where an integer zero times a negative scale gave -0.
            Assert.True(same || (expected[i] == 0f && actual[i] == 0f && !float.IsNegative(actual[i])), $"{choice}: {actual[i]} for {expected[i]} at {i}");
        }
    }
}

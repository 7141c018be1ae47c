using System;
using System.Linq;
using Xunit;

namespace EdgeRuntime.Format.Tests;

/// <summary>Bytes that are not constants, or no longer: whatever happens, nothing outside the buffer is read.</summary>
public class HostileTests
{
    [Fact]
    public void RandomBytesAreReadWithinBounds()
    {
        Random random = new(71);
        int accepted = 0;
        for (int round = 0; round < 6000; round++)
        {
            byte[] bytes = new byte[random.Next(1, 60)];
            random.NextBytes(bytes);
            bytes[0] = (byte)(random.Next(EncodingId.Count) | random.Next(CodingId.Count) << 5);
            for (int i = 1; i < bytes.Length; i++)
                if (random.Next(3) == 0) bytes[i] = (byte)random.Next(4);
            if (Survives(bytes, random.Next(1, 5), random.Next(1, 40))) accepted++;
        }

        Assert.InRange(accepted, 100, 5900);
    }

    [Fact]
    public void DamagedConstantsAreReadWithinBounds()
    {
        Random random = new(72);
        foreach (WeightData data in Samples.Of(4, 63, 73))
        {
            EncodingChoice[] choices = [.. ConstantWriter.Choices(data, "best", true)];
            for (int round = 0; round < 12; round++)
            {
                byte[] bytes = ConstantWriter.Encode(data, choices[random.Next(choices.Length)]).Bytes;
                for (int flips = random.Next(1, 4); flips > 0; flips--) bytes[random.Next(bytes.Length)] = (byte)random.Next(256);
                Survives(bytes, data.Rows, data.RowLength);
            }
        }
    }

    [Fact]
    public void EveryTruncationIsRefused()
    {
        foreach (WeightData data in Samples.Of(3, 17, 74))
        {
            foreach (EncodingChoice choice in ConstantWriter.Choices(data, "best", true).Where(c => c.GapBits is 0 or 3))
            {
                byte[] bytes = ConstantWriter.Encode(data, choice).Bytes;
                for (int length = 0; length < bytes.Length; length += 1 + bytes.Length / 24)
                    Assert.Equal(Status.Truncated, Decoding.Parse(bytes[..length], data.Rows, data.RowLength).Fault);
            }
        }
    }

    [Theory]
    [InlineData("0E", 1, 1, Status.UnknownEncoding)]
    [InlineData("1F", 1, 1, Status.UnknownEncoding)]
    [InlineData("800000", 1, 1, Status.UnknownCoding)]
    [InlineData("6300", 1, 1, Status.UnknownCoding)]
    [InlineData("2000000000", 1, 1, Status.UnknownCoding)]
    [InlineData("0305", 1, 1, Status.UnknownEncoding)]
    [InlineData("0200", 1, 1, Status.LimitExceeded)]
    [InlineData("0221", 1, 1, Status.LimitExceeded)]
    [InlineData("06000500", 1, 4, Status.LimitExceeded)]
    [InlineData("06000300000000", 1, 4, Status.WrongShape)]
    [InlineData("26000400000000", 1, 4, Status.UnknownCoding)]
    [InlineData("090900", 1, 1, Status.LimitExceeded)]
    [InlineData("0901020000000000000000000000000000", 1, 1, Status.LimitExceeded)]
    [InlineData("094000", 1, 1, Status.UnknownEncoding)]
    [InlineData("2300030102", 1, 4, Status.BadHuffmanTable)]
    [InlineData("23009000", 1, 4, Status.BadHuffmanTable)]
    [InlineData("43000100", 1, 4, Status.LimitExceeded)]
    [InlineData("0A4001", 1, 4, Status.UnknownCoding)]
    [InlineData("0A1801000000", 1, 4, Status.UnknownCoding)]
    [InlineData("0A0005", 1, 4, Status.LimitExceeded)]
    [InlineData("0100", 0, 4, Status.LimitExceeded)]
    [InlineData("0100", 20000, 20000, Status.LimitExceeded)]
    public void HeadersAreRefused(string hex, int rows, int rowLength, int status) =>
        Assert.Equal(status, Decoding.Parse(Convert.FromHexString(hex), rows, rowLength).Fault);

    [Theory]
    [InlineData("000000C07F", 1, 1, Status.NotFinite)]
    [InlineData("01007C", 1, 1, Status.NotFinite)]
    [InlineData("03010000807B00", 1, 1, Status.NotFinite)]
    [InlineData("030300FC00", 1, 1, Status.NotFinite)]
    [InlineData("0400F1", 1, 1, Status.BadStream)]
    [InlineData("0209FFFF", 1, 1, Status.BadStream)]
    [InlineData("06000302000000", 1, 3, Status.Ok)]
    [InlineData("06000308000000", 1, 3, Status.BadStream)]
    [InlineData("07000102", 1, 3, Status.BadStream)]
    [InlineData("07000900", 1, 3, Status.BadStream)]
    [InlineData("0800F3", 1, 5, Status.BadStream)]
    [InlineData("08001B", 1, 3, Status.BadStream)]
    [InlineData("0922020007080903", 1, 1, Status.BadIndex)]
    [InlineData("0A01010000047F", 1, 4, Status.BadStream)]
    [InlineData("0A02010000037F", 1, 4, Status.Ok)]
    [InlineData("0A02010000047F", 1, 4, Status.BadStream)]
    [InlineData("0A02010100397F", 1, 64, Status.BadStream)]
    [InlineData("4300FF0100", 1, 4, Status.BadStream)]
    [InlineData("4300FF09010203040506070809", 1, 1, Status.BadStream)]
    [InlineData("23008003000000", 1, 1, Status.BadStream)]
    public void StreamsAreRefused(string hex, int rows, int rowLength, int status)
    {
        byte[] bytes = Convert.FromHexString(hex);
        Decoding.Parsed parsed = Decoding.Parse(bytes, rows, rowLength);
        Assert.Equal(Status.Ok, parsed.Fault);
        Assert.Equal(status, Decoding.Validate(bytes, parsed.Constant));
    }

    private static bool Survives(byte[] bytes, int rows, int rowLength)
    {
        Decoding.Parsed parsed = Decoding.Parse(bytes, rows, rowLength);
        Decoding.Parsed vector = Decoding.Parse(bytes, 1, rowLength, true);
        if (vector.Fault == Status.Ok)
        {
            Constant v = vector.Constant;
            Decoding.Vector(bytes, v, Constants.IsIntegerVector(ref v));
        }

        if (parsed.Fault != Status.Ok) return false;
        Constant k = parsed.Constant;
        Assert.InRange(parsed.End, 1, bytes.Length);
        int status = Decoding.Validate(bytes, k);
        float[] values = Decoding.Floats(bytes, k, 7);
        if (status == Status.Ok) Assert.All(values, v => Assert.True(float.IsFinite(v)));
        Assert.Equal(Array.ConvertAll(values, Bits), Array.ConvertAll(Decoding.FastFloats(bytes, k, 9), Bits));
        if (Constants.IsSparse(ref k)) Assert.Equal(Decoding.NonZeros(bytes, k), Decoding.FastNonZeros(bytes, k));
        sbyte[] integers = Decoding.Ints(bytes, k, 5);
        if (EncodingList.HasIntegers(ref k)) Assert.Equal(integers, Decoding.FastInts(bytes, k, 9));
        return true;

        static int Bits(float v) => BitConverter.SingleToInt32Bits(float.IsNaN(v) ? float.NaN : v);
    }
}

using System;
using System.Linq;
using Xunit;

namespace EdgeRuntime.Format.Tests;

public class VectorTests
{
    [Fact]
    public void IntegersReadBackAtRandom()
    {
        Random random = new(3);
        for (int width = 1; width <= 32; width++)
        {
            foreach (int length in (int[])[1, 7, 8, 9, 300])
            {
                int[] values = [.. Enumerable.Range(0, length).Select(i => (int)(random.NextInt64(-1L << width - 1, 1L << width - 1)))];
                AssertInts(values, ConstantWriter.Vector(values));
                AssertInts(values, Int32Writer.Write(values));
            }
        }
    }

    [Fact]
    public void EqualElementsCostNothingEach()
    {
        Assert.Equal(7, AssertInts(Enumerable.Repeat(1 << 30, 1000).ToArray()));
        Assert.Equal(5, AssertInts(new int[1000]));
        EncodedConstant zeros = ConstantWriter.Vector(new float[1000]);
        Assert.Equal(5, zeros.Bytes.Length);
    }

    [Fact]
    public void RealsReadBackAtRandom()
    {
        Random random = new(4);
        float[][] vectors =
        [
            [1.5f], [0.1f], [.. Enumerable.Range(0, 50).Select(i => (float)random.NextDouble())],
            [.. Enumerable.Range(0, 50).Select(i => (float)(Half)random.NextDouble())],
            [.. Enumerable.Range(0, 200).Select(i => i % 3 * 0.1f)],
        ];
        int[] encodings = [.. vectors.Select(v => ConstantWriter.Vector(v).Choice.Encoding)];
        Assert.Equal([EncodingId.Float16, EncodingId.Float32, EncodingId.Float32, EncodingId.Float16, EncodingId.Codebook], encodings);
        foreach (float[] values in vectors)
        {
            EncodedConstant encoded = ConstantWriter.Vector(values);
            Decoding.Parsed parsed = Decoding.Parse(encoded.Bytes, 1, values.Length, true);
            Assert.Equal(Status.Ok, parsed.Fault);
            Assert.Equal(Status.Ok, Decoding.Validate(encoded.Bytes, parsed.Constant));
            Assert.Equal(values, Decoding.Vector(encoded.Bytes, parsed.Constant, false).Floats);
            Assert.Equal(encoded.Bytes.Length, encoded.Ledger.Sum(e => e.Bytes));
        }
    }

    [Fact]
    public void ScaledIntegersReadBackAtRandom()
    {
        WeightData data = Samples.FromIntegers(1, 21, [0.3f], i => (sbyte)(i % 4 - 2));
        foreach (int encoding in (int[])[EncodingId.Int8, EncodingId.Int4, EncodingId.Int2, EncodingId.Codebook])
        {
            byte[] bytes = ConstantWriter.Encode(data, new EncodingChoice(encoding)).Bytes;
            Decoding.Parsed parsed = Decoding.Parse(bytes, 1, 21, true);
            Assert.Equal(Status.Ok, parsed.Fault);
            Assert.Equal(data.ToFloats(), Decoding.Vector(bytes, parsed.Constant, false).Floats);
        }
    }

    [Theory]
    [InlineData(EncodingId.Int8, CodingId.Huffman)]
    [InlineData(EncodingId.Int8, CodingId.Range)]
    [InlineData(EncodingId.TernaryTrits, CodingId.Raw)]
    [InlineData(EncodingId.SparseInt8, CodingId.Raw)]
    public void FormsWithoutRandomAccessAreRefused(int encoding, int coding)
    {
        WeightData data = Samples.FromIntegers(1, 21, [], i => (sbyte)(i % 3 - 1));
        byte[] bytes = ConstantWriter.Encode(data, new EncodingChoice(encoding, coding, GapBits: 2)).Bytes;
        Assert.Equal(Status.WrongEncoding, Decoding.Parse(bytes, 1, 21, true).Fault);
    }

    private static int AssertInts(int[] values) => AssertInts(values, ConstantWriter.Vector(values));

    private static int AssertInts(int[] values, EncodedConstant encoded)
    {
        Decoding.Parsed parsed = Decoding.Parse(encoded.Bytes, 1, values.Length, true);
        Constant k = parsed.Constant;
        Assert.Equal(Status.Ok, parsed.Fault);
        Assert.Equal(encoded.Bytes.Length, parsed.End);
        Assert.True(Constants.IsIntegerVector(ref k));
        Assert.Equal(Status.Ok, Decoding.Validate(encoded.Bytes, k));
        Assert.Equal(values, Decoding.Vector(encoded.Bytes, k, true).Ints);
        return encoded.Bytes.Length;
    }
}

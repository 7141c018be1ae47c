using System;
using System.Linq;
using Xunit;

namespace EdgeRuntime.Format.Tests;

public class ConstantWriterTests
{
    [Fact]
    public void SmallestIsNoLargerThanAnyChoice()
    {
        foreach (WeightData data in Samples.Of(20, 32, 5).Take(12))
        {
            EncodedConstant smallest = ConstantWriter.Smallest(data, "best");
            long least = ConstantWriter.Choices(data, "best", true).Min(c => ConstantWriter.Size(data, c));

            // The gap width is chosen for the gaps alone: sharing a payload can shift the optimum by a byte or two.
            Assert.InRange(smallest.Bytes.Length, least, least + 3);
            Assert.Equal(smallest.Bytes, ConstantWriter.Smallest(data, "best").Bytes);
            Assert.Equal(smallest.Bytes, ConstantWriter.Encode(data, smallest.Choice).Bytes);
        }
    }

    [Fact]
    public void CodingNamesRestrictTheChoice()
    {
        WeightData data = Samples.FromIntegers(4, 10, [], i => (sbyte)(i % 5 - 2));
        foreach ((string name, int id) in (ReadOnlySpan<(string, int)>)[("raw", 0), ("huffman", 1), ("range", 2)])
            Assert.All(ConstantWriter.Choices(data, name, false).Where(c => EncodingList.HasCodings(c.Encoding)), c => Assert.Equal(id, c.Coding));
        Assert.Throws<ArgumentException>(() => ConstantWriter.Smallest(data, "zip"));
    }

    [Fact]
    public void RefusalsSayWhy()
    {
        WeightData reals = Samples.FromFloats(20, 20, i => i * 0.1f);
        WeightData integers = Samples.FromIntegers(2, 3, [0.1f, 0.2f], i => (sbyte)(i * 20));
        AssertRefused("fp16", reals, new EncodingChoice(EncodingId.Float16));
        AssertRefused("256", reals, new EncodingChoice(EncodingId.Codebook));
        AssertRefused("not integers", reals, new EncodingChoice(EncodingId.Int8));
        AssertRefused("4 bits", integers, new EncodingChoice(EncodingId.Int4));
        AssertRefused("-1, 0 or +1", integers, new EncodingChoice(EncodingId.TernaryTrits));
        AssertRefused("-1 or +1", integers, new EncodingChoice(EncodingId.Binary));
        AssertRefused("rows differ", integers, new EncodingChoice(EncodingId.Int8, Scale: ScaleKind.TensorFloat32));
        AssertRefused("fp16", integers, new EncodingChoice(EncodingId.Int8, Scale: ScaleKind.RowFloat16));
        AssertRefused("1 to 8 bits", integers, new EncodingChoice(EncodingId.SparseInt8, GapBits: 9));
        AssertRefused("no coding", integers, new EncodingChoice(EncodingId.TernaryTrits, CodingId.Range));
        AssertRefused("does not hold", integers, new EncodingChoice(EncodingId.Int32));
        AssertRefused("2 scales", Samples.FromIntegers(3, 1, [1f, 2f], i => 0), new EncodingChoice(EncodingId.Int8));
        AssertRefused("NaN", Samples.FromFloats(1, 1, i => float.NaN), new EncodingChoice(EncodingId.Float32));
        AssertRefused("finite", Samples.FromIntegers(1, 1, [float.PositiveInfinity], i => 0), new EncodingChoice(EncodingId.Int8));
    }

    [Fact]
    public void CatalogueIsOrderedById()
    {
        Assert.Equal(Enumerable.Range(0, EncodingId.Count), EncodingCatalogue.All.Select(e => e.Id));
        Assert.Equal(EncodingId.Count, EncodingCatalogue.All.Select(e => e.Name).Distinct().Count());
    }

    private static void AssertRefused(string part, WeightData data, EncodingChoice choice) =>
        Assert.Contains(part, Assert.Throws<ArgumentException>(() => ConstantWriter.Encode(data, choice)).Message);
}

using System;
using Xunit;

namespace EdgeRuntime.Format.Tests;

/// <summary>The bytes of each encoding, so that the format cannot change unnoticed.</summary>
public class GoldenTests
{
    private static readonly float[] _reals = [0.5f, 0f, -2f, 0.5f, 0f, 0f, 0.5f, 1f, 0f, 0f, 0f, -2f];
    private static readonly sbyte[] _trits = [1, 0, -1, 0, 0, 1, 1, -1, 0, 0, 0, 1];

    public static TheoryData<EncodingChoice, string> Reals() => new()
    {
        { new(EncodingId.Float32), "000000003F00000000000000C00000003F00000000000000000000003F0000803F000000000000000000000000000000C0" },
        { new(EncodingId.Float16), "010038000000C00038000000000038003C00000000000000C0" },
        { new(EncodingId.Codebook), "0912030000003800C0003C61D080" },
        { new(EncodingId.Codebook, CodingId.Huffman), "2912030000003800C0003C8301010359740C" },
        { new(EncodingId.Codebook, CodingId.Range, TableType: EncodingId.Float32), "490203000000000000003F000000C00000803FFF034A5613" },
        { new(EncodingId.SparseCodebook, GapBits: 2), "0B0106011202003800C0003C840C0406" },
        { new(EncodingId.SparseCodebook, CodingId.Huffman, CodingId.Huffman, 1), "2B0806061202003800C0003C8182010314E30B" },
        { new(EncodingId.SparseCodebook, CodingId.Range, CodingId.Range, 2, LiveColumns: true), "4B3106002F1202003800C0003CFFFF040ABF955C" },
        { new(EncodingId.SparseCodebook, CodingId.Range, CodingId.Huffman, 2), "4B0906011202003800C0003C830101FF023207022689" },
        { new(EncodingId.SparseFloat16, GapCoding: CodingId.Range, GapBits: 3), "0C120600FF020EBA003800C000380038003C00C0" },
        { new(EncodingId.SparseFloat32, GapCoding: CodingId.Range, GapBits: 3), "0D120600FF020EBA0000003F000000C00000003F0000003F0000803F000000C0" },
    };

    public static TheoryData<EncodingChoice, string> Trits() => new()
    {
        { new(EncodingId.Int8), "030300380100FF00000101FF00000001" },
        { new(EncodingId.Int4, Scale: ScaleKind.RowFloat16), "040400380038010F10F10010" },
        { new(EncodingId.Int2, CodingId.Huffman, Scale: ScaleKind.TensorFloat32), "25010000003F8201038B0F03" },
        { new(EncodingId.Int2, CodingId.Range), "45030038FF03831F42" },
        { new(EncodingId.TernaryPlanes), "07030038E5088400" },
        { new(EncodingId.TernaryTrits), "08030038131603" },
        { new(EncodingId.Codebook), "0922020300380001FF219440" },
        { new(EncodingId.SparseInt8, GapBits: 2), "0A010601030038240C01FF0101FF01" },
    };

    [Theory]
    [MemberData(nameof(Reals))]
    public void RealsAreStoredAs(EncodingChoice choice, string hex) =>
        Assert.Equal(hex, Convert.ToHexString(ConstantWriter.Encode(Samples.FromFloats(2, 6, i => _reals[i]), choice).Bytes));

    [Theory]
    [MemberData(nameof(Trits))]
    public void IntegersAreStoredAs(EncodingChoice choice, string hex) =>
        Assert.Equal(hex, Convert.ToHexString(ConstantWriter.Encode(Samples.FromIntegers(2, 6, [0.5f], i => _trits[i]), choice).Bytes));

    [Theory]
    [InlineData(0, "0600008400")]
    [InlineData(3, "06000304000000000000000200000000000000")]
    public void BinaryIsStoredAs(int group, string hex)
    {
        WeightData data = Samples.FromIntegers(2, 6, [], i => (sbyte)(_trits[i] < 0 ? -1 : 1));
        Assert.Equal(hex, Convert.ToHexString(ConstantWriter.Encode(data, new EncodingChoice(EncodingId.Binary, GroupLength: group)).Bytes));
    }

    [Fact]
    public void VectorsAreStoredAs()
    {
        Assert.Equal("020A01F8CF12010500", Convert.ToHexString(ConstantWriter.Vector([1, -2, 300, 4, 5]).Bytes));
        Assert.Equal("09300070110100", Convert.ToHexString(ConstantWriter.Vector([70000, 70000, 70000]).Bytes));
    }
}

using System;
using System.Collections.Generic;
using System.Linq;
using System.Runtime.CompilerServices;

using EdgeRuntime.Format;
using EdgeRuntime.Targets.Tests;

using Xunit;

namespace EdgeRuntime.Tests;

/// <summary>Weights in Huffman and range codes are decoded as a stream: little state, a small tile, and no more scratch than these whatever the layer's size.</summary>
public unsafe class StreamingDecodeTests
{
    private const int MostStateBytes = 256;
    private const int MostTileBytes = 4096;
    private const int Rows = 3;
    private const uint Untouched = 0xA5C3_96F1;

    // More than a tile of floats, and of bytes.
    private const int Length = 1500;

    [Fact]
    public void DecodersKeepLittleState()
    {
        foreach ((WeightData data, EncodingChoice choice) in Coded(Kind.Float32).Concat(Coded(Kind.Int8)))
        {
            byte[] bytes = ConstantWriter.Encode(data, choice).Bytes;
            uint[] state = [.. Enumerable.Repeat(Untouched, 4096)];
            fixed (byte* file = bytes)
            fixed (uint* words = state)
            {
                Constant k = Parse(file, bytes.Length);
                Decode(file, ref k, words);
            }

            // Contexts in the arena, and the registers of the two streams.
            int used = 4 * (Array.FindLastIndex(state, w => w != Untouched) + 1) + 2 * Unsafe.SizeOf<SymbolReader>();
            Assert.True(used <= MostStateBytes, $"{choice}: {used} bytes of state");
        }
    }

    [Theory]
    [InlineData(Kind.Float32)]
    [InlineData(Kind.Int8)]
    public void LayersAskForATileAndTheState(int kind)
    {
        HashSet<(int Encoding, int Coding)> seen = [];
        foreach ((WeightData data, EncodingChoice choice) in Coded(kind))
        {
            byte[] weights = ConstantWriter.Encode(data, choice).Bytes;
            Sketch s = new(1, 2 * Length);
            int x = s.Input(kind, 2, Length);
            int y = s.Add(kind == Kind.Int8 ? Opcode.DenseInt8 : Opcode.Dense, kind, [x], w =>
            {
                w.U8(kind == Kind.Int8 ? 32 : 0);
                w.Varint(Rows);
                w.Varint(Length);
                w.Raw(weights);
                if (kind == Kind.Int8) s.Requantisation(w, Rows, 1);
            });
            using Model model = Model.Load(s.Finish(kind, y));
            OperationInfo layer = OperationInfo.Of(model)[0];
            // An int8 layer also keeps one sum an output vector.
            int sums = kind == Kind.Int8 ? 2 : 0;
            Assert.InRange(4 * (layer.Scratch[Kind.Bits] - sums), 0, MostStateBytes);
            Assert.InRange(4 * layer.Scratch[Kind.Float32] + layer.Scratch[Kind.Int8], 0, MostTileBytes);
            foreach (int coding in (int[])[layer.Weights.Values.Coding, layer.Weights.Gaps.Coding]) seen.Add((layer.Weights.Encoding, coding));
        }

        foreach (int encoding in Enumerable.Range(0, EncodingId.Count).Where(EncodingList.HasCodings))
            Assert.Superset(new HashSet<(int, int)> { (encoding, CodingId.Huffman), (encoding, CodingId.Range) }, seen);
    }

    /// <summary>Every coded way to store weights that suit it.</summary>
    private static IEnumerable<(WeightData Data, EncodingChoice Choice)> Coded(int kind)
    {
        foreach (WeightData data in Weights(kind))
        {
            foreach (EncodingChoice choice in ConstantWriter.Choices(data, "best", true))
            {
                if (choice.GapBits is not (0 or 2 or 5) || (kind == Kind.Int8 && choice.Encoding is EncodingId.Float32 or EncodingId.Float16)) continue;
                if (IsCoded(ConstantWriter.Encode(data, choice).Bytes)) yield return (data, choice);
            }
        }
    }

    private static bool IsCoded(byte[] bytes)
    {
        fixed (byte* file = bytes)
        {
            Constant k = Parse(file, bytes.Length);
            return k.Values.Coding != CodingId.Raw || k.Gaps.Coding != CodingId.Raw;
        }
    }

    private static IEnumerable<WeightData> Weights(int kind)
    {
        Random r = new(kind);
        float[] scales = kind == Kind.Int8 ? [] : [0.05f];
        float[] table = [.. Enumerable.Range(0, 12).Select(_ => r.NextSingle() - 0.5f)];
        WeightData Integers(Func<int> next) => new() { Rows = Rows, RowLength = Length, Integers = [.. Enumerable.Range(0, Rows * Length).Select(_ => (sbyte)next())], Scales = scales };
        foreach (int width in (int[])[8, 4, 2]) yield return Integers(() => r.Next(-(1 << (width - 1)), 1 << (width - 1)));
        yield return Integers(() => r.Next(2) * 2 - 1);
        yield return Integers(() => r.Next(3) - 1);
        yield return Integers(() => r.Next(10) == 0 ? r.Next(-7, 8) : 0);
        if (kind == Kind.Int8) yield break;
        WeightData Floats(Func<float> next) => new() { Rows = Rows, RowLength = Length, Floats = [.. Enumerable.Range(0, Rows * Length).Select(_ => next())] };
        yield return Floats(() => table[r.Next(table.Length)]);
        yield return Floats(() => r.Next(8) == 0 ? table[r.Next(table.Length)] : 0f);
        yield return Floats(() => r.Next(8) == 0 ? (float)(Half)r.NextSingle() : 0f);
        yield return Floats(() => r.Next(8) == 0 ? r.NextSingle() : 0f);
    }

    private static Constant Parse(byte* file, int length)
    {
        Cursor c = new() { File = file, End = length };
        Constant k = default;
        Constants.Read(ref c, Rows, Length, ref k);
        Assert.Equal(Status.Ok, c.Fault);
        return k;
    }

    // As the layers do: tile by tile, and non-zero by non-zero where zeros are left out.
    private static void Decode(byte* file, ref Constant k, uint* state)
    {
        float* tile = stackalloc float[Limits.Tile];
        WeightCursor w = default;
        EdgeRuntime.Format.Weights.Open(file, ref k, state, 0, ref w);
        for (int at = 0; at < Rows * Length; at += Limits.Tile) EdgeRuntime.Format.Weights.Floats(ref w, ref k, tile, 0, Math.Min(Limits.Tile, Rows * Length - at));
        Assert.Equal(Status.Ok, Constants.Validate(file, ref k, state, 0));
        if (!Constants.IsSparse(ref k)) return;
        EdgeRuntime.Format.Weights.Open(file, ref k, state, 0, ref w);
        int nonZeros = 0;
        while (EdgeRuntime.Format.Weights.NextNonZero(ref w, ref k)) nonZeros++;
        Assert.InRange(nonZeros, 1, Rows * Length);
    }
}

using System;
using System.Collections.Generic;
using System.Linq;
using EdgeRuntime.Format;

namespace EdgeRuntime.Targets.Tests;

/// <summary>Model files that between them hold every storage encoding in every coding, in float and in int8 layers.</summary>
internal static class EncodingModels
{
    private const int Rows = 6;
    private const int Length = 45;

    /// <summary>Layers a model: each is an output of its own.</summary>
    private const int Layers = 16;

    /// <summary>The models by name.</summary>
    public static IEnumerable<KeyValuePair<string, byte[]>> All()
    {
        foreach (EncodingEntry encoding in EncodingCatalogue.All)
        {
            byte[]? real = Model(encoding.Id, Kind.Float32, Real);
            byte[]? integer = Model(encoding.Id, Kind.Int8, Integer);
            if (real != null) yield return new($"encoding {encoding.Name}", real);
            if (integer != null) yield return new($"encoding {encoding.Name}, int8", integer);
        }
    }

    /// <summary>One layer a way to store weights in the encoding; null when it holds none of that kind.</summary>
    private static byte[]? Model(int encoding, int kind, Action<Sketch, ByteWriter, EncodedConstant> layer)
    {
        (WeightData Data, EncodingChoice Choice)[] stored = [.. Weights(kind).SelectMany(data => ConstantWriter.Choices(data, "best", true)
            .Where(choice => choice.Encoding == encoding && choice.GapBits is 0 or 2 or 5 && choice.GroupLength == 0)
            .Select(choice => (data, choice)))];
        if (stored.Length == 0) return null;
        Sketch s = new(encoding + 100);
        int x = s.Input(kind, 2, Length);
        int step = (stored.Length + Layers - 1) / Layers;
        int[] outputs = [.. stored.Where((_, i) => i % step == 0).Select(one =>
            s.Add(kind == Kind.Int8 ? Opcode.DenseInt8 : Opcode.Dense, kind, [x], w => layer(s, w, ConstantWriter.Encode(one.Data, one.Choice))))];
        return s.Finish(kind, outputs);
    }

    private static void Real(Sketch s, ByteWriter w, EncodedConstant weights)
    {
        w.U8(0);
        Matrix(w, weights);
    }

    private static void Integer(Sketch s, ByteWriter w, EncodedConstant weights)
    {
        w.U8(32);
        Matrix(w, weights);
        s.Requantisation(w, Rows, 1);
    }

    private static void Matrix(ByteWriter w, EncodedConstant weights)
    {
        w.Varint(Rows);
        w.Varint(Length);
        w.Raw(weights.Bytes);
    }

    /// <summary>Weights that suit different encodings: plain reals, few distinct reals, and integers of several widths, dense and sparse.</summary>
    private static IEnumerable<WeightData> Weights(int kind)
    {
        Random random = new(kind);
        float[] scales = kind == Kind.Int8 ? [] : [0.05f];
        foreach (int width in (int[])[8, 4, 2])
            yield return Integers(() => random.Next(-(1 << (width - 1)), 1 << (width - 1)), scales);
        yield return Integers(() => random.Next(2) * 2 - 1, scales);
        yield return Integers(() => random.Next(3) - 1, scales);
        yield return Integers(() => random.Next(10) == 0 ? random.Next(-7, 8) : 0, scales);
        if (kind == Kind.Int8) yield break;
        float[] table = [.. Enumerable.Range(0, 12).Select(_ => random.NextSingle() - 0.5f), 0f];
        yield return Floats(() => random.NextSingle() - 0.5f);
        yield return Floats(() => (float)(Half)(random.NextSingle() - 0.5f));
        yield return Floats(() => table[random.Next(table.Length)]);
        yield return Floats(() => random.Next(8) == 0 ? table[random.Next(table.Length)] : 0f);
        yield return Floats(() => random.Next(8) == 0 ? (float)(Half)random.NextSingle() : 0f);
    }

    private static WeightData Integers(Func<int> next, float[] scales) =>
        new() { Rows = Rows, RowLength = Length, Integers = [.. Enumerable.Range(0, Rows * Length).Select(_ => (sbyte)next())], Scales = scales };

    private static WeightData Floats(Func<float> next) =>
        new() { Rows = Rows, RowLength = Length, Floats = [.. Enumerable.Range(0, Rows * Length).Select(_ => next())] };
}

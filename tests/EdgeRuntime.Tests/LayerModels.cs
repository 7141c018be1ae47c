using System;
using System.Linq;

using EdgeRuntime.Format;

namespace EdgeRuntime.Tests;

/// <summary>Model files of one convolution or dense layer of random geometry, with weights in a random encoding and coding.</summary>
internal static class LayerModels
{
    /// <summary>A layer over floats (scaled integers, shared or free values) or over int8.</summary>
    public static byte[] Layer(Random r, int kind)
    {
        bool dense = r.Next(3) == 0, large = dense && r.Next(20) == 0, deep = !dense && r.Next(20) == 0;
        int groups = dense || r.Next(4) != 0 ? 1 : r.Next(2, 4), inputs = large ? r.Next(300, 1200) : deep ? r.Next(80, 160) : r.Next(1, 40), outputs = large ? r.Next(200, 800) : r.Next(1, 70);
        int[] window = dense ? [1, 1, 1, 1, 1, 1] : [r.Next(1, 4), r.Next(1, 4), r.Next(1, 4), r.Next(1, 4), r.Next(1, 3), r.Next(1, 3)];
        int[] pads = dense ? [0, 0, 0, 0] : [r.Next(4), r.Next(4), r.Next(4), r.Next(4)];
        int batch = large ? r.Next(1, 3) : dense ? r.Next(1, 12) : r.Next(1, 3);
        int height = dense ? 1 : (window[0] - 1) * window[4] + r.Next(1, 9), width = dense ? 1 : (window[1] - 1) * window[5] + r.Next(1, 20);
        int[] shape = dense ? [batch, inputs] : [batch, height, width, inputs * groups];
        int high = (height + pads[0] + pads[2] - (window[0] - 1) * window[4] - 1) / window[2] + 1;
        int wide = (width + pads[1] + pads[3] - (window[1] - 1) * window[5] - 1) / window[3] + 1;
        int rows = outputs * groups, length = window[0] * window[1] * inputs, results = batch * high * wide * rows, values = shape.Aggregate((x, y) => x * y);
        ByteWriter w = new();
        w.U8(kind == Kind.Int8 ? (dense ? Opcode.DenseInt8 : Opcode.Conv2DInt8) : dense ? Opcode.Dense : Opcode.Conv2D);
        w.U8(0);
        w.U8(1);
        w.Varint(values);
        int flags = kind == Kind.Int8 ? 32 : 32 | r.Next(3) << 6;
        w.U8(dense ? flags : flags | 31);
        if (!dense) foreach (int v in (int[])[.. window, .. pads, groups]) w.Varint(v);
        w.Varint(rows);
        w.Varint(length);
        w.Raw(Weights(r, kind, rows, length).Bytes);
        if (kind == Kind.Int8) Requantisation(w, r, rows);
        else w.Raw(ConstantWriter.Vector([.. Enumerable.Range(0, rows).Select(_ => (float)(r.NextDouble() - 0.5))]).Bytes);
        return Finish(kind, shape, w, values, results, batch * high * wide);
    }

    /// <summary>A layer over int8 of many rows whose weights are ternary or take two values, in any encoding; convolutions of 32 to 128 channels.</summary>
    public static byte[] FewValues(Random r)
    {
        bool dense = r.Next(2) == 0;
        int batch = r.Next(1, 4), inputs = !dense ? 32 * r.Next(1, 5) : r.Next(20) == 0 ? r.Next(300, 3000) : r.Next(1, 300), rows = r.Next(32, 200);
        int[] window = dense ? [1, 1, 1, 1, 1, 1] : [r.Next(1, 4), r.Next(1, 4), r.Next(1, 3), r.Next(1, 3), r.Next(1, 3), r.Next(1, 3)];
        int[] pads = dense ? [0, 0, 0, 0] : [r.Next(3), r.Next(3), r.Next(3), r.Next(3)];
        int height = dense ? 1 : (window[0] - 1) * window[4] + r.Next(1, 5), width = dense ? 1 : (window[1] - 1) * window[5] + r.Next(1, 6), length = window[0] * window[1] * inputs;
        int pixels = batch * ((height + pads[0] + pads[2] - (window[0] - 1) * window[4] - 1) / window[2] + 1) * ((width + pads[1] + pads[3] - (window[1] - 1) * window[5] - 1) / window[3] + 1);
        sbyte[] values = r.Next(3) switch { 0 => [-1, 1], 1 => [-1, 0, 1], _ => [(sbyte)r.Next(-128, 128), (sbyte)r.Next(-128, 128)] };
        WeightData data = new() { Rows = rows, RowLength = length, Integers = [.. Enumerable.Range(0, rows * length).Select(_ => values[r.Next(values.Length)])], Scales = [] };
        EncodingChoice[] choices = [.. ConstantWriter.Choices(data, "best", true).Where(c => c.Encoding is EncodingId.Binary or EncodingId.TernaryPlanes or EncodingId.TernaryTrits or EncodingId.Codebook)];
        ByteWriter w = new();
        w.U8(dense ? Opcode.DenseInt8 : Opcode.Conv2DInt8);
        w.U8(0);
        w.U8(1);
        w.Varint(batch * height * width * inputs);
        w.U8(dense ? 32 : 32 | 15);
        if (!dense) foreach (int v in (int[])[.. window, .. pads]) w.Varint(v);
        w.Varint(rows);
        w.Varint(length);
        w.Raw(ConstantWriter.Encode(data, choices[r.Next(choices.Length)]).Bytes);
        Requantisation(w, r, rows);
        return Finish(Kind.Int8, dense ? [batch, inputs] : [batch, height, width, inputs], w, batch * height * width * inputs, pixels * rows, pixels);
    }

    private static byte[] Finish(int kind, int[] shape, ByteWriter w, int values, int results, int pixels)
    {
        int arena = values + results + Limits.Tile;
        ModelRecord model = new() { Registers = 2, WordArena = (2 * Registers.Stride) + Constants.StateWords + pixels };
        if (kind == Kind.Int8) model.Int8Arena = arena;
        else model.FloatArena = arena;
        model.Inputs.Add(new PortRecord(kind, shape, 0, 0, 1f / 128, -3));
        model.Operations.Add(new OperationRecord("layer", w.ToArray()));
        model.Outputs.Add(new PortRecord(kind, [], 0, 1, 0.05f, 2));
        return ModelWriter.Write(model);
    }

    private static EncodedConstant Weights(Random r, int kind, int rows, int length)
    {
        WeightData data = Data(r, kind, rows, length);
        EncodingChoice[] choices = [.. ConstantWriter.Choices(data, "best", true).Where(c => kind != Kind.Int8 || c.Encoding is not (EncodingId.Float32 or EncodingId.Float16))];
        // Encodings are equally likely, however many ways each can be coded.
        int[] encodings = [.. choices.Select(c => c.Encoding).Distinct()];
        int encoding = encodings[r.Next(encodings.Length)];
        EncodingChoice[] ways = [.. choices.Where(c => c.Encoding == encoding)];
        return ConstantWriter.Encode(data, ways[r.Next(ways.Length)]);
    }

    private static WeightData Data(Random r, int kind, int rows, int length)
    {
        int count = rows * length;
        double density = r.Next(3) switch { 0 => 1, 1 => 0.4, _ => 0.1 };
        int most = r.Next(6) switch { 0 => 0, 1 or 2 => 1, 3 => 7, _ => 127 };
        float[] table = [.. Enumerable.Range(0, r.Next(2) == 0 ? r.Next(1, 17) : r.Next(17, 257)).Select(_ => (float)(r.NextDouble() - 0.5))];
        if (kind == Kind.Int8 || r.Next(2) == 0)
        {
            sbyte[] integers = [.. Enumerable.Range(0, count).Select(_ => most == 0 ? (sbyte)(r.Next(2) * 2 - 1) : r.NextDouble() < density ? (sbyte)r.Next(-most - 1, most + 1) : (sbyte)0)];
            if (most == 1) integers = [.. integers.Select(v => Math.Max(v, (sbyte)-1))];
            float[] scales = kind == Kind.Int8 ? [] : [.. Enumerable.Range(0, r.Next(2) == 0 ? 1 : rows).Select(_ => (float)r.NextDouble())];
            return new WeightData { Rows = rows, RowLength = length, Integers = integers, Scales = scales };
        }

        bool shared = r.Next(2) == 0;
        float[] floats = [.. Enumerable.Range(0, count).Select(_ => r.NextDouble() >= density ? 0f : shared ? table[r.Next(table.Length)] : (float)(r.NextDouble() - 0.5))];
        return new WeightData { Rows = rows, RowLength = length, Floats = floats };
    }

    private static void Requantisation(ByteWriter w, Random r, int rows)
    {
        w.Raw(ConstantWriter.Vector([.. Enumerable.Range(0, rows).Select(_ => r.Next(-2000, 2000))]).Bytes);
        w.Zigzag(r.Next(-20, 20));
        foreach (int v in (int[])[-4, -120, 127]) w.Zigzag(v);
        w.Raw(ConstantWriter.Vector([r.Next(1 << 30, int.MaxValue)]).Bytes);
        w.Raw(ConstantWriter.Vector([r.Next(-11, -6)]).Bytes);
    }
}

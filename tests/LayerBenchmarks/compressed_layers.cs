#!/usr/bin/env -S dotnet run -c Release
#:project ../../runtime/EdgeRuntime/EdgeRuntime.csproj
#:property TieredCompilation=false
#:property AllowUnsafeBlocks=true
// Layers over floats and over int8 with compressed weights, expanded and as symbols, against the same layers with fp32 or int8 weights, run in turns
// on one thread: the fastest run in microseconds, which other work on the machine disturbs least, bytes of the weights in the file, and speed with plain weights = 1.
// Outputs must be those of the portable kernels.
//   dotnet run -c Release tests/LayerBenchmarks/compressed_layers.cs [NAME...]    only layers and weights whose names contain all NAMEs
using System;
using System.Diagnostics;
using System.Linq;
using EdgeRuntime;
using EdgeRuntime.Format;

(string Name, int Size, int Channels, int Outputs, int Kernel)[] layers =
[
    ("dense 2048x2048", 0, 2048, 2048, 1), ("dense 500x800", 0, 800, 500, 1), ("dense 300x784", 0, 784, 300, 1),
    ("conv 1x1, 28x28x128 to 128", 28, 128, 128, 1), ("conv 1x1, 14x14x256 to 512", 14, 256, 512, 1), ("conv 3x3, 28x28x64 to 64", 28, 64, 64, 3),
    ("conv 3x3, 13x13x64 to 256", 13, 64, 256, 3),
];
Console.WriteLine($"| {"layer",-28} | {"weights",-24} | {"kernel",-46} | {"bytes",9} | {"us",8} | {"plain = 1",9} |");
Console.WriteLine("|---|---|---|---|---|---|");
foreach ((string name, int size, int channels, int outputs, int kernel) in layers)
{
    foreach ((string weights, bool int8, Func<Random, int, int, EncodedConstant> make) in Weightings.All)
    {
        if (!args.All(a => $"{name} {weights}".Contains(a, StringComparison.Ordinal))) continue;
        EncodedConstant constant = make(new Random(1), outputs, channels * kernel * kernel);
        using Model compressed = Layers.Model(constant, int8, size, channels, outputs, kernel);
        using Model plain = Layers.Model(Weightings.Expanded(constant, int8, outputs, channels * kernel * kernel), int8, size, channels, outputs, kernel);
        using Session fast = new(compressed), compact = new(compressed, new SessionOptions { Weights = WeightMemory.Symbols });
        using Session expanded = new(plain), portable = new(compressed, new SessionOptions { Weights = WeightMemory.File });
        Session[] sessions = fast.KernelOf(0) == compact.KernelOf(0) ? [fast] : [fast, compact];
        double[] times = Layers.Compare([.. sessions, expanded]);
        foreach ((Session session, double time) in sessions.Zip(times))
        {
            if (SelfTest.OutputChecksum(session, 3) != SelfTest.OutputChecksum(portable, 3)) throw new InvalidOperationException($"{name}, {weights}: not the portable bits");
            Console.WriteLine($"| {name,-28} | {weights,-24} | {session.KernelOf(0),-46} | {constant.Bytes.Length,9} | {time,8:F1} | {times[^1] / time,9:F2} |");
        }
    }
}

internal static class Weightings
{
    public static (string Name, bool Int8, Func<Random, int, int, EncodedConstant> Make)[] All { get; } =
    [
        .. new[] { 0.5, 0.33, 0.2, 0.1, 0.05 }.Select(density => ($"sparse fp32 {density:P0}", false, (Func<Random, int, int, EncodedConstant>)((r, rows, length) =>
            Encode(rows, length, r, () => r.NextDouble() < density ? Value(r) : 0f, new(EncodingId.SparseFloat32, GapBits: 4))))),
        ("codebook 4 bits", false, (r, rows, length) => Encode(rows, length, r, Table(r, 16), new(EncodingId.Codebook))),
        ("codebook 8 bits", false, (r, rows, length) => Encode(rows, length, r, Table(r, 256), new(EncodingId.Codebook))),
        ("ternary", false, (r, rows, length) => Integers(rows, length, () => r.Next(-1, 2), new(EncodingId.TernaryPlanes, Scale: ScaleKind.RowFloat32))),
        ("binary", false, (r, rows, length) => Integers(rows, length, () => r.Next(2) * 2 - 1, new(EncodingId.Binary, Scale: ScaleKind.RowFloat32))),
        ("int4", false, (r, rows, length) => Integers(rows, length, () => r.Next(-8, 8), new(EncodingId.Int4, Scale: ScaleKind.RowFloat32))),
        .. new[] { 0.5, 0.33, 0.2, 0.1, 0.05 }.Select(density => ($"int8: sparse {density:P0}", true, (Func<Random, int, int, EncodedConstant>)((r, rows, length) =>
            Integers(rows, length, () => r.NextDouble() < density ? r.Next(-127, 128) : 0, new(EncodingId.SparseInt8, GapBits: 4))))),
        ("int8: plain", true, (r, rows, length) => Integers(rows, length, () => r.Next(-127, 128), new(EncodingId.Int8))),
        ("int8: int4", true, (r, rows, length) => Integers(rows, length, () => r.Next(-8, 8), new(EncodingId.Int4))),
        ("int8: ternary", true, (r, rows, length) => Integers(rows, length, () => r.Next(-1, 2), new(EncodingId.TernaryPlanes))),
        ("int8: binary", true, (r, rows, length) => Integers(rows, length, () => r.Next(2) * 2 - 1, new(EncodingId.Binary))),
    ];

    public static EncodedConstant Expanded(EncodedConstant constant, bool int8, int rows, int length)
    {
        float[] values = Layers.Decode(constant, rows, length);
        if (int8) return Integers(rows, length, Array.ConvertAll(values, v => (sbyte)v), new(EncodingId.Int8));
        return ConstantWriter.Encode(new WeightData { Rows = rows, RowLength = length, Floats = values }, new EncodingChoice(EncodingId.Float32));
    }

    private static float Value(Random r) => (float)(r.NextDouble() - 0.5);

    private static Func<float> Table(Random r, int entries)
    {
        float[] table = [.. Enumerable.Range(0, entries).Select(_ => Value(r))];
        return () => table[r.Next(entries)];
    }

    private static EncodedConstant Encode(int rows, int length, Random r, Func<float> value, EncodingChoice choice) =>
        ConstantWriter.Encode(new WeightData { Rows = rows, RowLength = length, Floats = [.. Enumerable.Range(0, rows * length).Select(_ => value())] }, choice);

    private static EncodedConstant Integers(int rows, int length, Func<int> value, EncodingChoice choice)
        => Integers(rows, length, [.. Enumerable.Range(0, rows * length).Select(_ => (sbyte)value())], choice);

    private static EncodedConstant Integers(int rows, int length, sbyte[] values, EncodingChoice choice) => ConstantWriter.Encode(
        new WeightData { Rows = rows, RowLength = length, Integers = values, Scales = choice.Scale != ScaleKind.RowFloat32 ? [] : [.. Enumerable.Range(0, rows).Select(i => 0.01f + (0.001f * i))] },
        choice);
}

internal static unsafe class Layers
{
    private const int Rounds = 41;

    /// <summary>A model of one convolution with padding that keeps the size, or of a dense layer when size is 0.</summary>
    public static Model Model(EncodedConstant weights, bool int8, int size, int channels, int outputs, int kernel)
    {
        int[] shape = size == 0 ? [1, channels] : [1, size, size, channels];
        int inputs = shape.Aggregate((x, y) => x * y), results = inputs / channels * outputs;
        ByteWriter w = new();
        w.U8(int8 ? size == 0 ? Opcode.DenseInt8 : Opcode.Conv2DInt8 : size == 0 ? Opcode.Dense : Opcode.Conv2D);
        w.U8(0);
        w.U8(1);
        w.Varint(inputs);
        w.U8(size == 0 ? 0 : 8);
        if (size != 0)
        {
            w.Varint(kernel);
            for (int side = 0; side < 4; side++) w.Varint(kernel / 2);
        }

        w.Varint(outputs);
        w.Varint(channels * kernel * kernel);
        w.Raw(weights.Bytes);
        if (int8)
        {
            foreach (int v in new[] { 3, -4, -128, 127 }) w.Zigzag(v);
            w.Raw(ConstantWriter.Vector([1 << 30]).Bytes);
            w.Raw(ConstantWriter.Vector([-10]).Bytes);
        }

        int kind = int8 ? Kind.Int8 : Kind.Float32, arena = inputs + results + 1024;
        ModelRecord model = new() { Registers = 2, WordArena = (2 * 9) + 64 + (int8 ? results / outputs : 0), FloatArena = int8 ? 0 : arena, Int8Arena = int8 ? arena : 0 };
        model.Inputs.Add(new PortRecord(kind, shape, 0, 0, int8 ? 1f / 128 : 0, 0));
        model.Operations.Add(new OperationRecord("layer", w.ToArray()));
        model.Outputs.Add(new PortRecord(kind, [], 0, 1, int8 ? 1f : 0, 0));
        return EdgeRuntime.Model.Load(ModelWriter.Write(model));
    }

    public static float[] Decode(EncodedConstant constant, int rows, int length)
    {
        float[] values = new float[rows * length];
        uint* state = stackalloc uint[Constants.StateWords];
        Cursor c = default;
        Constant k = default;
        WeightCursor w = default;
        fixed (byte* file = constant.Bytes)
        fixed (float* to = values)
        {
            c.File = file;
            c.End = constant.Bytes.Length;
            Constants.Read(ref c, rows, length, ref k);
            Weights.Open(file, ref k, state, 0, ref w);
            Weights.Floats(ref w, ref k, to, 0, values.Length);
        }

        return values;
    }

    /// <summary>Fewest microseconds of each, run in turns.</summary>
    public static double[] Compare(Session[] sessions)
    {
        int repeat = 1;
        for (double once = Time(sessions[0], 1); once * repeat < 300 && repeat < 1000;) repeat *= 2;
        for (int warm = 0; warm < 60; warm++)
            foreach (Session session in sessions) session.Run();
        double[] fewest = [.. sessions.Select(_ => double.MaxValue)];
        for (int round = 0; round < Rounds; round++)
            for (int i = 0; i < sessions.Length; i++) fewest[i] = Math.Min(fewest[i], Time(sessions[i], repeat));
        return fewest;
    }

    private static double Time(Session s, int repeat)
    {
        long start = Stopwatch.GetTimestamp();
        for (int i = 0; i < repeat; i++) s.Run();
        return Stopwatch.GetElapsedTime(start).TotalMicroseconds / repeat;
    }
}

#!/usr/bin/env -S dotnet run -c Release
#:project ../../runtime/EdgeRuntime/EdgeRuntime.csproj
#:property TieredCompilation=false
#:property AllowUnsafeBlocks=true
// Layers with compressed weights, prepared for speed and compact, against the same layers with fp32 weights, run in turns on one thread: the fastest run
// in microseconds, which other work on the machine disturbs least, bytes of the weights in the file, and speed with fp32 weights = 1. Outputs must be those of the portable kernels.
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
Console.WriteLine($"| {"layer",-28} | {"weights",-24} | {"kernel",-46} | {"bytes",9} | {"us",8} | {"fp32 = 1",8} |");
Console.WriteLine("|---|---|---|---|---|---|");
foreach ((string name, int size, int channels, int outputs, int kernel) in layers)
{
    foreach ((string weights, Func<Random, int, int, EncodedConstant> make) in Weightings.All)
    {
        if (!args.All(a => $"{name} {weights}".Contains(a, StringComparison.Ordinal))) continue;
        EncodedConstant constant = make(new Random(1), outputs, channels * kernel * kernel);
        using Model compressed = Layers.Model(constant, size, channels, outputs, kernel);
        using Model plain = Layers.Model(Weightings.Expanded(constant, outputs, channels * kernel * kernel), size, channels, outputs, kernel);
        using Session fast = new(compressed), compact = new(compressed, new SessionOptions { CompactWeights = true });
        using Session fp32 = new(plain), portable = new(compressed, new SessionOptions { PrepareWeights = false });
        Session[] sessions = fast.KernelOf(0) == compact.KernelOf(0) ? [fast] : [fast, compact];
        double[] times = Layers.Compare([.. sessions, fp32]);
        foreach ((Session session, double time) in sessions.Zip(times))
        {
            if (SelfTest.OutputChecksum(session, 3) != SelfTest.OutputChecksum(portable, 3)) throw new InvalidOperationException($"{name}, {weights}: not the portable bits");
            Console.WriteLine($"| {name,-28} | {weights,-24} | {session.KernelOf(0),-46} | {constant.Bytes.Length,9} | {time,8:F1} | {times[^1] / time,8:F2} |");
        }
    }
}

internal static class Weightings
{
    public static (string Name, Func<Random, int, int, EncodedConstant> Make)[] All { get; } =
    [
        .. new[] { 0.5, 0.33, 0.2, 0.1, 0.05 }.Select(density => ($"sparse fp32 {density:P0}", (Func<Random, int, int, EncodedConstant>)((r, rows, length) =>
            Encode(rows, length, r, () => r.NextDouble() < density ? Value(r) : 0f, new(EncodingId.SparseFloat32, GapBits: 4))))),
        ("codebook 4 bits", (r, rows, length) => Encode(rows, length, r, Table(r, 16), new(EncodingId.Codebook))),
        ("codebook 8 bits", (r, rows, length) => Encode(rows, length, r, Table(r, 256), new(EncodingId.Codebook))),
        ("ternary", (r, rows, length) => Integers(rows, length, () => r.Next(-1, 2), new(EncodingId.TernaryPlanes, Scale: ScaleKind.RowFloat32))),
        ("binary", (r, rows, length) => Integers(rows, length, () => r.Next(2) * 2 - 1, new(EncodingId.Binary, Scale: ScaleKind.RowFloat32))),
        ("int4", (r, rows, length) => Integers(rows, length, () => r.Next(-8, 8), new(EncodingId.Int4, Scale: ScaleKind.RowFloat32))),
    ];

    public static EncodedConstant Expanded(EncodedConstant constant, int rows, int length)
    {
        float[] values = Layers.Decode(constant, rows, length);
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

    private static EncodedConstant Integers(int rows, int length, Func<int> value, EncodingChoice choice) => ConstantWriter.Encode(
        new WeightData
        {
            Rows = rows,
            RowLength = length,
            Integers = [.. Enumerable.Range(0, rows * length).Select(_ => (sbyte)value())],
            Scales = [.. Enumerable.Range(0, rows).Select(i => 0.01f + (0.001f * i))],
        },
        choice);
}

internal static unsafe class Layers
{
    private const int Rounds = 41;

    /// <summary>A model of one convolution with padding that keeps the size, or of a dense layer when size is 0.</summary>
    public static Model Model(EncodedConstant weights, int size, int channels, int outputs, int kernel)
    {
        int[] shape = size == 0 ? [1, channels] : [1, size, size, channels];
        int inputs = shape.Aggregate((x, y) => x * y), results = inputs / channels * outputs;
        ByteWriter w = new();
        w.U8(size == 0 ? Opcode.Dense : Opcode.Conv2D);
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
        ModelRecord model = new() { Registers = 2, WordArena = (2 * 9) + 64, FloatArena = inputs + results + 1024 };
        model.Inputs.Add(new PortRecord(Kind.Float32, shape, 0, 0, 0, 0));
        model.Operations.Add(new OperationRecord("layer", w.ToArray()));
        model.Outputs.Add(new PortRecord(Kind.Float32, [], 0, 1, 0, 0));
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

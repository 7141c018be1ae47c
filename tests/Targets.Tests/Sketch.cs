using System;
using EdgeRuntime.Format;

namespace EdgeRuntime.Targets.Tests;

/// <summary>Writes small model files by hand: each tensor has a slot of its own in the arena of its kind.</summary>
internal sealed class Sketch
{
    private const int Registers = 64;

    private readonly ModelRecord _model = new() { Registers = Registers };
    private readonly Random _random;
    private int _next;

    /// <param name="seed">Seed of the weights.</param>
    /// <param name="slot">Elements that a tensor may take.</param>
    public Sketch(int seed, int slot = 1024) => (_random, Slot) = (new Random(seed), slot);

    private int Slot { get; }

    /// <summary>What stands behind the operations.</summary>
    public ModelMetadata Metadata { get => _model.Metadata; set => _model.Metadata = value; }

    /// <summary>Adds a model input and returns its register.</summary>
    public int Input(int kind, params int[] shape)
    {
        _model.Inputs.Add(new PortRecord(kind, shape, Offset(kind), 0, 0.05f, 3));
        return _next++;
    }

    /// <summary>Adds an operation and returns the register of its result.</summary>
    public int Add(int code, int kind, int[] inputs, Action<ByteWriter>? attributes = null)
    {
        ByteWriter w = new();
        w.U8(code);
        if (OperationList.Arity(code) == OperationList.Variadic) w.Varint(inputs.Length);
        foreach (int register in inputs) w.U8(register);
        w.U8(_next);
        w.Varint(Offset(kind));
        attributes?.Invoke(w);
        _model.Operations.Add(new OperationRecord("", w.ToArray()));
        return _next++;
    }

    /// <summary>The file, with these registers as outputs.</summary>
    public byte[] Finish(int kind, params int[] outputs)
    {
        foreach (int register in outputs) _model.Outputs.Add(new PortRecord(kind, [], 0, register, 0.05f, 3));
        _model.Int8Arena = (_next + 2) * Slot;
        _model.FloatArena = (_next + 2) * Slot;
        _model.WordArena = WordBase + (_next + 2) * Slot;
        return ModelWriter.Write(_model);
    }

    /// <summary>Matrix of random floats between -0.5 and 0.5, with its size.</summary>
    public void Floats(ByteWriter w, int rows, int length)
    {
        w.Varint(rows);
        w.Varint(length);
        FloatVector(w, rows * length);
    }

    /// <summary>Vector of random floats.</summary>
    public void FloatVector(ByteWriter w, int length)
    {
        w.U8(EncodingId.Float32);
        for (int i = 0; i < length; i++) w.F32((float)_random.NextDouble() - 0.5f);
    }

    /// <summary>Matrix of random int8 values without a scale, with its size.</summary>
    public void Integers(ByteWriter w, int rows, int length)
    {
        w.Varint(rows);
        w.Varint(length);
        w.U8(EncodingId.Int8);
        w.U8(ScaleKind.None);
        for (int i = 0; i < rows * length; i++) w.U8(_random.Next(256));
    }

    /// <summary>Vector of random integers between two bounds, 32 bits each.</summary>
    public void IntegerVector(ByteWriter w, int length, int from, int below)
    {
        w.U8(EncodingId.Int32);
        w.U8(32);
        for (int i = 0; i < length; i++) w.U32((uint)_random.Next(from, below));
    }

    /// <summary>Matrix of random bits in groups of whole words, one scale a row or none, with its size.</summary>
    public void Bits(ByteWriter w, int rows, int groups, int channels, bool scaled = true)
    {
        w.Varint(rows);
        w.Varint(groups * channels);
        w.U8(EncodingId.Binary);
        w.U8(scaled ? ScaleKind.RowFloat32 : ScaleKind.None);
        for (int i = 0; scaled && i < rows; i++) w.F32((float)_random.NextDouble());
        w.Varint(channels);
        for (int i = 0; i < rows * groups; i++)
            for (int left = channels; left > 0; left -= 32)
                w.U32((uint)_random.NextInt64(1L << 32) & (left < 32 ? (1u << left) - 1u : ~0u));
    }

    /// <summary>Random ternary weights for layers that read bits: a plane of non-zeros, then one of signs.</summary>
    public void Trits(ByteWriter w, int rows, int groups, int channels, bool scaled = true)
    {
        int count = rows * groups * channels;
        w.Varint(rows);
        w.Varint(groups * channels);
        w.U8(EncodingId.TernaryPlanes);
        w.U8(scaled ? ScaleKind.RowFloat32 : ScaleKind.None);
        for (int i = 0; scaled && i < rows; i++) w.F32((float)_random.NextDouble());
        byte[] nonZeros = new byte[(count + 7) / 8], signs = new byte[nonZeros.Length];
        _random.NextBytes(nonZeros);
        _random.NextBytes(signs);
        if (count % 8 != 0) nonZeros[^1] &= (byte)((1 << (count % 8)) - 1);
        foreach (byte b in nonZeros) w.U8(b);
        for (int i = 0; i < signs.Length; i++) w.U8((byte)(signs[i] & nonZeros[i]));
    }

    /// <summary>Random thresholds between -most and most, and directions.</summary>
    public void Thresholds(ByteWriter w, int count, int most) => IntegerVector(w, count, -2 * most, 2 * most + 2);

    /// <summary>What follows the weights of a layer with int8 results: bias, input zero point unless the inputs are bits, output range, multipliers and shifts.</summary>
    public void Requantisation(ByteWriter w, int rows, int scales, bool fromBits = false)
    {
        int unit = fromBits ? 8 : 0;
        IntegerVector(w, rows, -2000 << (unit / 2), 2000 << (unit / 2));
        if (!fromBits) w.Zigzag(3);
        OutputRange(w);
        IntegerVector(w, scales, 1 << 30, int.MaxValue);
        IntegerVector(w, scales, -9 - unit / 2, -6 - unit / 2);
    }

    /// <summary>Output zero point and clamp.</summary>
    public static void OutputRange(ByteWriter w)
    {
        w.Zigzag(-4);
        w.Zigzag(-120);
        w.Zigzag(127);
    }

    private static int WordBase => Registers * EdgeRuntime.Registers.Stride;

    private int Offset(int kind) => kind == Kind.Bits ? WordBase + _next * Slot : _next * Slot;
}

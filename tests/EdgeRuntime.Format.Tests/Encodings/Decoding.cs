using System;

namespace EdgeRuntime.Format.Tests;

/// <summary>Decodes a constant with the device's functions from memory that ends in an inaccessible page.</summary>
internal static unsafe class Decoding
{
    /// <summary>A parsed constant and where it ended.</summary>
    public sealed record Parsed(int Fault, int End, Constant Constant);

    /// <summary>Parses bytes that may go on after the constant.</summary>
    public static Parsed Parse(byte[] bytes, int rows, int rowLength, bool vector = false)
    {
        using GuardedBytes file = new(bytes);
        Cursor c = new() { File = file.Pointer, End = file.Length };
        Constant k = default;
        if (vector) Constants.ReadVector(ref c, rowLength, ref k);
        else Constants.Read(ref c, rows, rowLength, ref k);
        return new Parsed(c.Fault, c.At, k);
    }

    public static int Validate(byte[] bytes, Constant k)
    {
        using GuardedBytes file = new(bytes);
        uint[] state = FilledState();
        fixed (uint* words = state) return Constants.Validate(file.Pointer, ref k, words, 1);
    }

    /// <summary>Reads all values, <paramref name="tile"/> at a time.</summary>
    public static float[] Floats(byte[] bytes, Constant k, int tile)
    {
        using GuardedBytes file = new(bytes);
        float[] values = new float[k.Rows * k.RowLength];
        fixed (uint* words = FilledState())
        fixed (float* target = values)
        {
            WeightCursor w = default;
            Weights.Open(file.Pointer, ref k, words, 1, ref w);
            for (int at = 0; at < values.Length; at += tile) Weights.Floats(ref w, ref k, target, at, Math.Min(tile, values.Length - at));
        }

        return values;
    }

    /// <summary>Reads all integers, <paramref name="tile"/> at a time.</summary>
    public static sbyte[] Ints(byte[] bytes, Constant k, int tile)
    {
        using GuardedBytes file = new(bytes);
        sbyte[] values = new sbyte[k.Rows * k.RowLength];
        fixed (uint* words = FilledState())
        fixed (sbyte* target = values)
        {
            WeightCursor w = default;
            Weights.Open(file.Pointer, ref k, words, 1, ref w);
            for (int at = 0; at < values.Length; at += tile) Weights.Ints(ref w, ref k, target, at, Math.Min(tile, values.Length - at));
        }

        return values;
    }

    /// <summary>Walks the non-zeros of a sparse constant.</summary>
    public static float[] NonZeros(byte[] bytes, Constant k)
    {
        using GuardedBytes file = new(bytes);
        float[] values = new float[k.Rows * k.RowLength];
        fixed (uint* words = FilledState())
        {
            WeightCursor w = default;
            Weights.Open(file.Pointer, ref k, words, 1, ref w);
            while (Weights.NextNonZero(ref w, ref k)) values[w.Position] = w.Value;
        }

        return values;
    }

    /// <summary>Reads all values with tables in memory, <paramref name="tile"/> at a time, for the second time.</summary>
    public static float[] FastFloats(byte[] bytes, Constant k, int tile)
    {
        using GuardedBytes file = new(bytes);
        float[] values = new float[k.Rows * k.RowLength];
        WeightDecoder decoder = new(file.Pointer, k);
        fixed (float* target = values)
        {
            decoder.Floats(target, values.Length);
            decoder.Reset();
            for (int at = 0; at < values.Length; at += tile) decoder.Floats(target + at, Math.Min(tile, values.Length - at));
        }

        return values;
    }

    /// <summary>Reads all integers with tables in memory, <paramref name="tile"/> at a time.</summary>
    public static sbyte[] FastInts(byte[] bytes, Constant k, int tile)
    {
        using GuardedBytes file = new(bytes);
        sbyte[] values = new sbyte[k.Rows * k.RowLength];
        WeightDecoder decoder = new(file.Pointer, k);
        fixed (sbyte* target = values)
            for (int at = 0; at < values.Length; at += tile) decoder.Integers(target + at, Math.Min(tile, values.Length - at));
        return values;
    }

    /// <summary>Walks the non-zeros of a sparse constant with tables in memory, for the second time.</summary>
    public static float[] FastNonZeros(byte[] bytes, Constant k)
    {
        using GuardedBytes file = new(bytes);
        float[] values = new float[k.Rows * k.RowLength];
        NonZeroDecoder decoder = new(file.Pointer, k);
        for (int i = 0; i < k.NonZeros / 2 && decoder.Next();) i++;
        decoder.Reset();
        while (decoder.Next()) values[decoder.Position] = decoder.Value;
        return values;
    }

    /// <summary>Reads a vector element by element, last first.</summary>
    public static (float[] Floats, int[] Ints) Vector(byte[] bytes, Constant k, bool ints)
    {
        using GuardedBytes file = new(bytes);
        float[] floats = new float[k.RowLength];
        int[] integers = new int[k.RowLength];
        for (int i = k.RowLength - 1; i >= 0; i--)
        {
            floats[i] = Constants.FloatAt(file.Pointer, ref k, i);
            if (ints) integers[i] = Constants.IntAt(file.Pointer, ref k, i);
        }

        return (floats, integers);
    }

    private static uint[] FilledState()
    {
        uint[] state = new uint[Constants.StateWords + 2];
        Array.Fill(state, 0xDEADBEEFu);
        return state;
    }
}

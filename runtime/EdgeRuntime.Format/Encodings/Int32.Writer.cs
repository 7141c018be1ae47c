using System;
using System.Linq;
using System.Runtime.InteropServices;

namespace EdgeRuntime.Format;

/// <summary>Writes vectors of integers.</summary>
internal static class Int32Writer
{
    /// <summary>Encoding 2 with the least width that holds all values.</summary>
    public static EncodedConstant Write(int[] values)
    {
        int width = values.Max(Width);
        BitWriter bits = new();
        foreach (int value in values) bits.Write((uint)value, width);
        ByteSink sink = new();
        sink.Write("header", EncodingId.Int32, (byte)width);
        sink.Write("values", bits.ToArray());
        return new EncodedConstant(sink.ToArray(), new EncodingChoice(EncodingId.Int32), sink.Ledger());
    }

    /// <summary>Encoding 9 with a table of int32 or, when all fit, int8 values; null when more than 256 differ.</summary>
    public static EncodedConstant? WriteShared(int[] values)
    {
        int[] entries = [.. values.GroupBy(v => v).OrderByDescending(g => g.Count()).ThenBy(g => g.Key).Select(g => g.Key)];
        if (entries.Length > 256) return null;
        SharedValues shared = new() { Entries = entries, Indices = [.. values.Select(v => (byte)Array.IndexOf(entries, v))] };
        bool narrow = entries.All(v => Width(v) <= 8);
        ByteSink sink = new();
        sink.Write("header", EncodingId.Codebook, (byte)(shared.Bits | (narrow ? 2 : 3) << 4), (byte)(entries.Length - 1));
        if (narrow) sink.Write("scales", ScaleKind.None);
        sink.Write("codebook", narrow ? Array.ConvertAll(entries, v => (byte)v) : MemoryMarshal.AsBytes(entries.AsSpan()));
        sink.Write("values", BitWriter.Pack(shared.Indices, shared.Bits));
        int type = narrow ? EncodingId.Int8 : EncodingId.Int32;
        return new EncodedConstant(sink.ToArray(), new EncodingChoice(EncodingId.Codebook, TableType: type), sink.Ledger());
    }

    private static int Width(int value) => 33 - System.Numerics.BitOperations.LeadingZeroCount((uint)(value ^ value >> 31));
}

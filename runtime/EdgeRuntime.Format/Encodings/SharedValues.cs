using System;
using System.Collections.Generic;
using System.Linq;

namespace EdgeRuntime.Format;

/// <summary>The distinct values of a matrix by falling frequency, and the index of each element.</summary>
internal sealed class SharedValues
{
    /// <summary>Entries: the integers, or the bits of the singles.</summary>
    public required int[] Entries { get; init; }

    /// <summary>Index of each element that has one, in row-major order.</summary>
    public required byte[] Indices { get; init; }

    /// <summary>Width of an index.</summary>
    public int Bits => 32 - System.Numerics.BitOperations.LeadingZeroCount((uint)(Entries.Length - 1));

    /// <summary>Counts the values, leaving out exact zeros when <paramref name="sparse"/>; null when more than 256 differ.</summary>
    public static SharedValues? Find(WeightData data, bool sparse)
    {
        Dictionary<int, int> counts = [];
        for (int i = 0; i < data.Count; i++)
        {
            int value = Bits32(data, i);
            if (sparse && value == 0) continue;
            counts[value] = counts.GetValueOrDefault(value) + 1;
            if (counts.Count > 256) return null;
        }

        int[] entries = [.. counts.OrderByDescending(e => e.Value).ThenBy(e => e.Key).Select(e => e.Key)];
        Dictionary<int, byte> rank = [];
        for (int i = 0; i < entries.Length; i++) rank[entries[i]] = (byte)i;
        List<byte> indices = [];
        for (int i = 0; i < data.Count; i++)
            if (rank.TryGetValue(Bits32(data, i), out byte index)) indices.Add(index);
        return new SharedValues { Entries = entries, Indices = [.. indices] };
    }

    /// <summary>Why a table type cannot hold the values; null when it can.</summary>
    public string? Refusal(WeightData data, int type)
    {
        if (type == EncodingId.Float16 && (data.Floats == null || !HalfExact())) return "A shared value is not exact in fp16.";
        return type is -1 or EncodingId.Float16 || type == EncodingId.Float32 == (data.Floats != null) ? null : "The table's type does not fit its values.";
    }

    /// <summary>Appends the table; type -1 is the smallest that is exact.</summary>
    public void WriteTable(ByteSink sink, WeightData data, EncodingChoice choice)
    {
        bool half = data.Floats != null && choice.TableType != EncodingId.Float32 && HalfExact();
        int stored = data.Floats == null ? 2 : half ? 1 : 0;
        sink.Write("header", (byte)(Bits | stored << 4), (byte)(Entries.Length - 1));
        if (data.Floats == null) ScaleWriter.Write(sink, data, choice.Scale);
        sink.Write("codebook", data.Floats == null
            ? Array.ConvertAll(Entries, v => (byte)v)
            : FloatWriter.ToBytes(Array.ConvertAll(Entries, BitConverter.Int32BitsToSingle), half));
    }

    private bool HalfExact() => Entries.All(v => ScaleWriter.HalfExact(BitConverter.Int32BitsToSingle(v)));

    private static int Bits32(WeightData data, int i) => data.Floats != null ? BitConverter.SingleToInt32Bits(data.Floats[i]) : data.Integers![i];
}

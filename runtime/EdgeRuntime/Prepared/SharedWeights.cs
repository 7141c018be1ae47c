using EdgeRuntime.Format;
using EdgeRuntime.Kernels;

namespace EdgeRuntime.Prepared;

/// <summary>Weights that take at most 16 values before a scale a row: their values, the scales, and the index of each weight.</summary>
internal sealed unsafe class SharedWeights
{
    // Integers of the small encodings are -8 to 7.
    private const int Lowest = -8;

    /// <summary>Reads the values and scales of a frame's weights, for which <see cref="Serves"/> holds.</summary>
    public SharedWeights(ref Frame f)
    {
        ref Constant k = ref f.Op.Weights;
        bool integers = EncodingList.HasIntegers(ref k);
        bool rows = k.ScaleKind is ScaleKind.RowFloat32 or ScaleKind.RowFloat16;
        float scale = rows || k.ScaleKind == ScaleKind.None ? 1f : Scales.Of(f.File, ref k, 0);
        for (int i = 0; i < Table.Length; i++)
        {
            float value = k.Encoding == EncodingId.Codebook ? i < k.TableCount ? CodebookEncoding.Entry(f.File, ref k, i) : 0f : i + Lowest;
            Table[i] = integers ? value * scale : value;
        }

        if (!integers || !rows) return;
        RowScales = new float[k.Rows];
        for (int row = 0; row < k.Rows; row++) RowScales[row] = Scales.Of(f.File, ref k, row);
    }

    /// <summary>The values; unused entries are arbitrary.</summary>
    public float[] Table { get; } = new float[CodebookDense.Entries];

    /// <summary>A scale a row, or null.</summary>
    public float[]? RowScales { get; }

    /// <summary>Whether an encoding holds at most 16 values.</summary>
    public static bool Serves(ref Constant k) => k.Encoding switch
    {
        EncodingId.Codebook => k.TableCount <= CodebookDense.Entries,
        EncodingId.Int4 or EncodingId.Int2 or EncodingId.Binary or EncodingId.TernaryPlanes or EncodingId.TernaryTrits => true,
        _ => false,
    };

    /// <summary>Decodes the indices of the next row.</summary>
    public void NextRow(ref Frame f, ref WeightCursor w, byte[] row)
    {
        ref Constant k = ref f.Op.Weights;
        if (k.Encoding == EncodingId.Codebook)
        {
            for (int i = 0; i < row.Length; i++) row[i] = (byte)CodingList.Next(w.File, ref k.Values, ref w.Values, w.State, w.StateAt, RangeCoder.ValueLevels);
            return;
        }

        fixed (byte* to = row) Weights.Ints(ref w, ref k, (sbyte*)to, 0, row.Length);
        for (int i = 0; i < row.Length; i++) row[i] = (byte)((sbyte)row[i] - Lowest);
    }
}

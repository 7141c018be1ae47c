using System;

using EdgeRuntime.Format;
using EdgeRuntime.Kernels;

namespace EdgeRuntime.Prepared;

/// <summary>Weights that take few values before a scale a row: their values, the scales, and the symbol of each weight.</summary>
internal sealed unsafe class SharedWeights
{
    // Whether a symbol is an index; otherwise it is an integer.
    private readonly bool indexed;

    /// <summary>Reads the values and scales of a frame's weights.</summary>
    /// <param name="f">The frame.</param>
    /// <param name="bits">Bits of a symbol, at least <see cref="FewestBits"/>, which is not 0.</param>
    public SharedWeights(ref Frame f, int bits)
    {
        Bits = bits;
        Table = new float[bits == 8 ? 256 : PackedSymbols.Entries];
        ref Constant k = ref f.Op.Weights;
        bool integers = EncodingList.HasIntegers(ref k);
        indexed = k.Encoding == EncodingId.Codebook && !(integers && bits == 8);
        bool rows = k.ScaleKind is ScaleKind.RowFloat32 or ScaleKind.RowFloat16;
        float scale = rows || k.ScaleKind == ScaleKind.None ? 1f : Scales.Of(f.File, ref k, 0);
        for (int i = 0; i < 1 << bits; i++)
        {
            float value = indexed ? i < k.TableCount ? CodebookEncoding.Entry(f.File, ref k, i) : 0f : Number(i);
            Table[i] = integers ? value * scale : value;
        }

        if (!integers || !rows) return;
        RowScales = new float[k.Rows];
        for (int row = 0; row < k.Rows; row++) RowScales[row] = Scales.Of(f.File, ref k, row);
    }

    /// <summary>Bits of a symbol.</summary>
    public int Bits { get; }

    /// <summary>The values by symbol, 16 or 256; unused entries are arbitrary.</summary>
    public float[] Table { get; }

    /// <summary>A scale a row, or null.</summary>
    public float[]? RowScales { get; }

    /// <summary>The values of a layer over int8.</summary>
    public sbyte[] Integers => Array.ConvertAll(Table, v => (sbyte)v);

    /// <summary>The value of a symbol of a layer over int8.</summary>
    public sbyte Integer(int symbol) => (sbyte)Table[symbol];

    /// <summary>Fewest bits that tell the values of an encoding apart: 1, 2, 4 or 8; 0 where they are more than 256.</summary>
    public static int FewestBits(ref Constant k) => k.Encoding switch
    {
        EncodingId.Binary => 1,
        EncodingId.Int2 or EncodingId.TernaryPlanes or EncodingId.TernaryTrits => 2,
        EncodingId.Int4 => 4,
        EncodingId.Codebook => k.TableCount <= 2 ? 1 : k.TableCount <= 4 ? 2 : k.TableCount <= 16 ? 4 : 8,
        _ => EncodingList.HasIntegers(ref k) ? 8 : 0,
    };

    /// <summary>Hands the symbols of every row to <paramref name="set"/>.</summary>
    public void Rows(ref Frame f, Action<int, byte[]> set)
    {
        byte[] row = new byte[f.Op.Weights.RowLength];
        WeightDecoder weights = new(f.File, f.Op.Weights);
        fixed (byte* to = row)
        {
            for (int o = 0; o < f.Op.Weights.Rows; o++)
            {
                if (indexed) weights.Symbols(to, row.Length);
                else weights.Integers((sbyte*)to, row.Length);
                for (int i = 0; i < row.Length && !indexed; i++) row[i] = (byte)(Bits == 1 ? row[i] >> 7 : row[i] & ((1 << Bits) - 1));
                set(o, row);
            }
        }
    }

    // The integer of a symbol: two's complement, or one bit for 1 and -1.
    private int Number(int symbol) => Bits == 1 ? 1 - (2 * symbol) : symbol << (32 - Bits) >> (32 - Bits);
}

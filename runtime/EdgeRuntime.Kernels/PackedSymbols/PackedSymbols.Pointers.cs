namespace EdgeRuntime.Kernels;

/// <summary>
/// Weights as symbols of 1, 2, 4 or 8 bits, looked up in a table when a tile of them is needed. 32 symbols are a block of 4 * bits bytes:
/// symbol i stands in byte i % bytes, from bit bits * (i / bytes) on. These loops are the specification of the vector kernels.
/// </summary>
public static unsafe class PackedSymbols
{
    /// <summary>Symbols of a block.</summary>
    public const int Block = 32;

    /// <summary>Entries of the table for up to 4 bits; for 8 bits it has 256.</summary>
    public const int Entries = 16;

    /// <summary>Scales, one a lane: symbol i of a block has scale i % Lanes.</summary>
    public const int Lanes = 16;

    /// <summary>Bytes of a block.</summary>
    public static int BlockBytes(int bits) => 4 * bits;

    /// <summary>Puts symbol <paramref name="i"/> of a block that was zero in place.</summary>
    public static void Put(byte* block, int bits, int i, int symbol)
    {
        int bytes = BlockBytes(bits);
        block[i % bytes] |= (byte)(symbol << (i / bytes * bits));
    }

    /// <summary>values[i] = table[symbol i], times its scale where there are scales.</summary>
    /// <param name="blocks">First block.</param>
    /// <param name="count">Blocks.</param>
    /// <param name="bits">1, 2, 4 or 8.</param>
    /// <param name="table">16 values; 256 for 8 bits.</param>
    /// <param name="scales">16 scales, or null.</param>
    /// <param name="values">Receives 32 values a block.</param>
    public static void Floats(byte* blocks, int count, int bits, float* table, float* scales, float* values)
    {
        for (int i = 0; i < count * Block; i++)
        {
            float value = table[Symbol(blocks, bits, i)];
            values[i] = scales == null ? value : value * scales[i % Lanes];
        }
    }

    /// <summary>values[i] = table[symbol i]; with 8 bits the symbol itself is the value and there is no table.</summary>
    /// <param name="blocks">First block.</param>
    /// <param name="count">Blocks.</param>
    /// <param name="bits">1, 2, 4 or 8.</param>
    /// <param name="table">16 values.</param>
    /// <param name="values">Receives 32 values a block.</param>
    public static void Integers(byte* blocks, int count, int bits, sbyte* table, sbyte* values)
    {
        for (int i = 0; i < count * Block; i++)
        {
            int symbol = Symbol(blocks, bits, i);
            values[i] = bits == 8 ? (sbyte)symbol : table[symbol];
        }
    }

    private static int Symbol(byte* blocks, int bits, int i)
    {
        int bytes = BlockBytes(bits), within = i % Block;
        return blocks[(i / Block * bytes) + (within % bytes)] >> (within / bytes * bits) & ((1 << bits) - 1);
    }
}

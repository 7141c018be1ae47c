namespace EdgeRuntime.Kernels;

/// <summary>
/// Random calls of single kernels, the same on every target: inputs end where readable memory ends, results go to a poisoned area, and everything in
/// that area enters a hash. Equal hashes mean equal results and nothing written beside them.
/// </summary>
internal static unsafe class KernelCases
{
    /// <summary>Areas that the caller provides, each followed by memory that must not be touched, and their bytes.</summary>
    public const int Areas = 4;
    public const int AreaBytes = 1 << 17;

    private const int PoisonedWords = 1 << 10;

    /// <summary>Cases of <see cref="SparseFloat.Rows"/>.</summary>
    public static uint SparseRows(delegate*<int*, int, int*, float*, float*, int, float*, void> kernel, uint seed, byte** ends)
    {
        uint state = seed;
        int rows = 1 + Below(ref state, 3), positions = SparseFloat.Group * (1 + Below(ref state, SparseFloat.MostPositions / SparseFloat.Group));
        int* starts = (int*)ends[0] - (rows + 1);
        starts[0] = 0;
        for (int row = 0; row < rows; row++) starts[row + 1] = starts[row] + Below(ref state, 6);
        int* offsets = (int*)ends[1] - starts[rows];
        for (int i = 0; i < starts[rows]; i++) offsets[i] = Below(ref state, 40);
        float* values = Floats(ref state, ends[2], starts[rows]), x = Floats(ref state, ends[3], 39 + positions), y = Poisoned(ends[0] - 64);
        Floats(ref state, (byte*)(y + (rows * SparseFloat.MostPositions)), rows * SparseFloat.MostPositions);
        kernel(starts, rows, offsets, values, x, positions, y);
        return Hash(y);
    }

    /// <summary>Cases of <see cref="SparseFloat.Lanes"/>.</summary>
    public static uint SparseLanes(delegate*<ushort*, float*, int, float*, float*, void> kernel, uint seed, byte** ends)
    {
        uint state = seed;
        int steps = Below(ref state, 20), inputs = 1 + Below(ref state, 100), count = steps * SparseFloat.LaneRows;
        ushort* columns = (ushort*)ends[1] - count;
        for (int i = 0; i < count; i++) columns[i] = (ushort)Below(ref state, inputs);
        float* values = Floats(ref state, ends[2], count), x = Floats(ref state, ends[3], inputs), y = Poisoned(ends[0]);
        kernel(columns, values, steps, x, y);
        return Hash(y);
    }

    /// <summary>Cases of <see cref="CodebookDense"/>, with any values or small integers, with and without scales.</summary>
    public static uint CodebookPanels(delegate*<byte*, int, int, float*, float*, float*, float*, void> kernel, uint seed, byte** ends)
    {
        uint state = seed;
        int panels = 1 + Below(ref state, 3), pairs = Below(ref state, 24), bytes = panels * pairs * CodebookDense.Panel;
        byte* indices = ends[0] - bytes;
        for (int i = 0; i < bytes; i++) indices[i] = (byte)Below(ref state, 256);
        float* x = Floats(ref state, ends[1], 2 * pairs), scales = Floats(ref state, ends[2], panels * CodebookDense.Panel);
        float* table = Floats(ref state, ends[2] - 1024, CodebookDense.Entries), y = Poisoned(ends[3]);
        if (Below(ref state, 2) == 0)
            for (int i = 0; i < CodebookDense.Entries; i++) table[i] = i - 8;
        kernel(indices, panels, pairs, table, Below(ref state, 2) == 0 ? null : scales, x, y);
        return Hash(y);
    }

    /// <summary>Cases of <see cref="Int8Gemm.Tile"/>; one in four has extreme values only.</summary>
    public static uint Int8Tiles(delegate*<sbyte*, nint, sbyte*, nint, int, int*, void> kernel, uint seed, byte** ends)
    {
        uint state = seed;
        int blocks = Below(ref state, 20), strideA = Int8Gemm.Block * (blocks + Below(ref state, 3)), strideB = Int8Gemm.Block * (blocks + Below(ref state, 3));
        bool extreme = Below(ref state, 4) == 0;
        sbyte* a = Bytes(ref state, ends[0], (3 * strideA) + (blocks * Int8Gemm.Block), extreme, -128), b = Bytes(ref state, ends[1], (3 * strideB) + (blocks * Int8Gemm.Block), extreme, -127);
        float* y = Poisoned(ends[2]);
        kernel(a, strideA, b, strideB, blocks, (int*)y);
        return Hash(y);
    }

    /// <summary>Cases of <see cref="Int8Gemm.Row"/>.</summary>
    public static uint Int8Rows(delegate*<sbyte*, sbyte*, nint, int, int*, void> kernel, uint seed, byte** ends)
    {
        uint state = seed;
        int blocks = Below(ref state, 40), stride = Int8Gemm.Block * (blocks + Below(ref state, 3));
        bool extreme = Below(ref state, 4) == 0;
        sbyte* a = Bytes(ref state, ends[0], blocks * Int8Gemm.Block, extreme, -128), b = Bytes(ref state, ends[1], (3 * stride) + (blocks * Int8Gemm.Block), extreme, -127);
        float* y = Poisoned(ends[2]);
        kernel(a, b, stride, blocks, (int*)y);
        return Hash(y);
    }

    /// <summary>Cases of <see cref="CodebookInt8"/>.</summary>
    public static uint CodebookRows(delegate*<byte*, nint, int, sbyte*, sbyte*, int*, void> kernel, uint seed, byte** ends)
    {
        uint state = seed;
        int blocks = Below(ref state, 10), stride = CodebookInt8.BlockBytes * (blocks + Below(ref state, 2));
        bool extreme = Below(ref state, 4) == 0;
        sbyte* indices = Bytes(ref state, ends[0], (3 * stride) + (blocks * CodebookInt8.BlockBytes), false, -128);
        sbyte* table = Bytes(ref state, ends[1], CodebookInt8.Entries, extreme, -127), x = Bytes(ref state, ends[2], blocks * CodebookInt8.Block, extreme, -128);
        float* y = Poisoned(ends[3]);
        kernel((byte*)indices, stride, blocks, table, x, (int*)y);
        return Hash(y);
    }

    /// <summary>Cases of <see cref="PackedSymbols.Floats"/>, with and without scales.</summary>
    public static uint SymbolFloats(delegate*<byte*, int, int, float*, float*, float*, void> kernel, uint seed, byte** ends)
    {
        uint state = seed;
        int bits = 1 << Below(ref state, 4), count = Below(ref state, 20);
        sbyte* blocks = Bytes(ref state, ends[0], count * PackedSymbols.BlockBytes(bits), false, -128);
        float* table = Floats(ref state, ends[1], bits == 8 ? 256 : PackedSymbols.Entries), scales = Floats(ref state, ends[2], PackedSymbols.Lanes), y = Poisoned(ends[3]);
        kernel((byte*)blocks, count, bits, table, Below(ref state, 2) == 0 ? null : scales, y);
        return Hash(y);
    }

    /// <summary>Cases of <see cref="PackedSymbols.Integers"/>.</summary>
    public static uint SymbolIntegers(delegate*<byte*, int, int, sbyte*, sbyte*, void> kernel, uint seed, byte** ends)
    {
        uint state = seed;
        int bits = 1 << Below(ref state, 4), count = Below(ref state, 40);
        sbyte* blocks = Bytes(ref state, ends[0], count * PackedSymbols.BlockBytes(bits), false, -128), table = Bytes(ref state, ends[1], PackedSymbols.Entries, false, -128);
        float* y = Poisoned(ends[3]);
        kernel((byte*)blocks, count, bits, table, (sbyte*)y);
        return Hash(y);
    }

    /// <summary>Cases of <see cref="SparseInt8.Rows"/>.</summary>
    public static uint SparseInt8Rows(delegate*<int*, int, int*, short*, short*, int, int*, void> kernel, uint seed, byte** ends)
    {
        uint state = seed;
        int rows = 1 + Below(ref state, 3), positions = SparseInt8.Group * (1 + Below(ref state, SparseInt8.MostPositions / SparseInt8.Group));
        int* starts = (int*)ends[0] - (rows + 1);
        starts[0] = 0;
        for (int row = 0; row < rows; row++) starts[row + 1] = starts[row] + Below(ref state, 6);
        int* offsets = (int*)ends[1] - starts[rows];
        for (int i = 0; i < starts[rows]; i++) offsets[i] = Below(ref state, 40);
        short* values = Shorts(ref state, ends[2], starts[rows], 128), x = Shorts(ref state, ends[3], 39 + positions, 255);
        float* y = Poisoned(ends[0] - 64);
        kernel(starts, rows, offsets, values, x, positions, (int*)y);
        return Hash(y);
    }

    /// <summary>Cases of <see cref="SparseInt8.Dots"/>.</summary>
    public static uint SparseInt8Dots(delegate*<int*, int, ushort*, short*, short*, int*, void> kernel, uint seed, byte** ends)
    {
        uint state = seed;
        int rows = 1 + Below(ref state, 6), inputs = 1 + Below(ref state, 100);
        int* starts = (int*)ends[0] - (rows + 1);
        starts[0] = 0;
        for (int row = 0; row < rows; row++) starts[row + 1] = starts[row] + (SparseInt8.Block * Below(ref state, 5));
        ushort* columns = (ushort*)ends[1] - starts[rows];
        for (int i = 0; i < starts[rows]; i++) columns[i] = (ushort)Below(ref state, inputs);
        short* values = Shorts(ref state, ends[2], starts[rows], 128), x = Shorts(ref state, ends[3], inputs, 255);
        float* y = Poisoned(ends[0] - 64);
        kernel(starts, rows, columns, values, x, (int*)y);
        return Hash(y);
    }

    /// <summary>Cases of <see cref="TableSums.Tables"/>.</summary>
    public static uint InputTables(delegate*<byte*, int, int, byte*, void> kernel, uint seed, byte** ends)
    {
        uint state = seed;
        int bits = 1 + Below(ref state, 2), groups = Below(ref state, 60);
        sbyte* x = Bytes(ref state, ends[0], groups * TableSums.Inputs(bits), Below(ref state, 4) == 0, -128);
        float* y = Poisoned(ends[3]);
        kernel((byte*)x, groups, bits, (byte*)y);
        return Hash(y);
    }

    /// <summary>Cases of <see cref="TableSums.Multiply"/>; one in four has the largest parts only, one in a hundred more blocks than 16 bits can add.</summary>
    public static uint LookedUpSums(delegate*<byte*, byte*, int, int*, void> kernel, uint seed, byte** ends)
    {
        uint state = seed;
        int blocks = Below(ref state, 100) == 0 ? TableSums.BlocksPerSum + Below(ref state, 3) : Below(ref state, 12);
        bool extreme = Below(ref state, 4) == 0;
        sbyte* indices = Bytes(ref state, ends[0], blocks * TableSums.BlockBytes, false, -128), tables = Bytes(ref state, ends[1], blocks * TableSums.BlockTables, extreme, 31);
        // Each part has five bits.
        for (int i = 0; i < blocks * TableSums.BlockTables; i++) tables[i] = (sbyte)(extreme ? 31 : tables[i] & 31);
        float* y = Poisoned(ends[3]);
        kernel((byte*)indices, (byte*)tables, blocks, (int*)y);
        return Hash(y);
    }

    // Values from -most to most; one call in four has the extremes only.
    private static short* Shorts(ref uint state, byte* end, int count, int most)
    {
        bool extreme = Below(ref state, 4) == 0;
        short* values = (short*)end - count;
        for (int i = 0; i < count; i++) values[i] = (short)(extreme ? Below(ref state, 8) == 0 ? most : -most : Below(ref state, 2 * most + 1) - most);
        return values;
    }

    private static sbyte* Bytes(ref uint state, byte* end, int count, bool extreme, int least)
    {
        sbyte* values = (sbyte*)end - count;
        for (int i = 0; i < count; i++) values[i] = (sbyte)(extreme ? Below(ref state, 8) == 0 ? 127 : least : least + Below(ref state, 128 - least));
        return values;
    }

    /// <summary>Cases of <see cref="BinaryGemm"/>; one in ten passes the 31 blocks that a byte lane can count, twice.</summary>
    public static uint BinaryTiles(delegate*<uint*, uint*, int, uint*, void> kernel, uint seed, byte** ends)
    {
        uint state = seed;
        int rows = 1 + Below(ref state, 13), columns = 1 + Below(ref state, 13);
        int words = Below(ref state, 10) == 0 ? 116 + Below(ref state, 165) : Below(ref state, 20);
        uint* a = Packed(ref state, rows, words, ends[0], ends[2]), b = Packed(ref state, columns, words, ends[1], ends[2]);
        float* counts = Poisoned(ends[3]);
        BinaryGemmTiles.Run(kernel, a, rows, b, BinaryGemm.PanelBlock, columns, words, (uint*)counts, columns);
        return Hash(counts);
    }

    /// <summary>The same of <see cref="TernaryGemm"/>.</summary>
    public static uint TernaryTiles(delegate*<uint*, uint*, int, uint*, void> kernel, uint seed, byte** ends)
    {
        uint state = seed;
        int rows = 1 + Below(ref state, 13), columns = 1 + Below(ref state, 9);
        int words = Below(ref state, 10) == 0 ? 116 + Below(ref state, 165) : Below(ref state, 20);
        uint* a = Packed(ref state, rows, words, ends[0], ends[2]);
        uint* planes = Plain(ref state, 2 * columns * words, ends[2]), b = (uint*)ends[1] - 2 * BinaryGemm.PackedLength(columns, words);
        TernaryGemm.Pack(planes, 0, columns, words, b, 0);
        float* counts = Poisoned(ends[3]);
        BinaryGemmTiles.Run(kernel, a, rows, b, TernaryGemm.PanelBlock, columns, words, (uint*)counts, columns);
        return Hash(counts);
    }

    private static uint* Packed(ref uint state, int rows, int words, byte* end, byte* scratch)
    {
        uint* plain = Plain(ref state, rows * words, scratch), packed = (uint*)end - BinaryGemm.PackedLength(rows, words);
        BinaryGemm.Pack(plain, 0, rows, words, words, packed, 0);
        return packed;
    }

    private static uint* Plain(ref uint state, int count, byte* end)
    {
        uint* plain = (uint*)end - count;
        bool full = Below(ref state, 7) == 0;
        for (int i = 0; i < count; i++) plain[i] = full ? 0xFFFFFFFFu : (uint)Below(ref state, 1 << 24) * 257u;
        return plain;
    }

    private static int Below(ref uint state, int limit)
    {
        state ^= state << 13;
        state ^= state >> 17;
        state ^= state << 5;
        return (int)((state >> 8) % (uint)limit);
    }

    private static float* Floats(ref uint state, byte* end, int count)
    {
        float* values = (float*)end - count;
        for (int i = 0; i < count; i++) values[i] = (Below(ref state, 1 << 20) - (1 << 19)) / 262144f;
        return values;
    }

    private static float* Poisoned(byte* end)
    {
        uint* words = (uint*)end - PoisonedWords;
        for (int i = 0; i < PoisonedWords; i++) words[i] = 0xA5A5A5A5u;
        return (float*)words;
    }

    private static uint Hash(float* results)
    {
        uint hash = 2166136261u;
        uint* words = (uint*)results;
        for (int i = 0; i < PoisonedWords; i++) hash = (hash ^ words[i]) * 16777619u;
        return hash;
    }
}

namespace EdgeRuntime.Kernels;

/// <summary>The portable kernels by number, for <see cref="KernelCases"/>.</summary>
internal static unsafe class PortableKernels
{
    /// <summary>Number of kernels.</summary>
    public const int Count = 14;

    /// <summary>Hash of one random call.</summary>
    public static uint Case(int kernel, uint seed, byte** ends)
    {
        switch (kernel)
        {
            case 0: return KernelCases.SparseRows(&SparseFloat.Rows, seed, ends);
            case 1: return KernelCases.SparseLanes(&SparseFloat.Lanes, seed, ends);
            case 2: return KernelCases.BinaryTiles(&BinaryGemmTiles.Portable, seed, ends);
            case 3: return KernelCases.CodebookPanels(&CodebookDense.Multiply, seed, ends);
            case 4: return KernelCases.Int8Tiles(&Int8Gemm.Tile, seed, ends);
            case 5: return KernelCases.Int8Rows(&Int8Gemm.Row, seed, ends);
            case 6: return KernelCases.CodebookRows(&CodebookInt8.Multiply, seed, ends);
            case 7: return KernelCases.SymbolFloats(&PackedSymbols.Floats, seed, ends);
            case 8: return KernelCases.SymbolIntegers(&PackedSymbols.Integers, seed, ends);
            case 9: return KernelCases.SparseInt8Rows(&SparseInt8.Rows, seed, ends);
            case 10: return KernelCases.SparseInt8Dots(&SparseInt8.Dots, seed, ends);
            case 11: return KernelCases.TernaryTiles(&BinaryGemmTiles.PortableTernary, seed, ends);
            case 12: return KernelCases.InputTables(&TableSums.Tables, seed, ends);
            case 13: return KernelCases.LookedUpSums(&TableSums.Multiply, seed, ends);
            default: return 0u;
        }
    }
}

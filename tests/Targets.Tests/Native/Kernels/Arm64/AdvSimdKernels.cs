using System.Runtime;

namespace EdgeRuntime.Kernels;

/// <summary>The NEON kernels by the numbers of <see cref="PortableKernels"/>, as a C function.</summary>
internal static unsafe class AdvSimdKernels
{
    [RuntimeExport("kernel_case_advsimd")]
    private static uint Case(int kernel, uint seed, byte** ends)
    {
        switch (kernel)
        {
            case 0: return KernelCases.SparseRows(&SparseFloatAdvSimd.Rows, seed, ends);
            case 1: return KernelCases.SparseLanes(&SparseFloatAdvSimd.Lanes, seed, ends);
            case 2: return KernelCases.BinaryTiles(&BinaryGemmAdvSimd.Multiply, seed, ends);
            case 3: return KernelCases.CodebookPanels(&CodebookDenseAdvSimd.Multiply, seed, ends);
            case 4: return KernelCases.Int8Tiles(&Int8GemmAdvSimd.Tile, seed, ends);
            case 5: return KernelCases.Int8Rows(&Int8GemmAdvSimd.Row, seed, ends);
            case 6: return KernelCases.CodebookRows(&CodebookInt8AdvSimd.Multiply, seed, ends);
            case 7: return KernelCases.SymbolFloats(&PackedSymbolsAdvSimd.Floats, seed, ends);
            case 8: return KernelCases.SymbolIntegers(&PackedSymbolsAdvSimd.Integers, seed, ends);
            case 9: return KernelCases.SparseInt8Rows(&SparseInt8AdvSimd.Rows, seed, ends);
            case 10: return KernelCases.SparseInt8Dots(&SparseInt8AdvSimd.Dots, seed, ends);
            case 11: return KernelCases.TernaryTiles(&TernaryGemmAdvSimd.Multiply, seed, ends);
            case 12: return KernelCases.InputTables(&TableSumsAdvSimd.Tables, seed, ends);
            case 13: return KernelCases.LookedUpSums(&TableSumsAdvSimd.Multiply, seed, ends);
            default: return 0u;
        }
    }

    /// <summary>The same with SDOT where a kernel has a form with it.</summary>
    [RuntimeExport("kernel_case_dotprod")]
    private static uint DotProductCase(int kernel, uint seed, byte** ends)
    {
        switch (kernel)
        {
            case 4: return KernelCases.Int8Tiles(&Int8GemmDp.Tile, seed, ends);
            case 5: return KernelCases.Int8Rows(&Int8GemmDp.Row, seed, ends);
            case 6: return KernelCases.CodebookRows(&CodebookInt8AdvSimd.MultiplyDots, seed, ends);
            default: return Case(kernel, seed, ends);
        }
    }
}

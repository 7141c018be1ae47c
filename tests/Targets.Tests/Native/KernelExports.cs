using System.Runtime;

namespace EdgeRuntime.Kernels;

/// <summary>Single kernels as C functions, for tests and measurements; compiled into the freestanding engine on demand.</summary>
internal static unsafe class KernelExports
{
    [RuntimeExport("binary_gemm_packed_length")]
    private static int PackedLength(int rows, int words) => BinaryGemm.PackedLength(rows, words);

    [RuntimeExport("binary_gemm_pack")]
    private static void Pack(uint* from, int rows, int words, int stride, uint* to) => BinaryGemm.Pack(from, 0, rows, words, stride, to, 0);

    [RuntimeExport("binary_gemm_4x4__portable")]
    private static void Portable(uint* a, int rows, uint* b, int columns, int words, uint* differ, int stride) =>
        BinaryGemmTiles.Run(&BinaryGemmTiles.Portable, a, rows, b, columns, words, differ, stride);

    [RuntimeExport("binary_gemm_4x4__advsimd")]
    private static void AdvSimd(uint* a, int rows, uint* b, int columns, int words, uint* differ, int stride) =>
        BinaryGemmTiles.Run(&BinaryGemmAdvSimd.Multiply, a, rows, b, columns, words, differ, stride);

    [RuntimeExport("binary_gemm_4x4__advsimd_tile")]
    private static void Tile(uint* a, uint* b, int blocks, uint* counts) => BinaryGemmAdvSimd.Multiply(a, b, blocks, counts);
}

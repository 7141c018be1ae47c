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
            default: return 0u;
        }
    }
}

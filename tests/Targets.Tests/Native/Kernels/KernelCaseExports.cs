using System.Runtime;

namespace EdgeRuntime.Kernels;

/// <summary><see cref="PortableKernels"/> as C functions.</summary>
internal static unsafe class KernelCaseExports
{
    [RuntimeExport("kernel_count")]
    private static int Count() => PortableKernels.Count;

    [RuntimeExport("kernel_area_bytes")]
    private static int AreaBytes() => KernelCases.AreaBytes;

    [RuntimeExport("kernel_case_portable")]
    private static uint Case(int kernel, uint seed, byte** ends) => PortableKernels.Case(kernel, seed, ends);
}

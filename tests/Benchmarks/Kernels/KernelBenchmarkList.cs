using System;
using System.Collections.Generic;
using System.Linq;
using EdgeRuntime.Kernels;

namespace EdgeRuntime.Benchmarks.Kernels;

/// <summary>The benchmark of each list of kernels.</summary>
internal static class KernelBenchmarkList
{
    private static readonly Dictionary<Type, Type> ByKernel = new()
    {
        [typeof(BinaryConvolutionKernel)] = typeof(BinaryConvolutionBenchmarks),
        [typeof(TernaryConvolutionKernel)] = typeof(TernaryConvolutionBenchmarks),
        [typeof(FloatTileKernel)] = typeof(FloatConvolutionBenchmarks),
        [typeof(Int8ConvolutionKernel)] = typeof(Int8ConvolutionBenchmarks),
        [typeof(SparseFloatKernel)] = typeof(SparseFloatBenchmarks),
        [typeof(SparseInt8Kernel)] = typeof(SparseInt8Benchmarks),
        [typeof(CodebookDenseKernel)] = typeof(CodebookDenseBenchmarks),
        [typeof(CodebookInt8Kernel)] = typeof(CodebookInt8Benchmarks),
        [typeof(TableSumsKernel)] = typeof(TableSumsBenchmarks),
        [typeof(PackedSymbolsKernel)] = typeof(PackedSymbolsBenchmarks),
    };

    /// <summary>One a list of <see cref="KernelLists.All"/>, and the decoders of weights.</summary>
    /// <exception cref="InvalidOperationException">A list has no benchmark.</exception>
    public static Type[] All => [typeof(SymbolDecoderBenchmarks), .. KernelLists.All.Select(list => ByKernel.TryGetValue(list.Kernels[0].GetType(), out Type? type) ? type
        : throw new InvalidOperationException($"no benchmark for the kernels of {list.Operation}: write one in tests/Benchmarks/Kernels and add it to {nameof(KernelBenchmarkList)}"))];
}

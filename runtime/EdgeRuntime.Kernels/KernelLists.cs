using System.Collections.Generic;
using System.Linq;

namespace EdgeRuntime.Kernels;

/// <summary>Every list of kernels, for tables and tests. The first of a list that the machine supports is used, or the one that EDGE_KERNEL names.</summary>
public static class KernelLists
{
    /// <summary>What the kernels of a list compute, and the list.</summary>
    public static IReadOnlyList<(string Operation, IReadOnlyList<IKernel> Kernels)> All { get; } =
    [
        ("binary convolution, binary dense", BinaryConvolutionKernel.All),
        ("ternary weights over bits", TernaryConvolutionKernel.All),
        ("float convolution, float dense, training", FloatTileKernel.All),
        ("int8 convolution, int8 dense", Int8ConvolutionKernel.All),
        ("sparse float layers", SparseFloatKernel.All),
        ("sparse int8 layers", SparseInt8Kernel.All),
        ("float dense, at most 16 values", CodebookDenseKernel.All),
        ("int8 dense, at most 16 values", CodebookInt8Kernel.All),
        ("int8 dense, binary and ternary", TableSumsKernel.All),
        ("weights as symbols", PackedSymbolsKernel.All),
    ];

    /// <summary>Kernels without alternatives but the portable operation.</summary>
    public static IReadOnlyList<(string Operation, IReadOnlyList<string> Names)> Single { get; } =
    [
        ("depthwise convolution", [FloatDepthwise.Name, Int8Depthwise.Name]),
        ("pooling", [PoolFloatVector.MaxName, PoolFloatVector.AverageName, PoolInt8Vector.MaxName, PoolInt8Vector.AverageName]),
        ("elementwise", [FloatElements.AddName, FloatElements.ReluName, RescaledInt8Avx2.AddName, RescaledInt8Avx2.RequantiseName]),
        ("packing of bits", [SignBits.Name, ThresholdBits.Name]),
    ];

    /// <summary>The lists as lines of a Markdown table.</summary>
    public static IEnumerable<string> Table()
        => All.Select(list => (list.Operation, Names: list.Kernels.Select(k => k.Name))).Concat(Single.Select(s => (s.Operation, Names: s.Names.AsEnumerable())))
            .Select(row => $"| {row.Operation} | {string.Join(", ", row.Names.Select(name => $"`{name}`"))} |");
}

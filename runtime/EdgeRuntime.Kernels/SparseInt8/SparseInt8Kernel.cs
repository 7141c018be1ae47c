using System.Collections.Generic;

namespace EdgeRuntime.Kernels;

/// <summary>One kernel of <see cref="SparseInt8"/>.</summary>
public sealed unsafe class SparseInt8Kernel : IKernel
{
    private SparseInt8Kernel(
        string name,
        bool isSupported,
        delegate*<int*, int, int*, short*, short*, int, int*, void> rows,
        delegate*<int*, int, ushort*, short*, short*, int*, void> dots)
    {
        Name = name;
        IsSupported = isSupported;
        Rows = rows;
        Dots = dots;
    }

    /// <summary>All kernels, the preferred ones first.</summary>
    public static IReadOnlyList<SparseInt8Kernel> All { get; } =
    [
        new("sparse_int8_64__avx2", SparseInt8Avx2.IsSupported, &SparseInt8Avx2.Rows, &SparseInt8Avx2.Dots),
        new("sparse_int8_32__advsimd", SparseInt8AdvSimd.IsSupported, &SparseInt8AdvSimd.Rows, &SparseInt8AdvSimd.Dots),
        new("sparse_int8__portable", true, &SparseInt8.Rows, &SparseInt8.Dots),
    ];

    /// <summary>The kernel this process uses; see <see cref="KernelChoice"/>.</summary>
    public static SparseInt8Kernel Best { get; } = KernelChoice.Of(All);

    /// <inheritdoc/>
    public string Name { get; }

    /// <inheritdoc/>
    public bool IsSupported { get; }

    /// <summary>The function of <see cref="SparseInt8.Rows"/>.</summary>
    public delegate*<int*, int, int*, short*, short*, int, int*, void> Rows { get; }

    /// <summary>The function of <see cref="SparseInt8.Dots"/>.</summary>
    public delegate*<int*, int, ushort*, short*, short*, int*, void> Dots { get; }
}

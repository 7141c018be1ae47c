using System.Collections.Generic;

namespace EdgeRuntime.Kernels;

/// <summary>One kernel of <see cref="SparseFloat"/>.</summary>
public sealed unsafe class SparseFloatKernel : IKernel
{
    private SparseFloatKernel(
        string name,
        bool isSupported,
        delegate*<int*, int, int*, float*, float*, int, float*, void> rows,
        delegate*<ushort*, float*, int, float*, float*, void> lanes)
    {
        Name = name;
        IsSupported = isSupported;
        Rows = rows;
        Lanes = lanes;
    }

    /// <summary>All kernels, the preferred ones first.</summary>
    public static IReadOnlyList<SparseFloatKernel> All { get; } =
    [
        new("sparse_fp32_64__avx2", SparseFloatAvx2.IsSupported, &SparseFloatAvx2.Rows, &SparseFloatAvx2.Lanes),
        new("sparse_fp32_32__advsimd", SparseFloatAdvSimd.IsSupported, &SparseFloatAdvSimd.Rows, &SparseFloatAdvSimd.Lanes),
        new("sparse_fp32__portable", true, &SparseFloat.Rows, &SparseFloat.Lanes),
    ];

    /// <summary>The kernel this process uses; see <see cref="KernelChoice"/>.</summary>
    public static SparseFloatKernel Best { get; } = KernelChoice.Of(All);

    /// <inheritdoc/>
    public string Name { get; }

    /// <inheritdoc/>
    public bool IsSupported { get; }

    /// <summary>The function of <see cref="SparseFloat.Rows"/>.</summary>
    public delegate*<int*, int, int*, float*, float*, int, float*, void> Rows { get; }

    /// <summary>The function of <see cref="SparseFloat.Lanes"/>.</summary>
    public delegate*<ushort*, float*, int, float*, float*, void> Lanes { get; }
}

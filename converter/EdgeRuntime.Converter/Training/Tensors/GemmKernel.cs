using System.Linq;
using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.X86;

namespace EdgeRuntime.Converter.Training.Tensors;

/// <summary>The innermost loop of <see cref="Gemm"/>: a block of C stays in registers while k runs.</summary>
/// <remarks>Every element of C is one chain of fused multiply-adds in the order of k, so all kernels with FMA give the same bits.</remarks>
public abstract unsafe class GemmKernel
{
    /// <summary>Every kernel, the preferred first.</summary>
    public static readonly GemmKernel[] All =
    [
        new GemmKernelBlock<Vector512<float>, Lanes512>("gemm_6x32__vector512", Vector512.IsHardwareAccelerated),
        new GemmKernelBlock<Vector256<float>, Lanes256>("gemm_6x16__vector256", Vector256.IsHardwareAccelerated && Fma.IsSupported),
        new GemmKernelBlock<Vector128<float>, Lanes128>("gemm_6x8__vector128", true),
    ];

    /// <summary>The first that this machine runs.</summary>
    public static readonly GemmKernel Best = All.First(k => k.IsSupported);

    /// <summary>Most rows of any kernel.</summary>
    public const int MaxRows = 6;

    /// <summary>Most columns of any kernel.</summary>
    public const int MaxColumns = 32;

    public abstract string Name { get; }

    public abstract bool IsSupported { get; }

    /// <summary>Rows of the block.</summary>
    public abstract int Rows { get; }

    /// <summary>Columns of the block and of a packed panel of B.</summary>
    public abstract int Columns { get; }

    /// <summary>C[Rows, Columns] = (accumulate ? C : 0) + A[Rows, k] * B[k, Columns].</summary>
    /// <param name="k">Steps.</param>
    /// <param name="a">A; element (i, p) is a[i * rowStride + p * columnStride].</param>
    /// <param name="rowStride">Floats between rows of A.</param>
    /// <param name="columnStride">Floats between columns of A.</param>
    /// <param name="b">B, packed: row p at b + p * Columns.</param>
    /// <param name="c">C, row-major.</param>
    /// <param name="ldc">Floats between rows of C.</param>
    /// <param name="accumulate">Add to what C holds.</param>
    public abstract void Run(int k, float* a, nint rowStride, nint columnStride, float* b, float* c, nint ldc, bool accumulate);

    /// <summary>The same for the left half of the columns only.</summary>
    public abstract void RunHalf(int k, float* a, nint rowStride, nint columnStride, float* b, float* c, nint ldc, bool accumulate);
}

using System;
using System.Numerics;
using System.Runtime.CompilerServices;

namespace EdgeRuntime.Converter.Training.Tensors;

/// <summary>fp32 matrix product on one thread; callers cut the work into pieces.</summary>
/// <remarks>B is packed into panels of <see cref="GemmKernel.Columns"/> columns, zero-filled at the right edge; A is read where it lies. Goto, van de Geijn, "Anatomy of high-performance matrix multiplication", 2008.</remarks>
public static unsafe class Gemm
{
    // A panel block of B (256 x 16 floats) stays in a 32 KB first-level cache.
    private const int DepthBlock = 256;

    private static readonly GemmKernel Kernel = GemmKernel.Best;

    /// <summary>Floats that PackB writes for a k x n matrix.</summary>
    public static long PackedLength(int k, int n) => PackedLength(Kernel, k, n);

    /// <summary>Floats that PackB writes for a k x n matrix, with a chosen kernel.</summary>
    public static long PackedLength(GemmKernel kernel, int k, int n) => (long)(n + kernel.Columns - 1) / kernel.Columns * kernel.Columns * k;

    /// <summary>Columns of one panel: ranges of columns that start at a multiple of it can be multiplied apart.</summary>
    public static int PanelColumns => Kernel.Columns;

    /// <summary>Packs B[k, n], element (p, j) at b[p * rowStride + j * columnStride].</summary>
    public static void PackB(int k, int n, float* b, nint rowStride, nint columnStride, float* packed)
        => PackB(Kernel, k, n, b, rowStride, columnStride, packed);

    /// <summary>Packs for a chosen kernel.</summary>
    public static void PackB(GemmKernel kernel, int k, int n, float* b, nint rowStride, nint columnStride, float* packed)
    {
        int width = kernel.Columns;
        for (int j = 0; j < n; j += width, packed += (long)width * k, b += width * columnStride)
        {
            int columns = Math.Min(width, n - j);
            if (columns < width) new Span<float>(packed, width * k).Clear();
            if (columnStride == 1) PackRows(k, columns, b, rowStride, packed, width);
            else PackColumns(k, columns, b, rowStride, columnStride, packed, width);
        }
    }

    /// <summary>C[m, n] = (accumulate ? C : 0) + A[m, k] * B[k, n].</summary>
    /// <param name="m">Rows of A and C.</param>
    /// <param name="n">Columns of B and C.</param>
    /// <param name="k">Columns of A, rows of B.</param>
    /// <param name="a">A; element (i, p) is a[i * rowStride + p * columnStride].</param>
    /// <param name="rowStride">Floats between rows of A.</param>
    /// <param name="columnStride">Floats between columns of A.</param>
    /// <param name="packedB">B as PackB wrote it.</param>
    /// <param name="c">C, row-major.</param>
    /// <param name="ldc">Floats between rows of C.</param>
    /// <param name="accumulate">Add to what C holds.</param>
    public static void Multiply(int m, int n, int k, float* a, nint rowStride, nint columnStride, float* packedB, float* c, nint ldc, bool accumulate)
        => Multiply(Kernel, m, n, k, a, rowStride, columnStride, packedB, c, ldc, accumulate);

    /// <summary>Multiplies with a chosen kernel.</summary>
    [SkipLocalsInit]
    public static void Multiply(
        GemmKernel kernel, int m, int n, int k, float* a, nint rowStride, nint columnStride, float* packedB, float* c, nint ldc, bool accumulate)
    {
        int rows = kernel.Rows, columns = kernel.Columns, whole = m / rows * rows;
        float* edge = stackalloc float[GemmKernel.MaxRows * DepthBlock];
        float* block = stackalloc float[GemmKernel.MaxRows * GemmKernel.MaxColumns];
        for (int p = 0; p < k; p += DepthBlock)
        {
            int depth = Math.Min(DepthBlock, k - p);
            float* ap = a + p * columnStride;
            bool add = accumulate || p > 0;
            if (whole < m) PackEdge(m - whole, rows, depth, ap + whole * rowStride, rowStride, columnStride, edge);
            for (int j = 0; j < n; j += columns)
            {
                float* panel = packedB + (long)j * k + (long)p * columns;
                int width = Math.Min(columns, n - j);
                if (width == columns)
                {
                    for (int i = 0; i < whole; i += rows)
                        kernel.Run(depth, ap + i * rowStride, rowStride, columnStride, panel, c + i * ldc + j, ldc, add);
                }
                else
                {
                    for (int i = 0; i < whole; i += rows)
                        Edge(kernel, depth, ap + i * rowStride, rowStride, columnStride, panel, block, c + i * ldc + j, ldc, rows, width, add);
                }

                if (whole < m) Edge(kernel, depth, edge, 1, rows, panel, block, c + whole * ldc + j, ldc, m - whole, width, add);
            }
        }

        if (k == 0 && !accumulate)
        {
            for (int i = 0; i < m; i++) new Span<float>(c + i * ldc, n).Clear();
        }
    }

    private static void Edge(
        GemmKernel kernel, int depth, float* a, nint rowStride, nint columnStride, float* panel, float* block, float* c, nint ldc, int rows, int width, bool add)
    {
        int columns = kernel.Columns;
        if (2 * width <= columns) kernel.RunHalf(depth, a, rowStride, columnStride, panel, block, columns, false);
        else kernel.Run(depth, a, rowStride, columnStride, panel, block, columns, false);
        for (int i = 0; i < rows; i++)
        {
            float* from = block + i * columns, to = c + i * ldc;
            if (add)
            {
                for (int j = 0; j < width; j++) to[j] = from[j] + to[j];
            }
            else
            {
                for (int j = 0; j < width; j++) to[j] = from[j];
            }
        }
    }

    private static void PackEdge(int valid, int rows, int depth, float* a, nint rowStride, nint columnStride, float* edge)
    {
        for (int i = 0; i < rows; i++)
        {
            float* from = a + i * rowStride;
            for (int p = 0; p < depth; p++) edge[p * rows + i] = i < valid ? from[p * columnStride] : 0;
        }
    }

    private static void PackRows(int k, int columns, float* b, nint rowStride, float* packed, int width)
    {
        if (columns == width)
        {
            for (int p = 0; p < k; p++, b += rowStride, packed += width)
            {
                for (int j = 0; j < width; j += Vector<float>.Count) Vector.Load(b + j).Store(packed + j);
            }

            return;
        }

        for (int p = 0; p < k; p++)
            new ReadOnlySpan<float>(b + p * rowStride, columns).CopyTo(new Span<float>(packed + p * width, columns));
    }

    private static void PackColumns(int k, int columns, float* b, nint rowStride, nint columnStride, float* packed, int width)
    {
        for (int j = 0; j < columns; j++)
        {
            float* from = b + j * columnStride;
            for (int p = 0; p < k; p++) packed[(long)p * width + j] = from[p * rowStride];
        }
    }
}

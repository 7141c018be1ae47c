using System;
using System.Runtime.Intrinsics;
using EdgeRuntime.Kernels;

namespace EdgeRuntime.Converter.Training.Tensors;

/// <summary>fp32 matrix product on one thread, by the tiles of the engine's float convolutions; callers cut the work into pieces.</summary>
/// <remarks>
/// Every element of C is one chain of sums over k that rounds product and sum apart, so the result is the engine's bit for bit on every machine.
/// B is packed into panels of 16 columns, zero-filled at the right edge; A is read where it lies. Goto, van de Geijn, "Anatomy of high-performance
/// matrix multiplication", 2008.
/// </remarks>
public static unsafe class Gemm
{
    /// <summary>Columns of one panel: ranges of columns that start at a multiple of it can be multiplied apart.</summary>
    public const int PanelColumns = PackedWeights.Panel;

    // A panel block of B (256 x 16 floats) stays in a 32 KB first-level cache.
    private const int DepthBlock = 256;

    /// <summary>Floats that PackB writes for a k x n matrix.</summary>
    public static long PackedLength(int k, int n) => (long)(n + PanelColumns - 1) / PanelColumns * PanelColumns * k;

    /// <summary>Packs B[k, n], element (p, j) at b[p * rowStride + j * columnStride].</summary>
    public static void PackB(int k, int n, float* b, nint rowStride, nint columnStride, float* packed)
    {
        for (int j = 0; j < n; j += PanelColumns, packed += (long)PanelColumns * k, b += PanelColumns * columnStride)
        {
            int columns = Math.Min(PanelColumns, n - j);
            if (columns < PanelColumns) new Span<float>(packed, PanelColumns * k).Clear();
            if (columnStride == 1) PackRows(k, columns, b, rowStride, packed);
            else PackColumns(k, columns, b, rowStride, columnStride, packed);
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
        => Multiply(FloatTileKernel.Best, m, n, k, a, rowStride, columnStride, packedB, c, ldc, accumulate);

    /// <summary>Multiplies with a chosen kernel.</summary>
    public static void Multiply(
        FloatTileKernel kernel, int m, int n, int k, float* a, nint rowStride, nint columnStride, float* packedB, float* c, nint ldc, bool accumulate)
    {
        if (!accumulate)
        {
            for (int i = 0; i < m; i++) new Span<float>(c + i * ldc, n).Clear();
        }

        float** rows = stackalloc float*[FloatTileKernel.MaxRows];
        for (int p = 0; p < k; p += DepthBlock)
        {
            int depth = Math.Min(DepthBlock, k - p);
            Segment run = new(0, depth);
            FloatTile tile = new() { Rows = rows, Segments = &run, Count = 1, Step = columnStride, Stride = ldc };
            for (int j = 0; j < n; j += PanelColumns)
            {
                tile.Panel = packedB + (long)j * k + (long)p * PanelColumns;
                for (int i = 0; i < m; i += kernel.Rows)
                {
                    // Missing rows repeat the last one.
                    for (int r = 0; r < kernel.Rows; r++) rows[r] = a + Math.Min(i + r, m - 1) * rowStride + p * columnStride;
                    tile.Sums = c + i * ldc + j;
                    if (n - j >= PanelColumns && m - i >= kernel.Rows) kernel.Full(&tile);
                    else Edge(kernel, tile, Math.Min(kernel.Rows, m - i), Math.Min(PanelColumns, n - j));
                }
            }
        }
    }

    // A tile that does not fit into C goes through a copy of its part of it.
    private static void Edge(FloatTileKernel kernel, FloatTile tile, int rows, int columns)
    {
        float* copy = stackalloc float[FloatTileKernel.MaxRows * PanelColumns];
        float* c = tile.Sums;
        nint ldc = tile.Stride;
        for (int i = 0; i < rows; i++) new ReadOnlySpan<float>(c + i * ldc, columns).CopyTo(new Span<float>(copy + i * PanelColumns, columns));
        tile.Sums = copy;
        tile.Stride = PanelColumns;
        if (2 * columns <= PanelColumns) kernel.Half(&tile);
        else kernel.Full(&tile);
        for (int i = 0; i < rows; i++) new ReadOnlySpan<float>(copy + i * PanelColumns, columns).CopyTo(new Span<float>(c + i * ldc, columns));
    }

    private static void PackRows(int k, int columns, float* b, nint rowStride, float* packed)
    {
        for (int p = 0; p < k; p++, b += rowStride, packed += PanelColumns)
        {
            if (columns == PanelColumns) Vector512.Load(b).Store(packed);
            else new ReadOnlySpan<float>(b, columns).CopyTo(new Span<float>(packed, columns));
        }
    }

    private static void PackColumns(int k, int columns, float* b, nint rowStride, nint columnStride, float* packed)
    {
        for (int j = 0; j < columns; j++)
        {
            float* from = b + j * columnStride;
            for (int p = 0; p < k; p++) packed[(long)p * PanelColumns + j] = from[p * rowStride];
        }
    }
}

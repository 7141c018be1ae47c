using System;
using System.Numerics;
using System.Runtime.Intrinsics;

namespace EdgeRuntime.Converter.Training.Tensors;

/// <summary>Loops over flat fp32 ranges, in whole vectors and a scalar tail of the same arithmetic.</summary>
public static unsafe class Elementwise
{
    private static readonly int Lanes = Vector<float>.Count;

    /// <summary>y += x.</summary>
    public static void Add(float* x, float* y, long n)
    {
        long i = 0;
        for (; i <= n - Lanes; i += Lanes) (Vector.Load(y + i) + Vector.Load(x + i)).Store(y + i);
        for (; i <= n - 4; i += 4) (Vector128.Load(y + i) + Vector128.Load(x + i)).Store(y + i);
        for (; i < n; i++) y[i] += x[i];
    }

    /// <summary>y = x * factor.</summary>
    public static void Scale(float* x, float factor, float* y, long n)
    {
        long i = 0;
        for (; i <= n - Lanes; i += Lanes) (Vector.Load(x + i) * factor).Store(y + i);
        for (; i < n; i++) y[i] = x[i] * factor;
    }

    /// <summary>y = x.</summary>
    public static void Copy(float* x, float* y, long n) => Buffer.MemoryCopy(x, y, n * sizeof(float), n * sizeof(float));

    /// <summary>x = 0.</summary>
    public static void Clear(float* x, long n) => new Span<float>(x, checked((int)n)).Clear();

    /// <summary>sums[c] += x[r, c] over the rows in order.</summary>
    public static void AddRows(float* x, long rows, int columns, float* sums)
    {
        for (long r = 0; r < rows; r++) Add(x + r * columns, sums, columns);
    }

    /// <summary>x = min(max(x + bias[c], low), high) for each row; bias may be null.</summary>
    public static void BiasClamp(float* x, long rows, int columns, float* bias, float low, float high)
    {
        Vector<float> floor = new(low), ceiling = new(high);
        for (long r = 0; r < rows; r++, x += columns)
        {
            int c = 0;
            for (; c <= columns - Lanes; c += Lanes)
            {
                Vector<float> v = Vector.Load(x + c);
                if (bias != null) v += Vector.Load(bias + c);
                Vector.Min(Vector.Max(v, floor), ceiling).Store(x + c);
            }

            for (; c <= columns - 4; c += 4)
            {
                Vector128<float> v = Vector128.Load(x + c);
                if (bias != null) v += Vector128.Load(bias + c);
                Vector128.Min(Vector128.Max(v, Vector128.Create(low)), Vector128.Create(high)).Store(x + c);
            }

            for (; c < columns; c++) x[c] = MathF.Min(MathF.Max(bias != null ? x[c] + bias[c] : x[c], low), high);
        }
    }

    /// <summary>y = max(x, 0).</summary>
    public static void Relu(float* x, float* y, long n)
    {
        long i = 0;
        for (; i <= n - Lanes; i += Lanes) Vector.Max(Vector.Load(x + i), Vector<float>.Zero).Store(y + i);
        for (; i < n; i++) y[i] = MathF.Max(x[i], 0);
    }

    /// <summary>dx = dy where x is above 0, else 0.</summary>
    public static void ReluBack(float* x, float* dy, float* dx, long n)
    {
        long i = 0;
        for (; i <= n - Lanes; i += Lanes)
            Vector.ConditionalSelect(Vector.GreaterThan(Vector.Load(x + i), Vector<float>.Zero), Vector.Load(dy + i), Vector<float>.Zero).Store(dx + i);
        for (; i < n; i++) dx[i] = x[i] > 0 ? dy[i] : 0;
    }

    /// <summary>dy = 0 where y is not strictly between low and high.</summary>
    public static void MaskClamped(float* y, float* dy, long n, float low, float high)
    {
        Vector<float> floor = new(low), ceiling = new(high);
        long i = 0;
        for (; i <= n - Lanes; i += Lanes)
        {
            Vector<float> v = Vector.Load(y + i);
            Vector<int> inside = Vector.GreaterThan(v, floor) & Vector.LessThan(v, ceiling);
            Vector.ConditionalSelect(inside, Vector.Load(dy + i), Vector<float>.Zero).Store(dy + i);
        }

        for (; i < n; i++) dy[i] = y[i] > low && y[i] < high ? dy[i] : 0;
    }

    /// <summary>g += l1 * sign(w) + l2 * w.</summary>
    public static void AddPenalties(float* w, float* g, long n, float l1, float l2)
    {
        for (long i = 0; i < n; i++) g[i] += l2 * w[i] + (w[i] > 0 ? l1 : w[i] < 0 ? -l1 : 0);
    }

    /// <summary>y += a * b.</summary>
    public static void AddProduct(float* a, float* b, float* y, long n)
    {
        long i = 0;
        for (; i <= n - Lanes; i += Lanes) Vector.FusedMultiplyAdd(Vector.Load(a + i), Vector.Load(b + i), Vector.Load(y + i)).Store(y + i);
        for (; i < n; i++) y[i] = MathF.FusedMultiplyAdd(a[i], b[i], y[i]);
    }

    /// <summary>y[r, c] = x[r, c] * factor[c] + offset[c].</summary>
    public static void ScaleRows(float* x, float* factor, float* offset, float* y, long rows, int columns)
    {
        for (long r = 0; r < rows; r++, x += columns, y += columns)
        {
            int c = 0;
            for (; c <= columns - Lanes; c += Lanes)
                Vector.FusedMultiplyAdd(Vector.Load(x + c), Vector.Load(factor + c), Vector.Load(offset + c)).Store(y + c);
            for (; c < columns; c++) y[c] = MathF.FusedMultiplyAdd(x[c], factor[c], offset[c]);
        }
    }

    /// <summary>sums[c] += (x[r, c] - mean[c])^2 over the rows in order.</summary>
    public static void AddRowSquares(float* x, float* mean, long rows, int columns, float* sums)
    {
        for (long r = 0; r < rows; r++, x += columns)
        {
            int c = 0;
            for (; c <= columns - Lanes; c += Lanes)
            {
                Vector<float> d = Vector.Load(x + c) - Vector.Load(mean + c);
                Vector.FusedMultiplyAdd(d, d, Vector.Load(sums + c)).Store(sums + c);
            }

            for (; c < columns; c++) sums[c] = MathF.FusedMultiplyAdd(x[c] - mean[c], x[c] - mean[c], sums[c]);
        }
    }

    /// <summary>sums[c] += dy[r, c] and sums[columns + c] += dy[r, c] * (x[r, c] - mean[c]) over the rows in order.</summary>
    public static void AddRowProducts(float* x, float* dy, float* mean, long rows, int columns, float* sums)
    {
        float* products = sums + columns;
        for (long r = 0; r < rows; r++, x += columns, dy += columns)
        {
            int c = 0;
            for (; c <= columns - Lanes; c += Lanes)
            {
                Vector<float> g = Vector.Load(dy + c);
                (Vector.Load(sums + c) + g).Store(sums + c);
                Vector.FusedMultiplyAdd(g, Vector.Load(x + c) - Vector.Load(mean + c), Vector.Load(products + c)).Store(products + c);
            }

            for (; c < columns; c++)
            {
                sums[c] += dy[c];
                products[c] = MathF.FusedMultiplyAdd(dy[c], x[c] - mean[c], products[c]);
            }
        }
    }

    /// <summary>dx[r, c] = dy[r, c] * factor[c] + x[r, c] * slope[c] + offset[c].</summary>
    public static void CombineRows(float* x, float* dy, float* slope, float* factor, float* offset, float* dx, long rows, int columns)
    {
        for (long r = 0; r < rows; r++, x += columns, dy += columns, dx += columns)
        {
            int c = 0;
            for (; c <= columns - Lanes; c += Lanes)
            {
                Vector<float> rest = Vector.FusedMultiplyAdd(Vector.Load(x + c), Vector.Load(slope + c), Vector.Load(offset + c));
                Vector.FusedMultiplyAdd(Vector.Load(dy + c), Vector.Load(factor + c), rest).Store(dx + c);
            }

            for (; c < columns; c++)
                dx[c] = MathF.FusedMultiplyAdd(dy[c], factor[c], MathF.FusedMultiplyAdd(x[c], slope[c], offset[c]));
        }
    }

    /// <summary>Whether every value is finite.</summary>
    public static bool AllFinite(ReadOnlySpan<float> x)
    {
        foreach (float v in x)
        {
            if (!float.IsFinite(v)) return false;
        }

        return true;
    }
}

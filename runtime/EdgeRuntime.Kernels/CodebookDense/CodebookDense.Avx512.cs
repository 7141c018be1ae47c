using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.X86;

namespace EdgeRuntime.Kernels;

/// <summary><see cref="CodebookDense"/>: the table is one vector, a permutation looks 16 weights up. Without scales the products of an input with the whole table are looked up.</summary>
public static unsafe class CodebookDenseAvx512
{
    private const int Half = CodebookDense.Panel / 2;

    /// <summary>Whether this machine has the instructions; elsewhere the kernel gives the same results slowly.</summary>
    public static bool IsSupported => Avx512F.IsSupported;

    /// <summary>The same sums as <see cref="CodebookDense.Multiply"/>.</summary>
    public static void Multiply(byte* indices, int panels, int pairs, float* table, float* scales, float* x, float* y)
    {
        nint panel = (nint)pairs * CodebookDense.Panel;
        for (; panels > 0; panels -= 2, indices += 2 * panel, y += 2 * CodebookDense.Panel)
        {
            // A single panel last: its sums are computed twice.
            nint next = panels > 1 ? 1 : 0;
            if (scales == null) Products(indices, next * panel, pairs, table, x, y, next * CodebookDense.Panel);
            else
            {
                Scaled(indices, pairs, table, scales, x, y);
                if (next > 0) Scaled(indices + panel, pairs, table, scales + CodebookDense.Panel, x, y + CodebookDense.Panel);
                scales += 2 * CodebookDense.Panel;
            }
        }
    }

    private static void Products(byte* indices, nint panel, int pairs, float* table, float* x, float* y, nint nextY)
    {
        Vector512<float> t = Vector512.Load(table), s0 = default, s1 = default, s2 = default, s3 = default;
        for (; pairs > 0; pairs--, indices += CodebookDense.Panel, x += 2)
        {
            Vector512<int> i0 = Indices(indices), i1 = Indices(indices + Half), i2 = Indices(indices + panel), i3 = Indices(indices + panel + Half);
            Vector512<float> p = t * Vector512.Create(x[0]);
            s0 += Lookup(p, i0);
            s1 += Lookup(p, i1);
            s2 += Lookup(p, i2);
            s3 += Lookup(p, i3);
            p = t * Vector512.Create(x[1]);
            s0 += Lookup(p, i0 >>> 4);
            s1 += Lookup(p, i1 >>> 4);
            s2 += Lookup(p, i2 >>> 4);
            s3 += Lookup(p, i3 >>> 4);
        }

        Store(s2, s3, y + nextY);
        Store(s0, s1, y);
    }

    private static void Scaled(byte* indices, int pairs, float* table, float* scales, float* x, float* y)
    {
        Vector512<float> t = Vector512.Load(table), s0 = default, s1 = default;
        Vector512<float> low = Quarters(scales), high = Quarters(scales + 4);
        for (; pairs > 0; pairs--, indices += CodebookDense.Panel, x += 2)
        {
            Vector512<int> i0 = Indices(indices), i1 = Indices(indices + Half);
            Vector512<float> v = Vector512.Create(x[0]);
            s0 += v * (Lookup(t, i0) * low);
            s1 += v * (Lookup(t, i1) * high);
            v = Vector512.Create(x[1]);
            s0 += v * (Lookup(t, i0 >>> 4) * low);
            s1 += v * (Lookup(t, i1 >>> 4) * high);
        }

        Store(s0, s1, y);
    }

    // Sixteen bytes, each in a lane; a permutation looks at the low four bits only.
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector512<int> Indices(byte* from)
    {
        if (Avx512F.IsSupported) return Avx512F.ConvertToVector512Int32(Vector128.Load(from));
        (Vector256<ushort> words, _) = Vector256.Widen(Vector256.Create(Vector128.Load(from), default));
        (Vector256<uint> low, Vector256<uint> high) = Vector256.Widen(words);
        return Vector512.Create(low, high).AsInt32();
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector512<float> Lookup(Vector512<float> table, Vector512<int> index) =>
        Avx512F.IsSupported ? Avx512F.PermuteVar16x32(table, index) : Vector512.Shuffle(table, index & Vector512.Create(15));

    // Lanes hold outputs 0-3, 8-11, 16-19, 24-27 of a panel; the other half those between them.
    private static Vector512<float> Quarters(float* from) => Vector512.Create(
        Vector256.Create(Vector128.Load(from), Vector128.Load(from + 8)), Vector256.Create(Vector128.Load(from + 16), Vector128.Load(from + 24)));

    private static void Store(Vector512<float> low, Vector512<float> high, float* y)
    {
        StoreQuarters(low, y);
        StoreQuarters(high, y + 4);
    }

    private static void StoreQuarters(Vector512<float> v, float* y)
    {
        v.GetLower().GetLower().Store(y);
        v.GetLower().GetUpper().Store(y + 8);
        v.GetUpper().GetLower().Store(y + 16);
        v.GetUpper().GetUpper().Store(y + 24);
    }
}

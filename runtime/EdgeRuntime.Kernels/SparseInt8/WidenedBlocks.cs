using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.X86;

namespace EdgeRuntime.Kernels;

/// <summary>Transposition of int8 matrices into 16-bit ones.</summary>
public static unsafe class WidenedBlocks
{
    private const int Side = 8;

    /// <summary>to[column * toStep + row] = from[row * fromStep + column] - zero point.</summary>
    public static void Transpose(sbyte* from, int zeroPoint, nint fromStep, int rows, int columns, short* to, nint toStep)
    {
        int row = 0;
        if (Sse41.IsSupported)
        {
            for (; row + Side <= rows; row += Side)
            {
                int column = 0;
                for (; column + Side <= columns; column += Side) EightByEight(from + (row * fromStep) + column, zeroPoint, fromStep, to + (column * toStep) + row, toStep);
                Rest(from + (row * fromStep), zeroPoint, fromStep, Side, column, columns, to + row, toStep);
            }
        }

        Rest(from + (row * fromStep), zeroPoint, fromStep, rows - row, 0, columns, to + row, toStep);
    }

    private static void Rest(sbyte* from, int zeroPoint, nint fromStep, int rows, int column, int columns, short* to, nint toStep)
    {
        for (int row = 0; row < rows; row++, from += fromStep)
            for (int c = column; c < columns; c++) to[(c * toStep) + row] = (short)(from[c] - zeroPoint);
    }

    private static void EightByEight(sbyte* from, int zeroPoint, nint fromStep, short* to, nint toStep)
    {
        Vector128<short> zero = Vector128.Create((short)zeroPoint);
        // Pairs of rows, then fours, then all eight: each step interleaves twice as many columns.
        Vector128<short> a = Row(from, zero), b = Row(from + fromStep, zero), c = Row(from + (2 * fromStep), zero), d = Row(from + (3 * fromStep), zero);
        from += 4 * fromStep;
        Vector128<short> e = Row(from, zero), f = Row(from + fromStep, zero), g = Row(from + (2 * fromStep), zero), h = Row(from + (3 * fromStep), zero);
        Vector128<int> ab = Sse2.UnpackLow(a, b).AsInt32(), ab2 = Sse2.UnpackHigh(a, b).AsInt32(), cd = Sse2.UnpackLow(c, d).AsInt32(), cd2 = Sse2.UnpackHigh(c, d).AsInt32();
        Vector128<int> ef = Sse2.UnpackLow(e, f).AsInt32(), ef2 = Sse2.UnpackHigh(e, f).AsInt32(), gh = Sse2.UnpackLow(g, h).AsInt32(), gh2 = Sse2.UnpackHigh(g, h).AsInt32();
        Two(Sse2.UnpackLow(ab, cd), Sse2.UnpackLow(ef, gh), to, toStep);
        Two(Sse2.UnpackHigh(ab, cd), Sse2.UnpackHigh(ef, gh), to + (2 * toStep), toStep);
        Two(Sse2.UnpackLow(ab2, cd2), Sse2.UnpackLow(ef2, gh2), to + (4 * toStep), toStep);
        Two(Sse2.UnpackHigh(ab2, cd2), Sse2.UnpackHigh(ef2, gh2), to + (6 * toStep), toStep);
    }

    private static Vector128<short> Row(sbyte* from, Vector128<short> zero) => Sse2.Subtract(Sse41.ConvertToVector128Int16(from), zero);

    private static void Two(Vector128<int> low, Vector128<int> high, short* to, nint toStep)
    {
        Sse2.UnpackLow(low.AsInt64(), high.AsInt64()).AsInt16().Store(to);
        Sse2.UnpackHigh(low.AsInt64(), high.AsInt64()).AsInt16().Store(to + toStep);
    }
}

using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace EdgeRuntime.Kernels;

/// <summary>The inner loop of <see cref="BinaryLookup{TVector, TLanes}"/>: two pairs of pixels by two vectors of channels.</summary>
/// <typeparam name="TVector">The vector.</typeparam>
/// <typeparam name="TLanes">Its operations.</typeparam>
internal static unsafe class LookupSum<TVector, TLanes>
    where TVector : struct
    where TLanes : struct, IByteLanes<TVector>
{
    private static int Channels => 2 * TLanes.Count;

    /// <summary>Adds pieces whose numbers fit into bytes: counts = start + 2 r, 16 bits a pixel and channel.</summary>
    /// <param name="tables"><see cref="LookupTables"/>.</param>
    /// <param name="a">Window of the first pair of pixels in the unpacked image.</param>
    /// <param name="b">Window of the second.</param>
    /// <param name="piece">First piece.</param>
    /// <param name="pieces">Pieces.</param>
    /// <param name="w">Weights of the first.</param>
    /// <param name="start">What to add to, one row of channels for each of the four pixels.</param>
    /// <param name="counts">Receives [pixel, channel].</param>
    /// <returns>The weights of the next piece.</returns>
    public static byte* Add(byte* tables, ushort* a, ushort* b, LookupPiece* piece, int pieces, byte* w, ushort** start, ushort* counts)
    {
        // Sums of bytes with two numbers each, of both pixels, modulo 256; and of the same bytes after a shift by four bits inside words.
        TVector a0 = default, a1 = default, b0 = default, b1 = default, a0High = default, a1High = default, b0High = default, b1High = default;
        for (; pieces > 0; pieces--, piece++)
        {
            ushort* x = a + piece->Offset, y = b + piece->Offset;
            TVector p0, p1, q0, q1;
            int left = piece->Filled;
            for (; left >= LookupPiece.Group; left -= LookupPiece.Group, x += LookupPiece.Group, y += LookupPiece.Group, w += LookupPiece.Group * Channels)
            {
                First(tables, x, y, w, out p0, out p1, out q0, out q1);
                Next(tables, x, y, w, 1, ref p0, ref p1, ref q0, ref q1);
                Next(tables, x, y, w, 2, ref p0, ref p1, ref q0, ref q1);
                Next(tables, x, y, w, 3, ref p0, ref p1, ref q0, ref q1);
                Next(tables, x, y, w, 4, ref p0, ref p1, ref q0, ref q1);
                Next(tables, x, y, w, 5, ref p0, ref p1, ref q0, ref q1);
                Next(tables, x, y, w, 6, ref p0, ref p1, ref q0, ref q1);
                Sum(p0, ref a0, ref a0High);
                Sum(p1, ref a1, ref a1High);
                Sum(q0, ref b0, ref b0High);
                Sum(q1, ref b1, ref b1High);
            }

            if (left == 0) continue;
            First(tables, x++, y++, w, out p0, out p1, out q0, out q1);
            w += Channels;
            for (; left > 1; left--, w += Channels) Next(tables, x++, y++, w, 0, ref p0, ref p1, ref q0, ref q1);
            Sum(p0, ref a0, ref a0High);
            Sum(p1, ref a1, ref a1High);
            Sum(q0, ref b0, ref b0High);
            Sum(q1, ref b1, ref b1High);
        }

        Widen(a0, a0High, start[0], start[1], counts);
        Widen(a1, a1High, start[0] + TLanes.Count, start[1] + TLanes.Count, counts + TLanes.Count);
        Widen(b0, b0High, start[2], start[3], counts + 2 * Channels);
        Widen(b1, b1High, start[2] + TLanes.Count, start[3] + TLanes.Count, counts + 2 * Channels + TLanes.Count);
        return w;
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void First(byte* tables, ushort* x, ushort* y, byte* w, out TVector p0, out TVector p1, out TVector q0, out TVector q1)
    {
        TVector w0 = TLanes.Load(w), w1 = TLanes.Load(w + TLanes.Count);
        TVector t = TLanes.Repeat(tables + x[0]);
        p0 = TLanes.Shuffle(t, w0);
        p1 = TLanes.Shuffle(t, w1);
        t = TLanes.Repeat(tables + y[0]);
        q0 = TLanes.Shuffle(t, w0);
        q1 = TLanes.Shuffle(t, w1);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void Next(byte* tables, ushort* x, ushort* y, byte* w, int step, ref TVector p0, ref TVector p1, ref TVector q0, ref TVector q1)
    {
        TVector w0 = TLanes.Load(w + step * Channels), w1 = TLanes.Load(w + step * Channels + TLanes.Count);
        TVector t = TLanes.Repeat(tables + x[step]);
        p0 = TLanes.Add(p0, TLanes.Shuffle(t, w0));
        p1 = TLanes.Add(p1, TLanes.Shuffle(t, w1));
        t = TLanes.Repeat(tables + y[step]);
        q0 = TLanes.Add(q0, TLanes.Shuffle(t, w0));
        q1 = TLanes.Add(q1, TLanes.Shuffle(t, w1));
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void Sum(TVector group, ref TVector sum, ref TVector high)
    {
        sum = TLanes.Add(sum, group);
        high = TLanes.Add(high, TLanes.ShiftWordsRight(group, 4));
    }

    // Of every word let s1 s0 be the bytes of sum, h1 h0 those of high, n and m the sums of the two pixels: s = n + 16 m modulo 256, h1 = m1, and
    // h0 = m0 + 16 n1 modulo 256. So m1, n1, m0, n0 follow from each other.
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void Widen(TVector sum, TVector high, ushort* start, ushort* nextStart, ushort* counts)
    {
        int half = TLanes.Count / 2;
        TVector m1 = TLanes.ShiftWordsRight(high, 8);
        TVector n1 = TLanes.ShiftWordsRight(TLanes.SubtractWords(sum, TLanes.ShiftWordsLeft(m1, 12)), 8);
        TVector m0 = TLanes.LowBytes(TLanes.SubtractWords(high, TLanes.ShiftWordsLeft(n1, 4)));
        TVector n0 = TLanes.LowBytes(TLanes.SubtractWords(sum, TLanes.ShiftWordsLeft(m0, 4)));
        Twice(n0, start, counts);
        Twice(n1, start + half, counts + half);
        Twice(m0, nextStart, counts + Channels);
        Twice(m1, nextStart + half, counts + Channels + half);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void Twice(TVector numbers, ushort* start, ushort* counts)
        => TLanes.Store(counts, TLanes.AddWords(TLanes.Load(start), TLanes.AddWords(numbers, numbers)));
}

/// <summary>The tables of <see cref="LookupSum{TVector, TLanes}"/>.</summary>
internal static unsafe class LookupTables
{
    /// <summary>256 tables of 16 bytes: r of the low four bits of a table's number and the entry's, and above it r of the high four bits.</summary>
    public static readonly byte* All = Make();

    private static byte* Make()
    {
        byte* tables = (byte*)NativeMemory.AlignedAlloc(256 * 16, 64);
        for (int a = 0; a < 256; a++)
            for (int w = 0; w < 16; w++) tables[a * 16 + w] = (byte)(R(a & 15, w) | R(a >> 4, w) << 4);
        return tables;
    }

    private static int R(int a, int w) => (int.PopCount(a ^ w) + (int.PopCount(a) & 1) - (int.PopCount(w) & 1)) / 2;
}

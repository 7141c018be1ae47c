using System;
using System.Collections.Generic;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.X86;

namespace EdgeRuntime.Kernels;

/// <summary>
/// Binary convolution by table look-up: four signs of a pixel choose one of 16 tables, each byte of a weight vector (four signs of one of 32
/// output channels) chooses the entry popcount(a xor w). One shuffle and one addition make 128 products. Four pixels by 64 channels a tile.
/// </summary>
/// <remarks>The image is unpacked once into a byte for four signs, borders included: a 17th table of zeros makes positions outside count nothing.</remarks>
public sealed unsafe class BinaryLookupAvx2 : BinaryConvolution
{
    private const int TilePixels = 4;
    private const int TileChannels = 64;

    // A look-up adds at most 4 to a byte.
    private const int StepsPerSum = 63;

    // Bytes of the unpacked image are offsets into the tables in units of 8 bytes.
    private const int TableUnits = 2;
    private const byte Nothing = 16 * TableUnits;

    private static readonly ulong* Tables = MakeTables();

    private readonly int pixelSteps;
    private readonly int rowBytes;
    private readonly int imageBytes;
    private readonly int tiles;
    private readonly int blocks;
    private readonly nint blockBytes;
    private readonly Piece[] pieces;

    // For the first piece of a group whose sums fit into bytes: the end of the group.
    private readonly int[] groupEnds;
    private byte* image;
    private byte* weights;

    public BinaryLookupAvx2(in ConvolutionShape shape, bool padsAreOnes, uint* rows)
        : base(shape, padsAreOnes)
    {
        pixelSteps = (shape.Channels + 3) >> 2;
        rowBytes = (shape.Width + shape.PadLeft + shape.PadRight) * pixelSteps;
        imageBytes = (shape.Height + shape.PadTop + shape.PadBottom) * rowBytes;
        (pieces, groupEnds) = Pieces(shape, rowBytes, pixelSteps);
        tiles = (Pixels + TilePixels - 1) / TilePixels;
        blocks = (shape.OutChannels + TileChannels - 1) / TileChannels;
        blockBytes = (nint)shape.KernelH * shape.KernelW * pixelSteps * TileChannels;
        nuint bytes = (nuint)shape.Batch * (nuint)imageBytes;
        image = (byte*)NativeMemory.AlignedAlloc(bytes, 64);
        NativeMemory.Fill(image, bytes, padsAreOnes ? (byte)0 : Nothing);
        weights = (byte*)NativeMemory.AlignedAlloc((nuint)(blocks * blockBytes), 64);
        Spread(rows);
    }

    /// <summary>Whether this machine has the instructions.</summary>
    public static bool IsSupported => Avx2.IsSupported;

    /// <summary>Whether the counts of such a convolution fit into 16 bits.</summary>
    public static bool Takes(in ConvolutionShape s) => (long)s.KernelH * s.KernelW * s.Channels <= ushort.MaxValue;

    /// <summary>Bytes that the unpacked image and the weights take.</summary>
    public static long Bytes(in ConvolutionShape s)
    {
        long steps = (s.Channels + 3) >> 2;
        return s.Batch * (s.Height + s.PadTop + s.PadBottom) * (long)(s.Width + s.PadLeft + s.PadRight) * steps + (s.OutChannels + TileChannels - 1L) / TileChannels * TileChannels * s.KernelH * s.KernelW * steps;
    }

    public override int PackUnits => Shape.Batch * Shape.Height;

    public override int Units => tiles * blocks;

    /// <summary>Unpacks image rows.</summary>
    public override void Pack(uint* x, int from, int end)
    {
        for (int row = from; row < end; row++)
        {
            int n = row / Shape.Height;
            byte* to = image + (nint)n * imageBytes + (nint)(row - n * Shape.Height + Shape.PadTop) * rowBytes + Shape.PadLeft * pixelSteps;
            uint* words = x + (nint)row * Shape.Width * PixelWords;
            if ((pixelSteps & 7) == 0) Unpack(words, Shape.Width * PixelWords, to);
            else
                for (int i = 0; i < Shape.Width; i++)
                    for (int step = 0; step < pixelSteps; step++) *to++ = (byte)((words[i * PixelWords + (step >> 3)] >> (4 * (step & 7)) & 15) * TableUnits);
        }
    }

    public override void Run(uint* x, BinaryOutput output, int from, int end, int thread)
    {
        ushort* counts = stackalloc ushort[TilePixels * TileChannels];
        byte** pixels = stackalloc byte*[TilePixels];
        int* signs = stackalloc int[TilePixels];
        for (int unit = from; unit < end; unit++)
        {
            int block = unit / tiles, pixel = (unit - block * tiles) * TilePixels, channel = block * TileChannels;
            int count = Math.Min(TilePixels, Pixels - pixel);
            (int n, int top, int left) = Window(pixel);
            int column = pixel % Shape.OutWidth;
            for (int i = 0; i < TilePixels; i++)
            {
                // Missing pixels repeat the last one.
                if (i > 0 && i < count)
                {
                    left += Shape.StrideW;
                    if (++column == Shape.OutWidth)
                    {
                        (n, top, left) = Window(pixel + i);
                        column = 0;
                    }
                }

                pixels[i] = image + (nint)n * imageBytes + (nint)(top + Shape.PadTop) * rowBytes + (left + Shape.PadLeft) * pixelSteps;
                signs[i] = Signs(top, left);
            }

            Tile(pixels, weights + block * blockBytes, counts);
            for (int i = 0; i < count; i++) output.Store(pixel + i, channel, Math.Min(TileChannels, Shape.OutChannels - channel), signs[i], counts + i * TileChannels);
        }
    }

    protected override void Free()
    {
        NativeMemory.AlignedFree(image);
        NativeMemory.AlignedFree(weights);
        image = weights = null;
    }

    private static void Unpack(uint* words, int count, byte* to)
    {
        Vector256<byte> nibble = Vector256.Create((byte)(15 * TableUnits));
        int i = 0;
        for (; i + 4 <= count; i += 4, to += 32)
        {
            Vector256<ushort> v = Avx2.ConvertToVector256Int16((byte*)(words + i)).AsUInt16();
            // Each 16-bit lane holds a byte: the low half goes to its low byte, the high half to its high byte, both times two.
            Vector256<ushort> spread = Avx2.Or(Avx2.ShiftLeftLogical(v, 1), Avx2.ShiftLeftLogical(v, 5));
            Avx.Store(to, Avx2.And(spread.AsByte(), nibble));
        }

        for (; i < count; i++)
            for (int step = 0; step < 8; step++) *to++ = (byte)((words[i] >> (4 * step) & 15) * TableUnits);
    }

    private void Tile(byte** pixels, byte* w, ushort* counts)
    {
        new Span<ushort>(counts, TilePixels * TileChannels).Clear();
        ulong* tables = Tables;
        for (int i = 0; i < pieces.Length;)
        {
            int end = groupEnds[i];
            fixed (Piece* first = &pieces[i]) w = Group(pixels, first, end - i, w, tables, counts);
            i = end;
        }
    }

    // Accumulators: four pixels a, b, c, d by two vectors of 32 channels. No calls in here, so that they stay in registers.
    private static byte* Group(byte** pixels, Piece* piece, int count, byte* w, ulong* tables, ushort* counts)
    {
        Vector256<byte> a0 = default, a1 = default, b0 = default, b1 = default, c0 = default, c1 = default, d0 = default, d1 = default;
        for (; count > 0; count--, piece++)
        {
            byte* a = pixels[0] + piece->Offset, b = pixels[1] + piece->Offset, c = pixels[2] + piece->Offset, d = pixels[3] + piece->Offset;
            nint n = piece->Steps;
            for (nint i = 0; i < n; i++)
            {
                Vector256<byte> w0 = Avx.LoadVector256(w), w1 = Avx.LoadVector256(w + 32);
                Vector256<byte> t = Avx2.BroadcastVector128ToVector256(tables + a[i]).AsByte();
                a0 = Avx2.Add(a0, Avx2.Shuffle(t, w0));
                a1 = Avx2.Add(a1, Avx2.Shuffle(t, w1));
                t = Avx2.BroadcastVector128ToVector256(tables + b[i]).AsByte();
                b0 = Avx2.Add(b0, Avx2.Shuffle(t, w0));
                b1 = Avx2.Add(b1, Avx2.Shuffle(t, w1));
                t = Avx2.BroadcastVector128ToVector256(tables + c[i]).AsByte();
                c0 = Avx2.Add(c0, Avx2.Shuffle(t, w0));
                c1 = Avx2.Add(c1, Avx2.Shuffle(t, w1));
                t = Avx2.BroadcastVector128ToVector256(tables + d[i]).AsByte();
                d0 = Avx2.Add(d0, Avx2.Shuffle(t, w0));
                d1 = Avx2.Add(d1, Avx2.Shuffle(t, w1));
                w += TileChannels;
            }
        }

        Widen(counts, a0, a1);
        Widen(counts + TileChannels, b0, b1);
        Widen(counts + 2 * TileChannels, c0, c1);
        Widen(counts + 3 * TileChannels, d0, d1);
        return w;
    }

    private static void Widen(ushort* counts, Vector256<byte> low, Vector256<byte> high)
    {
        Widen(counts, low.GetLower());
        Widen(counts + 16, low.GetUpper());
        Widen(counts + 32, high.GetLower());
        Widen(counts + 48, high.GetUpper());
    }

    private static void Widen(ushort* counts, Vector128<byte> sums)
        => Avx.Store(counts, Avx2.Add(Avx.LoadVector256(counts), Avx2.ConvertToVector256Int16(sums).AsUInt16()));

    // The steps of a window in the order of the weights: runs of neighbouring bytes, cut where byte sums would overflow.
    private static (Piece[], int[]) Pieces(in ConvolutionShape s, int rowBytes, int pixelSteps)
    {
        bool whole = s.DilationW == 1;
        int run = whole ? s.KernelW * pixelSteps : pixelSteps;
        List<Piece> pieces = [];
        List<int> starts = [0];
        int room = StepsPerSum;
        for (int kh = 0; kh < s.KernelH; kh++)
        {
            for (int kw = 0; kw < (whole ? 1 : s.KernelW); kw++)
            {
                for (int done = 0; done < run;)
                {
                    int steps = Math.Min(run - done, room);
                    pieces.Add(new Piece((nint)kh * s.DilationH * rowBytes + (nint)kw * s.DilationW * pixelSteps + done, steps));
                    done += steps;
                    room -= steps;
                    if (room > 0) continue;
                    starts.Add(pieces.Count);
                    room = StepsPerSum;
                }
            }
        }

        starts.Add(pieces.Count);
        int[] ends = new int[pieces.Count];
        for (int i = 0; i + 1 < starts.Count; i++) if (starts[i] < ends.Length) ends[starts[i]] = starts[i + 1];
        return ([.. pieces], ends);
    }

    // [block][step][channel of the block], a byte for four signs.
    private void Spread(uint* rows)
    {
        NativeMemory.Clear(weights, (nuint)(blocks * blockBytes));
        int positions = Shape.KernelH * Shape.KernelW;
        for (int channel = 0; channel < Shape.OutChannels; channel++)
        {
            byte* to = weights + channel / TileChannels * blockBytes + channel % TileChannels;
            uint* row = rows + (nint)channel * RowWords;
            for (int p = 0; p < positions; p++, row += PixelWords)
                for (int step = 0; step < pixelSteps; step++, to += TileChannels) *to = (byte)(row[step >> 3] >> (4 * (step & 7)) & 15);
        }
    }

    private readonly record struct Piece(nint Offset, nint Steps);

    private static ulong* MakeTables()
    {
        byte* tables = (byte*)NativeMemory.AlignedAlloc(17 * 16, 64);
        for (int a = 0; a < 17; a++)
            for (int w = 0; w < 16; w++) tables[a * 16 + w] = (byte)(a == 16 ? 0 : int.PopCount(a ^ w));
        return (ulong*)tables;
    }
}

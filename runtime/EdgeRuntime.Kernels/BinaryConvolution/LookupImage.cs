using System.Numerics;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.X86;

namespace EdgeRuntime.Kernels;

/// <summary>
/// The image of <see cref="BinaryLookup{TVector, TLanes}"/>, borders included: for every four signs of a pixel the place of the table of the pixel and
/// its neighbour, the one that the next output pixel sees in the same position of its window. Signs outside are zeros.
/// </summary>
internal sealed unsafe class LookupImage
{
    // Steps behind the image that the last window may read.
    private const int Slack = LookupPiece.Group;

    // A table has 16 bytes; its number is the four signs of the pixel and, above them, those of the neighbour.
    private const int FirstBit = 4;
    private const int NextBit = 8;

    private readonly ConvolutionShape shape;
    private readonly int pixelWords;
    private readonly int rowSteps;
    private readonly int paddedHeight;

    // From a row of the window to the next in the sums of odd numbers.
    private readonly nint oddRows;

    // [batch, padded row, padded column]: groups of four signs with an odd number of ones in a pixel.
    private ushort* odds;

    // [batch, padded row, output column]: the same in a row of the window.
    private ushort* oddSums;

    public LookupImage(in ConvolutionShape s)
    {
        shape = s;
        pixelWords = (s.Channels + 31) >> 5;
        PixelSteps = (s.Channels + 3) >> 2;
        rowSteps = PaddedWidth * PixelSteps;
        paddedHeight = s.Height + s.PadTop + s.PadBottom;
        Pixels = Allocate((nuint)(Rows * rowSteps + Slack));
        oddRows = (nint)s.DilationH * s.OutWidth;
        odds = Allocate((nuint)(Rows * PaddedWidth));
        oddSums = Allocate((nuint)(Rows * s.OutWidth + 1));
    }

    /// <summary>Steps of four signs that a pixel takes.</summary>
    public int PixelSteps { get; }

    /// <summary>Offsets of tables [batch, padded row, padded column, step].</summary>
    public ushort* Pixels { get; private set; }

    private int PaddedWidth => shape.Width + shape.PadLeft + shape.PadRight;

    private nint Rows => (nint)shape.Batch * paddedHeight;

    /// <summary>Bytes that the image of a layer takes.</summary>
    public static long Bytes(in ConvolutionShape s)
        => sizeof(ushort) * (long)s.Batch * (s.Height + s.PadTop + s.PadBottom) * ((long)(s.Width + s.PadLeft + s.PadRight) * ((s.Channels + 3) >> 2) + s.OutWidth);

    /// <summary>Groups of four bits with an odd number of ones.</summary>
    public static int OddNibbles(ulong word)
    {
        word ^= word >> 1;
        word ^= word >> 2;
        return BitOperations.PopCount(word & 0x1111111111111111);
    }

    /// <summary>Where rows of the padded image begin, apart by this.</summary>
    public nint RowSteps => rowSteps;

    /// <summary>Where the window of an output pixel begins.</summary>
    public nint Window(int n, int oy, int ox) => Row(n, oy) * rowSteps + (nint)ox * shape.StrideW * PixelSteps;

    /// <summary>Where the sums of an output pixel's odd numbers begin.</summary>
    public nint OddSum(int n, int oy, int ox) => Row(n, oy) * shape.OutWidth + ox;

    /// <summary>Groups of four signs with an odd number of ones in the window of an output pixel; in the high half of the result those of the next pixel.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public uint Odds(nint oddSum)
    {
        ushort* row = oddSums + oddSum;
        uint both = Unsafe.ReadUnaligned<uint>(row);
        for (int kh = 1; kh < shape.KernelH; kh++)
        {
            row += oddRows;
            both += Unsafe.ReadUnaligned<uint>(row);
        }

        return both;
    }

    /// <summary>Unpacks one row, counted over the batch.</summary>
    public void Pack(uint* x, int row)
    {
        int n = row / shape.Height;
        nint padded = (nint)n * paddedHeight + (row - n * shape.Height) + shape.PadTop;
        uint* words = x + (nint)row * shape.Width * pixelWords;
        if (PixelSteps == pixelWords * 8) Whole(words, Pixels + padded * rowSteps);
        else Partial(words, Pixels + padded * rowSteps);
        SumOdds(words, odds + padded * PaddedWidth, oddSums + padded * shape.OutWidth);
    }

    public void Free()
    {
        NativeMemory.AlignedFree(Pixels);
        NativeMemory.AlignedFree(odds);
        NativeMemory.AlignedFree(oddSums);
        Pixels = odds = oddSums = null;
    }

    private static ushort* Allocate(nuint length)
    {
        ushort* p = (ushort*)NativeMemory.AlignedAlloc(length * sizeof(ushort), 64);
        NativeMemory.Clear(p, length * sizeof(ushort));
        return p;
    }

    private nint Row(int n, int oy) => (nint)n * paddedHeight + oy * shape.StrideH;

    // All words are full: the row is one run of words, its neighbour the same run some words ahead.
    private void Whole(uint* words, ushort* to)
    {
        int length = shape.Width * pixelWords, ahead = shape.StrideW * pixelWords;
        int first = -shape.PadLeft * pixelWords, end = length + shape.PadRight * pixelWords;
        int i = first;
        for (; i < end && (i < 0 || i + ahead < 0); i++, to += 8) Spread(Word(words, i, length), Word(words, i + ahead, length), to);
        for (; i + 4 + ahead <= length; i += 4, to += 32)
        {
            Vector128<byte> pixel = Vector128.Load((byte*)(words + i)), next = Vector128.Load((byte*)(words + i + ahead));
            Vector128<ushort> low = Sse2.UnpackLow(pixel, next).AsUInt16(), high = Sse2.UnpackHigh(pixel, next).AsUInt16();
            Sse2.UnpackLow(Even(low), Odd(low)).Store(to);
            Sse2.UnpackHigh(Even(low), Odd(low)).Store(to + 8);
            Sse2.UnpackLow(Even(high), Odd(high)).Store(to + 16);
            Sse2.UnpackHigh(Even(high), Odd(high)).Store(to + 24);
        }

        for (; i < end; i++, to += 8) Spread(Word(words, i, length), Word(words, i + ahead, length), to);
    }

    private static uint Word(uint* words, int i, int length) => (uint)i < (uint)length ? words[i] : 0;

    private static void Spread(uint pixel, uint next, ushort* to)
    {
        Vector128<ushort> both = Sse2.UnpackLow(Vector128.CreateScalar(pixel).AsByte(), Vector128.CreateScalar(next).AsByte()).AsUInt16();
        Sse2.UnpackLow(Even(both), Odd(both)).Store(to);
    }

    // Of a byte of the pixel (two steps) and, above it, a byte of the neighbour: the first step.
    private static Vector128<ushort> Even(Vector128<ushort> both) => ((both & Vector128.Create((ushort)0xF)) << FirstBit) | (both & Vector128.Create((ushort)0xF00));

    // The second step.
    private static Vector128<ushort> Odd(Vector128<ushort> both) => (both & Vector128.Create((ushort)0xF0)) | ((both & Vector128.Create((ushort)0xF000)) >>> FirstBit);

    // Pixels end inside a word.
    private void Partial(uint* words, ushort* to)
    {
        for (int column = -shape.PadLeft; column < shape.Width + shape.PadRight; column++)
        {
            for (int step = 0; step < PixelSteps; step++) *to++ = (ushort)(Nibble(words, column, step) << FirstBit | Nibble(words, column + shape.StrideW, step) << NextBit);
        }
    }

    private uint Nibble(uint* words, int column, int step)
        => (uint)column < (uint)shape.Width ? words[(nint)column * pixelWords + (step >> 3)] >> (4 * (step & 7)) & 15 : 0;

    private void SumOdds(uint* words, ushort* odd, ushort* to)
    {
        for (int column = 0; column < shape.Width; column++, words += pixelWords)
        {
            int sum = 0, i = 0;
            for (; i + 2 <= pixelWords; i += 2) sum += OddNibbles(Unsafe.ReadUnaligned<ulong>(words + i));
            if (i < pixelWords) sum += OddNibbles(words[i]);
            odd[shape.PadLeft + column] = (ushort)sum;
        }

        int ox = 0;
        if (shape.StrideW == 1)
        {
            for (; ox + Vector128<ushort>.Count <= shape.OutWidth; ox += Vector128<ushort>.Count)
            {
                Vector128<ushort> sum = default;
                for (int kw = 0; kw < shape.KernelW; kw++) sum += Vector128.Load(odd + ox + kw * shape.DilationW);
                sum.Store(to + ox);
            }
        }

        for (; ox < shape.OutWidth; ox++)
        {
            int sum = 0;
            for (int kw = 0; kw < shape.KernelW; kw++) sum += odd[ox * shape.StrideW + kw * shape.DilationW];
            to[ox] = (ushort)sum;
        }
    }
}

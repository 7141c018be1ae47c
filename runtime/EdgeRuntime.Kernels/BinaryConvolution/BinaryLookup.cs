using System;
using System.Runtime.InteropServices;

namespace EdgeRuntime.Kernels;

/// <summary>
/// Binary convolution by table look-up. Four signs of one pixel and four of its neighbour choose one of 256 tables; each byte of a weight vector
/// (four signs of one output channel) chooses an entry, which holds a number for each of the two pixels: one shuffle and one addition make 8
/// products a byte. Four pixels by two vectors of channels a tile.
/// </summary>
/// <remarks>
/// For four signs a and w, popcount(a xor w) = odd(w) - odd(a) + 2 r(a, w), where odd is 1 for an odd number of ones and r is 0, 1 or 2. Tables hold
/// r, so that seven of them add up in half a byte; the odd numbers are summed apart, once a weight row and once a window.
/// </remarks>
/// <typeparam name="TVector">The vector.</typeparam>
/// <typeparam name="TLanes">Its operations.</typeparam>
internal sealed unsafe class BinaryLookup<TVector, TLanes> : BinaryConvolution
    where TVector : struct
    where TLanes : struct, IByteLanes<TVector>
{
    private const int TilePixels = 4;

    private readonly byte* tables = LookupTables.All;
    private readonly LookupImage image;
    private readonly Pair[] pairs;
    private readonly LookupPiece[] pieces;
    private readonly int[] sums;
    private readonly int tiles;
    private readonly int blocks;
    private readonly nint blockBytes;
    private byte* weights;

    // [kind of border][channel]: what differs before anything is looked up.
    private ushort* starts;

    public BinaryLookup(in ConvolutionShape shape, bool padsAreOnes, uint* rows)
        : base(shape, padsAreOnes)
    {
        image = new LookupImage(shape);
        BorderKinds kinds = new(shape, padsAreOnes);
        (pieces, sums) = LookupPiece.Of(shape, image);
        blocks = (shape.OutChannels + BlockChannels - 1) / BlockChannels;
        blockBytes = (nint)LookupPiece.Steps(pieces) * BlockChannels;
        weights = (byte*)NativeMemory.AlignedAlloc((nuint)(blocks * blockBytes), 64);
        int startLength = blocks * BlockChannels;
        pairs = Pairs(shape, image, kinds, startLength);
        tiles = (pairs.Length + 1) / 2;
        starts = (ushort*)NativeMemory.AlignedAlloc((nuint)(kinds.Count * startLength) * sizeof(ushort), 64);
        Spread(rows);
        Start(rows, kinds, startLength);
    }

    /// <summary>Channels of a tile.</summary>
    public static int BlockChannels => 2 * TLanes.Count;

    public override int PackUnits => Shape.Batch * Shape.Height;

    public override int Units => tiles * blocks;

    /// <summary>Unpacks image rows.</summary>
    public override void Pack(uint* x, int from, int end)
    {
        for (int row = from; row < end; row++) image.Pack(x, row);
    }

    public override void Run(uint* x, BinaryOutput output, int from, int end, int thread)
    {
        ushort* counts = stackalloc ushort[TilePixels * BlockChannels];
        ushort** start = stackalloc ushort*[TilePixels];
        fixed (Pair* pair = pairs)
        fixed (LookupPiece* piece = pieces)
        {
            for (int unit = from; unit < end; unit++)
            {
                int block = unit / tiles, first = (unit - block * tiles) * 2;
                // A missing second pair repeats the first.
                Pair* a = pair + first, b = pair + Math.Min(first + 1, pairs.Length - 1);
                ushort* blockStarts = starts + block * BlockChannels;
                start[0] = blockStarts + a->Start;
                start[1] = blockStarts + a->NextStart;
                start[2] = blockStarts + b->Start;
                start[3] = blockStarts + b->NextStart;
                Tile(a, b, piece, weights + block * blockBytes, start, counts);
                Store(output, a, block, counts);
                if (b > a) Store(output, b, block, counts + 2 * BlockChannels);
            }
        }
    }

    protected override void Free()
    {
        image?.Free();
        NativeMemory.AlignedFree(weights);
        NativeMemory.AlignedFree(starts);
        weights = null;
        starts = null;
    }

    private static Pair[] Pairs(in ConvolutionShape s, LookupImage image, BorderKinds kinds, int startLength)
    {
        int across = (s.OutWidth + 1) / 2, rows = s.Batch * s.OutHeight;
        Pair[] pairs = new Pair[rows * across];
        for (int row = 0, i = 0; row < rows; row++)
        {
            int n = row / s.OutHeight, oy = row - n * s.OutHeight;
            for (int ox = 0; ox < s.OutWidth; ox += 2, i++)
            {
                int next = Math.Min(ox + 1, s.OutWidth - 1), kind = kinds.Of(oy, ox), nextKind = kinds.Of(oy, next);
                pairs[i] = new Pair
                {
                    Window = image.Window(n, oy, ox),
                    OddSum = image.OddSum(n, oy, ox),
                    Pixel = row * s.OutWidth + ox,
                    HasNext = next > ox,
                    Start = kind * startLength,
                    NextStart = nextKind * startLength,
                    Signs = kinds.Signs(kind),
                    NextSigns = kinds.Signs(nextKind),
                };
            }
        }

        return pairs;
    }

    private void Tile(Pair* a, Pair* b, LookupPiece* piece, byte* w, ushort** start, ushort* counts)
    {
        ushort* windowA = image.Pixels + a->Window, windowB = image.Pixels + b->Window;
        foreach (int length in sums)
        {
            w = LookupSum<TVector, TLanes>.Add(tables, windowA, windowB, piece, length, w, start, counts);
            piece += length;
            for (int p = 0; p < TilePixels; p++) start[p] = counts + p * BlockChannels;
        }
    }

    private void Store(BinaryOutput output, Pair* pair, int block, ushort* counts)
    {
        int channel = block * BlockChannels, count = Math.Min(BlockChannels, Shape.OutChannels - channel);
        uint odds = image.Odds(pair->OddSum);
        output.Store(pair->Pixel, channel, count, pair->Signs + 2 * (ushort)odds, counts);
        if (pair->HasNext) output.Store(pair->Pixel + 1, channel, count, pair->NextSigns + 2 * (int)(odds >> 16), counts + BlockChannels);
    }

    // [block][step][byte]: four signs a byte; bytes 0, 2, 4, ... of a vector hold its first half of the channels, the others its second.
    private void Spread(uint* rows)
    {
        NativeMemory.Clear(weights, (nuint)(blocks * blockBytes));
        int steps = image.PixelSteps, half = TLanes.Count / 2;
        for (int channel = 0; channel < Shape.OutChannels; channel++)
        {
            int inVector = channel % TLanes.Count;
            byte* to = weights + channel / BlockChannels * blockBytes + channel % BlockChannels - inVector + (inVector < half ? 2 * inVector : 2 * (inVector - half) + 1);
            uint* row = rows + (nint)channel * RowWords;
            int step = 0;
            foreach (LookupPiece piece in pieces)
            {
                for (int i = 0; i < piece.Length; i++, step++, to += BlockChannels) *to = (byte)(row[step / steps * PixelWords + (step % steps >> 3)] >> (4 * (step % steps & 7)) & 15);
                for (int i = piece.Length; i < piece.Filled; i++, to += BlockChannels) *to = LookupPiece.Nothing;
            }
        }
    }

    // What differs = the odd numbers of the weights + 2 r - the odd numbers of the window, less what positions outside seem to give: their signs are zeros.
    private void Start(uint* rows, BorderKinds kinds, nint startLength)
    {
        NativeMemory.Clear(starts, (nuint)(kinds.Count * startLength) * sizeof(ushort));
        for (int kind = 0; kind < kinds.Count; kind++)
        {
            for (int channel = 0; channel < Shape.OutChannels; channel++)
            {
                uint* word = rows + (nint)channel * RowWords;
                int sum = 0;
                for (int kh = 0; kh < Shape.KernelH; kh++)
                {
                    for (int kw = 0; kw < Shape.KernelW; kw++)
                    {
                        bool inside = kinds.Contains(kind, kh, kw);
                        for (int i = 0; i < PixelWords; i++, word++) sum += LookupImage.OddNibbles(*word) - (inside ? 0 : int.PopCount((int)*word));
                    }
                }

                starts[kind * startLength + channel] = (ushort)sum;
            }
        }
    }

    // Two output pixels beside each other.
    private struct Pair
    {
        // Where the window of the first begins in the unpacked image, and where the sums of its odd numbers begin.
        public nint Window;
        public nint OddSum;

        public int Pixel;
        public bool HasNext;

        // Where what differs before anything is looked up begins, and signs inside the image.
        public int Start;
        public int NextStart;
        public int Signs;
        public int NextSigns;
    }
}

using System;
using System.Collections.Generic;

namespace EdgeRuntime.Kernels;

/// <summary>
/// An image as <see cref="SparseFloat.Rows"/> and <see cref="SparseInt8.Rows"/> read it: one padded plane a channel, split by the phases of the strides, so that a weight's inputs for all
/// output positions follow each other. Position p is output row p / Pitch, column p % Pitch; columns from OutWidth on are no outputs.
/// </summary>
public sealed unsafe class PlanarImage
{
    // Positions are computed in whole groups, which read beyond the last plane.
    private const int Slack = SparseFloat.MostPositions;

    // Cache lines that the inputs of a tile may take: the greater part of a 32 KB first-level cache.
    private const int MostLines = 384;
    private const int LineBytes = 64;

    private readonly ConvolutionShape shape;
    private readonly int elementBytes;
    private readonly int planeRows;
    private readonly int planeLength;

    /// <summary>The layout for a convolution; padding and dilation are free.</summary>
    /// <param name="shape">Its geometry.</param>
    /// <param name="elementBytes">Bytes of an element of the planes.</param>
    public PlanarImage(in ConvolutionShape shape, int elementBytes)
    {
        this.shape = shape;
        this.elementBytes = elementBytes;
        int height = ((shape.OutHeight - 1) * shape.StrideH) + ((shape.KernelH - 1) * shape.DilationH) + 1;
        int across = ((shape.OutWidth - 1) * shape.StrideW) + ((shape.KernelW - 1) * shape.DilationW) + 1;
        planeRows = (height + shape.StrideH - 1) / shape.StrideH;
        Pitch = (across + shape.StrideW - 1) / shape.StrideW;
        // Planes begin at whole lines, an odd number of them apart, so that they spread over the cache.
        int line = LineBytes / elementBytes;
        planeLength = ((((planeRows * Pitch) + line - 1) / line) | 1) * line;
    }

    /// <summary>Elements from one row of a plane to the next.</summary>
    public int Pitch { get; }

    /// <summary>Positions from the first output to the last.</summary>
    public int Positions => ((shape.OutHeight - 1) * Pitch) + shape.OutWidth;

    /// <summary>Elements of all planes.</summary>
    public long Length => ((long)shape.StrideH * shape.StrideW * shape.Channels * planeLength) + Slack;

    /// <summary>Offset of the input that weight <paramref name="k"/> of row <paramref name="channel"/> meets at position 0.</summary>
    public int Offset(int channel, int k)
    {
        int position = k / shape.GroupChannels;
        int c = (channel / shape.GroupOutChannels * shape.GroupChannels) + k - (position * shape.GroupChannels);
        int y = position / shape.KernelW * shape.DilationH, x = position % shape.KernelW * shape.DilationW;
        return Plane(y % shape.StrideH, x % shape.StrideW, c) + (y / shape.StrideH * Pitch) + (x / shape.StrideW);
    }

    /// <summary>
    /// First weights of the blocks that a row is to be cut into, so that the inputs of one block stay in the first-level cache while all output channels pass.
    /// </summary>
    /// <param name="positions">Positions of a tile.</param>
    public int[] WeightBlocks(int positions)
    {
        List<int> firsts = [0];
        HashSet<long> lines = [];
        int groups = shape.Channels / shape.GroupChannels;
        for (int k = 0; k < shape.KernelH * shape.KernelW * shape.GroupChannels; k++)
        {
            Add(k);
            if (lines.Count * groups <= MostLines || firsts[^1] == k) continue;
            firsts.Add(k);
            lines.Clear();
            Add(k);
        }

        return [.. firsts];

        void Add(int k)
        {
            long first = (long)Offset(0, k) * elementBytes;
            for (long line = first / LineBytes; line <= (first + (positions * elementBytes) - 1) / LineBytes; line++) lines.Add(line);
        }
    }

    /// <summary>Copies rows of one image [height, width, channels] into the planes; their padding is zero before and stays so.</summary>
    public void Fill(float* x, float* planes, int fromRow, int endRow)
    {
        for (int y = fromRow; y < endRow; y++)
            for (int phase = 0; phase < shape.StrideW; phase++)
                if (Run(y, phase) is (var from, var to, var count))
                    FloatBlocks.Transpose(x + from, (nint)shape.StrideW * shape.Channels, count, shape.Channels, planes + to, planeLength);
    }

    /// <summary>The same of int8, less the zero point.</summary>
    public void Fill(sbyte* x, int zeroPoint, short* planes, int fromRow, int endRow)
    {
        for (int y = fromRow; y < endRow; y++)
            for (int phase = 0; phase < shape.StrideW; phase++)
                if (Run(y, phase) is (var from, var to, var count))
                    WidenedBlocks.Transpose(x + from, zeroPoint, (nint)shape.StrideW * shape.Channels, count, shape.Channels, planes + to, planeLength);
    }

    // Pixels of an image row that belong to one phase: the first one's place in the image and in the planes, and how many; null where there are none.
    private (nint From, nint To, int Count)? Run(int y, int phase)
    {
        int padded = y + shape.PadTop, row = padded / shape.StrideH;
        int first = ((phase - shape.PadLeft) % shape.StrideW + shape.StrideW) % shape.StrideW, column = (first + shape.PadLeft) / shape.StrideW;
        int count = Math.Min((shape.Width - first + shape.StrideW - 1) / shape.StrideW, Pitch - column);
        if (row >= planeRows || count <= 0) return null;
        return ((nint)(y * shape.Width + first) * shape.Channels, Plane(padded % shape.StrideH, phase, 0) + (row * Pitch) + column, count);
    }

    private int Plane(int phaseY, int phaseX, int channel) => (((phaseY * shape.StrideW) + phaseX) * shape.Channels + channel) * planeLength;
}

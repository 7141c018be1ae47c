using System;
using System.Runtime.InteropServices;

namespace EdgeRuntime.Kernels;

/// <summary>Depthwise int8 convolution, 16 channels and two kernel positions at a time: the same values as <see cref="ConvolutionInt8"/>.</summary>
public sealed unsafe class Int8Depthwise : IDisposable
{
    private const int Lanes = 16;

    private readonly ConvolutionShape shape;
    private readonly WindowGrid grid;
    private readonly RequantisedChannels outputs;
    private readonly nint[] offsets;
    private readonly int channels;
    private short* weights;
    private short* padded;

    /// <param name="shape">Geometry; as many groups as input and output channels.</param>
    /// <param name="outputs">One a channel.</param>
    public Int8Depthwise(in ConvolutionShape shape, Requantisation[] outputs)
    {
        this.shape = shape;
        this.outputs = new RequantisedChannels(outputs, RequantisedChannels.LargestSum(shape.KernelH * shape.KernelW));
        channels = (shape.Channels + Lanes - 1) / Lanes * Lanes;
        // Channels are rounded up to whole vectors, as if there were more groups.
        ConvolutionShape wide = shape;
        wide.Channels = channels;
        grid = new WindowGrid(wide, 1);
        int positions = grid.Segments.Length;
        offsets = new nint[(positions + 1) & ~1];
        for (int p = 0; p < positions; p++) offsets[p] = grid.Segments[p].Offset;
        nuint count = (nuint)(offsets.Length * channels);
        weights = (short*)NativeMemory.AlignedAlloc(count * sizeof(short), 64);
        NativeMemory.Clear(weights, count * sizeof(short));
        padded = (short*)NativeMemory.AlignedAlloc((nuint)grid.Length * sizeof(short), 64);
        NativeMemory.Clear(padded, (nuint)grid.Length * sizeof(short));
    }

    ~Int8Depthwise() => Free();

    public const string Name = "int8_depthwise_1x16__avx2";

    /// <summary>Units of <see cref="Pad"/> and of <see cref="Run"/>: image rows, output rows.</summary>
    public int PadUnits => shape.Batch * shape.Height;

    public int Units => shape.Batch * shape.OutHeight;

    /// <summary>Puts the weights [position] of a channel in place.</summary>
    public void SetRow(int channel, ReadOnlySpan<sbyte> row)
    {
        // Within 16 channels the order is that of unpacking: 0-3, 8-11, then 4-7, 12-15.
        int lane = channel % Lanes, place = (lane & 4) * 2 + (lane & 8) / 2 + (lane & 3);
        for (int p = 0; p < row.Length; p++) weights[(nint)(p >> 1) * channels * 2 + (channel - lane + place) * 2 + (p & 1)] = row[p];
    }

    /// <summary>Widens rows of the image.</summary>
    public void Pad(sbyte* x, int zeroPoint, int from, int end)
    {
        bool plain = channels == shape.Channels;
        int runs = plain ? 1 : shape.Width, length = plain ? shape.Width * channels : shape.Channels;
        for (int row = from; row < end; row++)
            for (int i = 0; i < runs; i++)
                WidenedImage.Widen(x + ((nint)row * shape.Width + i) * shape.Channels, zeroPoint, length, padded + grid.RowAt(row) + (nint)i * channels);
    }

    /// <summary>Computes output rows, requantised.</summary>
    public void Run(sbyte* y, int from, int end)
    {
        int* sums = stackalloc int[Lanes];
        nint step = (nint)shape.StrideW * channels;
        fixed (nint* at = offsets)
        {
            for (int row = from; row < end; row++)
            {
                short* window = padded + grid.WindowRow(row);
                sbyte* to = y + (nint)row * shape.OutWidth * shape.Channels;
                for (int ox = 0; ox < shape.OutWidth; ox++, window += step, to += shape.Channels)
                {
                    for (int c = 0; c < shape.Channels; c += Lanes)
                    {
                        Int8DepthwiseAvx2.Depthwise(window + c, at, offsets.Length, weights + 2 * c, 2 * channels, sums);
                        outputs.Store(sums, c, Math.Min(Lanes, shape.Channels - c), to + c);
                    }
                }
            }
        }
    }

    public void Dispose()
    {
        Free();
        GC.SuppressFinalize(this);
    }

    private void Free()
    {
        NativeMemory.AlignedFree(weights);
        NativeMemory.AlignedFree(padded);
        weights = padded = null;
    }
}

using System;
using System.Runtime.Intrinsics;

using EdgeRuntime.Format;
using EdgeRuntime.Kernels;

namespace EdgeRuntime.Prepared;

/// <summary>
/// Int8 layer whose weights take two values, or are ternary: w = scale * digit + offset, and the sums of digits times inputs are looked up in tables of the image with its borders.
/// The share of the offset is taken from the sum of a window's inputs, that of the zero point is taken out with the bias.
/// </summary>
internal sealed unsafe class PreparedTableSums
{
    private const int InstructionsForBlock = 52;

    // Fewest weights of an output for which its window's sums are worth a visit of their own.
    private const int FewestInWindow = 256;

    // What the tables add to inputs, so that none is negative.
    private const int InputOffset = 128;

    private readonly TableSumsKernel kernel = TableSumsKernel.Best;
    private readonly ConvolutionShape shape;
    private readonly WindowGrid grid;
    private readonly RequantisedChannels requantised;
    private readonly NativeBuffer<byte> indices;
    private readonly NativeBuffer<byte> tables;
    private readonly NativeBuffer<byte> inputs;
    private readonly NativeBuffer<int> pixelSums;
    private readonly int bits;
    private readonly int scale;
    private readonly int offset;

    private PreparedTableSums(ref Frame f, in ConvolutionShape shape, int bits)
    {
        this.bits = bits;
        this.shape = shape;
        grid = new WindowGrid(shape, TableSums.Blocks(shape.Channels, bits) * BlockInputs);
        SharedWeights weights = new(ref f, bits);
        (scale, offset) = bits == 1 ? (weights.Integer(1) - weights.Integer(0), weights.Integer(0)) : (1, -1);
        indices = new NativeBuffer<byte>((long)Panels * Blocks * TableSums.BlockBytes);
        tables = new NativeBuffer<byte>(TableAt((nint)grid.Length));
        inputs = new NativeBuffer<byte>(grid.Length);
        pixelSums = new NativeBuffer<int>(grid.Length / grid.PixelStep);
        int border = InputOffset + f.Op.ZeroPoint0;
        FillBorders((byte)border);
        Requantisation[] outputs = PreparedConvolutionInt8.Outputs(ref f);
        weights.Rows(ref f, (o, row) => outputs[o].Bias -= border * Pack(o, row));
        requantised = new RequantisedChannels(outputs, RequantisedChannels.LargestSum(f.Op.Weights.RowLength));
    }

    private int BlockInputs => TableSums.BlockGroups * TableSums.Inputs(bits);

    private int Panels => (shape.OutChannels + TableSums.Rows - 1) / TableSums.Rows;

    // Of a row of weights.
    private int Blocks => shape.KernelH * shape.KernelW * (grid.PixelStep / BlockInputs);

    /// <summary>Whether a layer is computed so, or otherwise: other weights, few rows, channels that leave blocks unfilled, or machines whose products are faster.</summary>
    /// <param name="f">Frame of the layer.</param>
    /// <param name="shape">Its geometry.</param>
    /// <param name="oneVector">Whether the window is the whole image.</param>
    /// <param name="compact">Whether memory is short: tables of an image may be larger than its layer's weights.</param>
    public static bool Takes(ref Frame f, in ConvolutionShape shape, bool oneVector, bool compact)
    {
        int bits = SharedWeights.FewestBits(ref f.Op.Weights);
        if (bits != 1 && f.Op.Weights.Encoding is not (EncodingId.TernaryPlanes or EncodingId.TernaryTrits)) return false;
        if (f.Op.Weights.Rows < TableSumsKernel.Best.FewestRows(bits)) return false;
        return oneVector || (!compact && TableSumsKernel.Best.Convolves(bits) && shape.GroupChannels == shape.Channels && f.Op.Weights.RowLength >= FewestInWindow
            && shape.Channels % (TableSums.BlockGroups * TableSums.Inputs(bits)) == 0 && shape.StrideH * shape.StrideW <= shape.KernelH * shape.KernelW);
    }

    /// <summary>Memory that the prepared form takes, about.</summary>
    public static long Bytes(ref Frame f, in ConvolutionShape shape)
    {
        int bits = SharedWeights.FewestBits(ref f.Op.Weights);
        return (long)f.Op.Weights.Rows * f.Op.Weights.RowLength * bits / 8 + FloatConvolution.PaddedLength(shape) * (1 + TableSums.TableBytes / TableSums.Inputs(bits));
    }

    /// <summary>The prepared form of a layer that it <see cref="Takes"/>.</summary>
    public static ParallelOperation Create(ref Frame f, in ConvolutionShape shape, bool oneVector, Team team)
    {
        ConvolutionShape s = shape;
        if (oneVector)
        {
            s.Height = s.Width = s.KernelH = s.KernelW = s.StrideH = s.StrideW = 1;
            s.PadBottom = s.PadRight = 0;
            s.Channels = s.GroupChannels = f.Op.Weights.RowLength;
        }

        PreparedTableSums prepared = new(ref f, s, SharedWeights.FewestBits(ref f.Op.Weights));
        long cost = (long)s.Batch * s.OutHeight * s.OutWidth * prepared.Panels * prepared.Blocks * InstructionsForBlock;
        int[] units = [s.Batch * s.Height, s.Batch * s.OutHeight * prepared.Panels];
        return new ParallelOperation(team, prepared.kernel.Name, cost, units, (ref Frame f, int phase, int from, int end, int _) =>
        {
            if (phase == 0) prepared.MakeTables(f.Int8 + f.X.Offset, from, end);
            else prepared.Run(f.Int8 + f.Out.Offset, from, end);
        });
    }

    // Of rows of the image.
    private void MakeTables(sbyte* x, int from, int end)
    {
        for (int row = from; row < end; row++)
        {
            nint at = grid.RowAt(row), pixel = (nint)row * shape.Width;
            for (int i = 0; i < shape.Width; i++, pixel++)
                pixelSums.Pointer[at / grid.PixelStep + i] = Shift(x + pixel * shape.Channels, inputs.Pointer + at + (nint)i * grid.PixelStep, shape.Channels);
            kernel.Tables(inputs.Pointer + at, shape.Width * grid.PixelStep / TableSums.Inputs(bits), bits, tables.Pointer + TableAt(at));
        }
    }

    // A unit is a panel of channels in a row of output pixels.
    private void Run(sbyte* y, int from, int end)
    {
        int* sums = stackalloc int[TableSums.Rows];
        for (int unit = from; unit < end; unit++)
        {
            int row = unit / Panels, panel = unit - row * Panels, first = panel * TableSums.Rows, last = Math.Min(first + TableSums.Rows, shape.OutChannels);
            byte* weights = indices.Pointer + (nint)panel * Blocks * TableSums.BlockBytes;
            sbyte* to = y + (nint)row * shape.OutWidth * shape.OutChannels;
            nint window = grid.WindowRow(row), step = (nint)shape.StrideW * grid.PixelStep;
            for (int ox = 0; ox < shape.OutWidth; ox++, window += step, to += shape.OutChannels)
            {
                Sum(window, weights, sums);
                for (int o = first; o < last; o += RequantisedChannels.Lanes) requantised.Store(sums + o - first, o, Math.Min(RequantisedChannels.Lanes, last - o), to + o);
            }
        }
    }

    // The products of a window with a panel of rows.
    private void Sum(nint window, byte* weights, int* sums)
    {
        for (int i = 0; i < TableSums.Rows; i += Vector128<int>.Count) Vector128<int>.Zero.Store(sums + i);
        foreach (Segment segment in grid.Segments)
        {
            int blocks = (int)segment.Length / BlockInputs;
            kernel.Multiply(weights, tables.Pointer + TableAt(window + segment.Offset), blocks, sums);
            weights += (nint)blocks * TableSums.BlockBytes;
        }

        Vector128<int> all = Vector128.Create(offset * InputSum(window));
        for (int i = 0; i < TableSums.Rows; i += Vector128<int>.Count) (Vector128.Load(sums + i) * scale + all).Store(sums + i);
    }

    private int InputSum(nint window)
    {
        int* from = pixelSums.Pointer + window / grid.PixelStep;
        int sum = 0;
        for (int kh = 0; kh < shape.KernelH; kh++, from += (nint)shape.DilationH * grid.Width)
            for (int kw = 0; kw < shape.KernelW; kw++) sum += from[kw * shape.DilationW];
        return sum;
    }

    // A table of 32 bytes for 4 / bits inputs.
    private nint TableAt(nint input) => input * (TableSums.TableBytes / 4) * bits;

    private void FillBorders(byte border)
    {
        for (nint i = 0; i < (nint)grid.Length; i++) inputs.Pointer[i] = border;
        for (nint i = 0; i < (nint)grid.Length / grid.PixelStep; i++) pixelSums.Pointer[i] = border * shape.Channels;
        kernel.Tables(inputs.Pointer, (int)(grid.Length / TableSums.Inputs(bits)), bits, tables.Pointer);
    }

    // Makes the inputs of a pixel bytes and returns their sum.
    private static int Shift(sbyte* x, byte* to, int length)
    {
        Vector128<uint> sums = default;
        int i = 0, sum = 0;
        for (; i + Vector128<byte>.Count <= length; i += Vector128<byte>.Count)
        {
            Vector128<byte> u = Vector128.Load((byte*)x + i) ^ Vector128.Create((byte)InputOffset);
            u.Store(to + i);
            (Vector128<ushort> low, Vector128<ushort> high) = Vector128.Widen(u);
            (Vector128<uint> lower, Vector128<uint> upper) = Vector128.Widen(low + high);
            sums += lower + upper;
        }

        for (; i < length; i++)
        {
            to[i] = (byte)(x[i] + InputOffset);
            sum += to[i];
        }

        return sum + (int)Vector128.Sum(sums);
    }

    /// <summary>Puts a row in place and returns the sum of its weights.</summary>
    private int Pack(int o, byte[] row)
    {
        int each = TableSums.Inputs(bits), sum = 0;
        byte* panel = indices.Pointer + (nint)(o / TableSums.Rows) * Blocks * TableSums.BlockBytes + o % TableSums.Rows;
        for (int i = 0; i < row.Length; i++)
        {
            // Of ternary weights the symbol is two bits of two's complement.
            int digit = bits == 1 ? row[i] : (row[i] + 1) & 3, k = i / shape.Channels * grid.PixelStep + i % shape.Channels, group = k / each;
            panel[(nint)(group >> 1) * TableSums.Rows] |= (byte)(digit << ((group & 1) * 4 + k % each * bits));
            sum += scale * digit + offset;
        }

        return sum;
    }
}

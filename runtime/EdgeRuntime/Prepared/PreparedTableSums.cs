using System;
using System.Runtime.Intrinsics;

using EdgeRuntime.Format;
using EdgeRuntime.Kernels;

namespace EdgeRuntime.Prepared;

/// <summary>
/// Int8 layer with one output position an image whose weights take two values, or are ternary: w = scale * digit + offset, and the sums of digits times inputs are looked up.
/// The shares of the offset of inputs and of the zero point are taken out with the bias.
/// </summary>
internal sealed unsafe class PreparedTableSums
{
    private const int InstructionsForBlock = 52;

    // What the tables add to inputs, so that none is negative.
    private const int InputOffset = 128;

    private readonly TableSumsKernel kernel = TableSumsKernel.Best;
    private readonly RequantisedChannels requantised;
    private readonly NativeBuffer<byte> indices;
    private readonly NativeBuffer<byte> tables;
    private readonly NativeBuffer<byte> inputs;
    private readonly int bits;
    private readonly int blocks;
    private readonly int channels;
    private readonly int scale;
    private readonly int offset;
    private int offsetSum;

    private PreparedTableSums(ref Frame f, int bits)
    {
        this.bits = bits;
        int length = f.Op.Weights.RowLength;
        blocks = TableSums.Blocks(length, bits);
        channels = f.Op.Weights.Rows;
        SharedWeights weights = new(ref f, bits);
        (scale, offset) = bits == 1 ? (weights.Integer(1) - weights.Integer(0), weights.Integer(0)) : (1, -1);
        indices = new NativeBuffer<byte>((long)Panels * blocks * TableSums.BlockBytes);
        tables = new NativeBuffer<byte>((long)blocks * TableSums.BlockTables);
        inputs = new NativeBuffer<byte>((long)blocks * TableSums.BlockGroups * TableSums.Inputs(bits));
        Requantisation[] outputs = PreparedConvolutionInt8.Outputs(ref f);
        int shift = InputOffset + f.Op.ZeroPoint0;
        weights.Rows(ref f, (o, row) => outputs[o].Bias -= shift * Pack(o, row));
        requantised = new RequantisedChannels(outputs, RequantisedChannels.LargestSum(length));
    }

    private int Panels => (channels + TableSums.Rows - 1) / TableSums.Rows;

    /// <summary>Whether there is a prepared form: not for other weights and for few of them.</summary>
    public static bool Takes(ref Frame f)
    {
        int bits = SharedWeights.FewestBits(ref f.Op.Weights);
        if (bits != 1 && f.Op.Weights.Encoding is not (EncodingId.TernaryPlanes or EncodingId.TernaryTrits)) return false;
        return f.Op.Weights.Rows >= TableSumsKernel.Best.FewestRows(bits);
    }

    /// <summary>The prepared form, or null where there is none.</summary>
    public static ParallelOperation? Create(ref Frame f, in ConvolutionShape shape, Team team)
    {
        if (!Takes(ref f)) return null;
        int bits = SharedWeights.FewestBits(ref f.Op.Weights);
        PreparedTableSums prepared = new(ref f, bits);
        long cost = (long)shape.Batch * prepared.Panels * prepared.blocks * InstructionsForBlock;
        return new ParallelOperation(team, prepared.kernel.Name, cost, PreparedOperations.Phases(shape.Batch, 1, prepared.Panels), prepared.Run);
    }

    private void Run(ref Frame f, int phase, int from, int end, int thread)
    {
        int length = f.Op.Weights.RowLength, n = phase / 2;
        if (phase % 2 == 0)
        {
            offsetSum = offset * Shift(f.Int8 + f.X.Offset + (nint)n * length, length);
            kernel.Tables(inputs.Pointer, blocks * TableSums.BlockGroups, bits, tables.Pointer);
            return;
        }

        sbyte* y = f.Int8 + f.Out.Offset + (nint)n * channels;
        int* sums = stackalloc int[TableSums.Rows];
        for (int panel = from; panel < end; panel++)
        {
            kernel.Multiply(indices.Pointer + (nint)panel * blocks * TableSums.BlockBytes, tables.Pointer, blocks, sums);
            for (int i = 0; i < TableSums.Rows; i += Vector128<int>.Count) (Vector128.Load(sums + i) * scale + Vector128.Create(offsetSum)).Store(sums + i);
            int first = panel * TableSums.Rows, last = Math.Min(first + TableSums.Rows, channels);
            for (int o = first; o < last; o += RequantisedChannels.Lanes) requantised.Store(sums + o - first, o, Math.Min(RequantisedChannels.Lanes, last - o), y + o);
        }
    }

    /// <summary>Makes inputs bytes and returns their sum.</summary>
    private int Shift(sbyte* x, int length)
    {
        Vector128<uint> sums = default;
        int i = 0, sum = 0;
        for (; i + Vector128<byte>.Count <= length; i += Vector128<byte>.Count)
        {
            Vector128<byte> u = Vector128.Load((byte*)x + i) ^ Vector128.Create((byte)InputOffset);
            u.Store(inputs.Pointer + i);
            (Vector128<ushort> low, Vector128<ushort> high) = Vector128.Widen(u);
            (Vector128<uint> lower, Vector128<uint> upper) = Vector128.Widen(low + high);
            sums += lower + upper;
        }

        for (; i < length; i++)
        {
            inputs.Pointer[i] = (byte)(x[i] + InputOffset);
            sum += inputs.Pointer[i];
        }

        return sum + (int)Vector128.Sum(sums);
    }

    /// <summary>Puts a row in place and returns the sum of its weights.</summary>
    private int Pack(int o, byte[] row)
    {
        int each = TableSums.Inputs(bits), sum = 0;
        byte* panel = indices.Pointer + (nint)(o / TableSums.Rows) * blocks * TableSums.BlockBytes + o % TableSums.Rows;
        for (int k = 0; k < row.Length; k++)
        {
            // Of ternary weights the symbol is two bits of two's complement.
            int digit = bits == 1 ? row[k] : (row[k] + 1) & 3, group = k / each;
            panel[(nint)(group >> 1) * TableSums.Rows] |= (byte)(digit << ((group & 1) * 4 + k % each * bits));
            sum += scale * digit + offset;
        }

        return sum;
    }
}

using System;

using EdgeRuntime.Kernels;

namespace EdgeRuntime.Prepared;

/// <summary>Int8 layer with one output position an image whose weights take at most 16 values: 4-bit indices, looked up in a register. The zero point's share of a sum is taken out with the bias.</summary>
internal sealed unsafe class PreparedCodebookInt8
{
    private const int InstructionsForBlock = 12;

    private readonly ConvolutionShape shape;
    private readonly CodebookInt8Kernel kernel = CodebookInt8Kernel.Best;
    private readonly Requantisation[] outputs;
    private readonly NativeBuffer<byte> indices;
    private readonly NativeBuffer<sbyte> table = new(CodebookInt8.Entries);
    private readonly NativeBuffer<sbyte> inputs;
    private readonly int blocks;

    private PreparedCodebookInt8(ref Frame f, in ConvolutionShape shape)
    {
        this.shape = shape;
        blocks = CodebookInt8.Blocks(f.Op.Weights.RowLength);
        int rows = (shape.OutChannels + CodebookInt8.Rows - 1) / CodebookInt8.Rows * CodebookInt8.Rows;
        indices = new NativeBuffer<byte>((long)rows * Stride);
        inputs = new NativeBuffer<sbyte>(blocks * CodebookInt8.Block);
        outputs = new Requantisation[shape.OutChannels];
        SharedWeights weights = new(ref f, 4);
        weights.Integers.CopyTo(new Span<sbyte>(table.Pointer, CodebookInt8.Entries));
        for (int o = 0; o < outputs.Length; o++) Requantisations.Of(ref f, o, ref outputs[o]);
        int zeroPoint = f.Op.ZeroPoint0;
        weights.Rows(ref f, (o, row) => outputs[o].Bias -= zeroPoint * Pack(o, row));
    }

    private int Stride => blocks * CodebookInt8.BlockBytes;

    /// <summary>The prepared form, or null where a value is -128.</summary>
    public static ParallelOperation? Create(ref Frame f, in ConvolutionShape shape, Team team)
    {
        if (Array.IndexOf(new SharedWeights(ref f, 4).Integers, sbyte.MinValue) >= 0) return null;
        PreparedCodebookInt8 prepared = new(ref f, shape);
        int groups = (shape.OutChannels + CodebookInt8.Rows - 1) / CodebookInt8.Rows;
        long cost = (long)shape.Batch * groups * CodebookInt8.Rows * prepared.blocks * InstructionsForBlock;
        return new ParallelOperation(team, prepared.kernel.Name, cost, PreparedOperations.Phases(shape.Batch, 1, groups), prepared.Run);
    }

    private void Run(ref Frame f, int phase, int from, int end, int thread)
    {
        int length = f.Op.Weights.RowLength, n = phase / 2;
        if (phase % 2 == 0)
        {
            new ReadOnlySpan<sbyte>(f.Int8 + f.X.Offset + ((nint)n * length), length).CopyTo(new Span<sbyte>(inputs.Pointer, length));
            return;
        }

        sbyte* y = f.Int8 + f.Out.Offset + ((nint)n * shape.OutChannels);
        int* sums = stackalloc int[CodebookInt8.Rows];
        for (int o = from * CodebookInt8.Rows; o < end * CodebookInt8.Rows; o += CodebookInt8.Rows)
        {
            kernel.Multiply(indices.Pointer + ((nint)o * Stride), Stride, blocks, table.Pointer, inputs.Pointer, sums);
            Finish(sums, o, Math.Min(CodebookInt8.Rows, shape.OutChannels - o), y);
        }
    }

    private void Finish(int* sums, int first, int count, sbyte* y)
    {
        for (int i = 0; i < count; i++)
        {
            ref Requantisation q = ref outputs[first + i];
            int v = FixedPoint.Rescale(sums[i] + q.Bias, q.Multiplier, q.Shift) + q.ZeroPoint;
            y[first + i] = (sbyte)FixedPoint.Clamp(v, q.ClampMin, q.ClampMax);
        }
    }

    /// <summary>Puts a row in place and returns the sum of its weights.</summary>
    private int Pack(int o, byte[] row)
    {
        byte* to = indices.Pointer + ((nint)o * Stride);
        int sum = 0;
        for (int k = 0; k < row.Length; k++)
        {
            to[(k / CodebookInt8.Block * CodebookInt8.BlockBytes) + (k % CodebookInt8.BlockBytes)] |= (byte)(row[k] << (k % CodebookInt8.Block < CodebookInt8.BlockBytes ? 0 : 4));
            sum += table.Pointer[row[k]];
        }

        return sum;
    }
}

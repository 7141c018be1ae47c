using System;

using EdgeRuntime.Format;
using EdgeRuntime.Kernels;

namespace EdgeRuntime.Prepared;

/// <summary>Int8 layer with one output position an image whose weights take at most 16 values: 4-bit indices, looked up in a register. The zero point's share of a sum is taken out with the bias.</summary>
internal sealed unsafe class PreparedCodebookInt8 : PreparedOperation
{
    private readonly ConvolutionShape shape;
    private readonly CodebookInt8Kernel kernel = CodebookInt8Kernel.Best;
    private readonly Requantisation[] outputs;
    private readonly NativeBuffer<byte> indices;
    private readonly NativeBuffer<sbyte> table = new(CodebookInt8.Entries);
    private readonly NativeBuffer<sbyte> inputs;
    private readonly NativeBuffer<int> sums = new(CodebookInt8.Rows);
    private readonly int blocks;

    private PreparedCodebookInt8(ref Frame f, in ConvolutionShape shape)
    {
        this.shape = shape;
        blocks = CodebookInt8.Blocks(f.Op.Weights.RowLength);
        int rows = (shape.OutChannels + CodebookInt8.Rows - 1) / CodebookInt8.Rows * CodebookInt8.Rows;
        indices = new NativeBuffer<byte>((long)rows * Stride);
        inputs = new NativeBuffer<sbyte>(blocks * CodebookInt8.Block);
        outputs = new Requantisation[shape.OutChannels];
        SharedWeights weights = new(ref f);
        for (int i = 0; i < CodebookInt8.Entries; i++) table.Pointer[i] = (sbyte)weights.Table[i];
        byte[] row = new byte[f.Op.Weights.RowLength];
        uint* state = stackalloc uint[Constants.StateWords];
        WeightCursor w = default;
        Weights.Open(f.File, ref f.Op.Weights, state, 0, ref w);
        for (int o = 0; o < outputs.Length; o++)
        {
            weights.NextRow(ref f, ref w, row);
            Requantisations.Of(ref f, o, ref outputs[o]);
            outputs[o].Bias -= f.Op.ZeroPoint0 * Pack(o, row);
        }
    }

    public override string Name => kernel.Name;

    private int Stride => blocks * CodebookInt8.BlockBytes;

    /// <summary>The prepared form, or null where a value is -128.</summary>
    public static PreparedCodebookInt8? Create(ref Frame f, in ConvolutionShape shape) =>
        Array.IndexOf(new SharedWeights(ref f).Table, sbyte.MinValue) < 0 ? new PreparedCodebookInt8(ref f, shape) : null;

    public override void Run(ref Frame f)
    {
        int length = f.Op.Weights.RowLength;
        sbyte* x = f.Int8 + f.X.Offset, y = f.Int8 + f.Out.Offset;
        for (int n = 0; n < shape.Batch; n++, x += length, y += shape.OutChannels)
        {
            new ReadOnlySpan<sbyte>(x, length).CopyTo(new Span<sbyte>(inputs.Pointer, length));
            for (int o = 0; o < shape.OutChannels; o += CodebookInt8.Rows)
            {
                kernel.Multiply(indices.Pointer + ((nint)o * Stride), Stride, blocks, table.Pointer, inputs.Pointer, sums.Pointer);
                Finish(o, Math.Min(CodebookInt8.Rows, shape.OutChannels - o), y);
            }
        }
    }

    private void Finish(int first, int count, sbyte* y)
    {
        for (int i = 0; i < count; i++)
        {
            ref Requantisation q = ref outputs[first + i];
            int v = FixedPoint.Rescale(sums.Pointer[i] + q.Bias, q.Multiplier, q.Shift) + q.ZeroPoint;
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

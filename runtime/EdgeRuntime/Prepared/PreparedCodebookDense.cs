using System;

using EdgeRuntime.Format;
using EdgeRuntime.Kernels;

namespace EdgeRuntime.Prepared;

/// <summary>Float layer with one output position an image whose weights take at most 16 values (before scales): 4-bit indices, looked up in registers.</summary>
internal sealed unsafe class PreparedCodebookDense : PreparedOperation
{
    private readonly ConvolutionShape shape;
    private readonly CodebookDenseKernel kernel = CodebookDenseKernel.Best;
    private readonly NativeBuffer<byte> indices;
    private readonly NativeBuffer<float> table = new(CodebookDense.Entries);
    private readonly NativeBuffer<float>? scales;
    private readonly NativeBuffer<float> inputs;
    private readonly NativeBuffer<float> sums;
    private readonly float[] biases;

    private PreparedCodebookDense(ref Frame f, in ConvolutionShape shape)
    {
        this.shape = shape;
        int length = f.Op.Weights.RowLength;
        indices = new NativeBuffer<byte>((long)Panels * Pairs(length) * CodebookDense.Panel);
        inputs = new NativeBuffer<float>(2 * Pairs(length));
        sums = new NativeBuffer<float>(Panels * CodebookDense.Panel);
        biases = PreparedOperations.Biases(ref f);
        SharedWeights weights = new(ref f);
        weights.Table.CopyTo(new Span<float>(table.Pointer, CodebookDense.Entries));
        if (weights.RowScales != null)
        {
            scales = new NativeBuffer<float>(Panels * CodebookDense.Panel);
            weights.RowScales.CopyTo(new Span<float>(scales.Pointer, weights.RowScales.Length));
        }

        byte[] row = new byte[length];
        uint* state = stackalloc uint[Constants.StateWords];
        WeightCursor w = default;
        Weights.Open(f.File, ref f.Op.Weights, state, 0, ref w);
        for (int o = 0; o < shape.OutChannels; o++)
        {
            weights.NextRow(ref f, ref w, row);
            Pack(o, row);
        }
    }

    public override string Name => kernel.Name;

    private int Panels => (shape.OutChannels + CodebookDense.Panel - 1) / CodebookDense.Panel;

    public static PreparedCodebookDense Create(ref Frame f, in ConvolutionShape shape) => new(ref f, shape);

    public override void Run(ref Frame f)
    {
        int length = f.Op.Weights.RowLength;
        float* x = f.Floats + f.X.Offset, y = f.Floats + f.Out.Offset;
        for (int n = 0; n < shape.Batch; n++, x += length, y += shape.OutChannels)
        {
            new ReadOnlySpan<float>(x, length).CopyTo(new Span<float>(inputs.Pointer, length));
            kernel.Multiply(indices.Pointer, Panels, Pairs(length), table.Pointer, scales == null ? null : scales.Pointer, inputs.Pointer, sums.Pointer);
            for (int o = 0; o < shape.OutChannels; o++) y[o] = ConvolutionFloat.Activate(sums.Pointer[o] + biases[o], f.Op.Activation);
        }
    }

    private static int Pairs(int length) => (length + 1) / 2;

    private void Pack(int o, byte[] row)
    {
        byte* to = indices.Pointer + ((long)(o / CodebookDense.Panel) * Pairs(row.Length) * CodebookDense.Panel) + CodebookDense.ByteOf(o % CodebookDense.Panel);
        for (int k = 0; k < row.Length; k++) to[(long)(k >> 1) * CodebookDense.Panel] |= (byte)(row[k] << ((k & 1) * 4));
    }
}

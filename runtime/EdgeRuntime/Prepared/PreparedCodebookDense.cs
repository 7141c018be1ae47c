using System;

using EdgeRuntime.Kernels;

namespace EdgeRuntime.Prepared;

/// <summary>Float layer with one output position an image whose weights take at most 16 values (before scales): 4-bit indices, looked up in registers.</summary>
internal sealed unsafe class PreparedCodebookDense
{
    private const int InstructionsForPanel = 24;

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
        SharedWeights weights = new(ref f, 4);
        weights.Table.CopyTo(new Span<float>(table.Pointer, CodebookDense.Entries));
        if (weights.RowScales != null)
        {
            scales = new NativeBuffer<float>(Panels * CodebookDense.Panel);
            weights.RowScales.CopyTo(new Span<float>(scales.Pointer, weights.RowScales.Length));
        }

        weights.Rows(ref f, Pack);
    }

    private int Panels => (shape.OutChannels + CodebookDense.Panel - 1) / CodebookDense.Panel;

    /// <summary>The prepared form.</summary>
    public static ParallelOperation Create(ref Frame f, in ConvolutionShape shape, Team team)
    {
        long weights = (long)f.Op.Weights.Rows * f.Op.Weights.RowLength;
        PreparedCodebookDense prepared = new(ref f, shape);
        long cost = shape.Batch * weights * InstructionsForPanel / CodebookDense.Panel;
        return new ParallelOperation(team, prepared.kernel.Name, cost, PreparedOperations.Phases(shape.Batch, 1, prepared.Panels), prepared.Run);
    }

    private void Run(ref Frame f, int phase, int from, int end, int thread)
    {
        int length = f.Op.Weights.RowLength, n = phase / 2;
        if (phase % 2 == 0)
        {
            new ReadOnlySpan<float>(f.Floats + f.X.Offset + ((nint)n * length), length).CopyTo(new Span<float>(inputs.Pointer, length));
            return;
        }

        float* y = f.Floats + f.Out.Offset + ((nint)n * shape.OutChannels);
        int first = from * CodebookDense.Panel, last = Math.Min(end * CodebookDense.Panel, shape.OutChannels);
        byte* panels = indices.Pointer + ((long)first * Pairs(length));
        kernel.Multiply(panels, end - from, Pairs(length), table.Pointer, scales == null ? null : scales.Pointer + first, inputs.Pointer, sums.Pointer + first);
        for (int o = first; o < last; o++) y[o] = ConvolutionFloat.Activate(sums.Pointer[o] + biases[o], f.Op.Activation);
    }

    private static int Pairs(int length) => (length + 1) / 2;

    private void Pack(int o, byte[] row)
    {
        byte* to = indices.Pointer + ((long)(o / CodebookDense.Panel) * Pairs(row.Length) * CodebookDense.Panel) + CodebookDense.ByteOf(o % CodebookDense.Panel);
        for (int k = 0; k < row.Length; k++) to[(long)(k >> 1) * CodebookDense.Panel] |= (byte)(row[k] << ((k & 1) * 4));
    }
}

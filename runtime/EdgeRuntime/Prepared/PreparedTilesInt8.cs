using System;

using EdgeRuntime.Format;
using EdgeRuntime.Kernels;

namespace EdgeRuntime.Prepared;

/// <summary>
/// Int8 convolution or dense layer as a product of gathered patches and rows of weights, four by four. Positions outside the image hold the zero point,
/// whose share of every sum is taken out with the bias. The weights are whole bytes, or packed symbols of which four rows by 1,024 at a time are looked up, or bytes of 16 rows that
/// are decoded while the layer runs.
/// </summary>
internal sealed unsafe class PreparedTilesInt8
{
    private const int Group = 16;
    private const int Chunk = 1024;

    // Rows that are decoded together.
    private const int Panel = 16;

    private readonly ConvolutionShape shape;
    private readonly Int8GemmKernel kernel = Int8GemmKernel.Best;
    private readonly Requantisation[] outputs;
    private readonly NativeBuffer<sbyte>? weights;
    private readonly SymbolRows? symbols;
    private readonly NativeBuffer<sbyte> patches;
    private readonly int groups;
    private readonly int groupRows;
    private readonly int stride;

    private PreparedTilesInt8(ref Frame f, in ConvolutionShape shape, int threads, SharedWeights? shared, bool coded)
    {
        this.shape = shape;
        groups = shape.Channels / shape.GroupChannels;
        stride = Int8Gemm.Stride(f.Op.Weights.RowLength);
        groupRows = (shape.GroupOutChannels + Int8Gemm.Side - 1) / Int8Gemm.Side * Int8Gemm.Side;
        if (shared == null && !coded) weights = new NativeBuffer<sbyte>((long)groups * groupRows * stride);
        else if (shared != null) symbols = new SymbolRows(groups * groupRows, f.Op.Weights.RowLength, shared.Bits, shared.Integers);
        patches = new NativeBuffer<sbyte>((long)threads * Group * stride);
        outputs = new Requantisation[shape.OutChannels];
    }

    /// <summary>The prepared form, or null where tiles would be mostly empty (depthwise) or a weight is -128.</summary>
    /// <param name="f">Frame of the layer.</param>
    /// <param name="shape">Its geometry.</param>
    /// <param name="shared">The values, where the weights are to stay symbols; otherwise null.</param>
    /// <param name="team">Threads.</param>
    public static ParallelOperation? Create(ref Frame f, in ConvolutionShape shape, SharedWeights? shared, Team team)
    {
        if (shape.GroupOutChannels < Int8Gemm.Side) return null;
        PreparedTilesInt8 prepared = new(ref f, shape, team.Threads, shared, false);
        if (!prepared.Decode(ref f, shared)) return null;
        int pixels = shape.OutHeight * shape.OutWidth;
        long cost = (long)shape.Batch * pixels * shape.OutChannels * prepared.stride / Int8Gemm.Block;
        int[] units = new int[shape.Batch];
        Array.Fill(units, (pixels + Group - 1) / Group);
        string name = shared == null ? prepared.kernel.Name : $"{prepared.kernel.Name} of {PackedSymbolsKernel.Best.Name}";
        return new ParallelOperation(team, name, cost, units, prepared.Run);
    }

    /// <summary>The prepared form whose weights stay coded, or null where <see cref="Create"/> has none.</summary>
    /// <param name="f">Frame of the layer.</param>
    /// <param name="shape">Its geometry.</param>
    /// <param name="team">Threads.</param>
    public static ParallelOperation? CreateCoded(ref Frame f, in ConvolutionShape shape, Team team)
    {
        if (shape.GroupOutChannels < Int8Gemm.Side) return null;
        PreparedTilesInt8 prepared = new(ref f, shape, team.Threads, null, true);
        if (!prepared.Decode(ref f, null)) return null;
        int blocks = (shape.OutHeight * shape.OutWidth + Group - 1) / Group, panels = (shape.GroupOutChannels + Panel - 1) / Panel;
        WeightDecoder decoder = new(f.File, f.Op.Weights);
        CodedPanels<sbyte> coded = new(team, panels * prepared.groups, (long)Panel * prepared.stride)
        {
            Prepare = (ref Frame f, int _, int from, int end, int _) => { },
            Decode = (panel, to) => prepared.DecodePanel(decoder, panel, panels, to),
            Compute = (ref Frame f, int panel, sbyte* w, int from, int end, int thread) => prepared.RunPanel(ref f, panel, panels, w, from, end, thread),
        };
        return coded.Operation(prepared.kernel.Name, PreparedCodedInt8.Cost(ref f, shape), 0, shape.Batch * blocks);
    }

    private void DecodePanel(WeightDecoder decoder, int panel, int panels, sbyte* to)
    {
        if (panel == 0) decoder.Reset();
        int rows = Math.Min(Panel, shape.GroupOutChannels - panel % panels * Panel), length = shape.KernelH * shape.KernelW * shape.GroupChannels;
        for (int row = 0; row < rows; row++) decoder.Integers(to + (nint)row * stride, length);
    }

    private void RunPanel(ref Frame f, int panel, int panels, sbyte* w, int from, int end, int thread)
    {
        int outputs = shape.OutHeight * shape.OutWidth, blocks = (outputs + Group - 1) / Group, group = panel / panels, first = panel % panels * Panel;
        sbyte* patch = patches.Pointer + ((nint)thread * Group * stride);
        for (int unit = from; unit < end; unit++)
        {
            int n = unit / blocks, i = unit % blocks * Group, pixels = Math.Min(Group, outputs - i);
            sbyte* x = f.Int8 + f.X.Offset + ((nint)n * shape.Height * shape.Width * shape.Channels);
            sbyte* y = f.Int8 + f.Out.Offset + ((nint)(n * outputs + i) * shape.OutChannels);
            for (int p = 0; p < pixels; p++) Gather(x, i + p, group, (sbyte)f.Op.ZeroPoint0, patch + ((nint)p * stride));
            Multiply(patch, pixels, group, first, Math.Min(first + Panel, shape.GroupOutChannels), w, y);
        }
    }

    private void Run(ref Frame f, int phase, int from, int end, int thread)
    {
        sbyte* x = f.Int8 + f.X.Offset + ((nint)phase * shape.Height * shape.Width * shape.Channels);
        sbyte* y = f.Int8 + f.Out.Offset + ((nint)phase * shape.OutHeight * shape.OutWidth * shape.OutChannels);
        sbyte* patch = patches.Pointer + ((nint)thread * Group * stride);
        for (int i = from * Group; i < end * Group; i += Group)
        {
            int pixels = Math.Min(Group, (shape.OutHeight * shape.OutWidth) - i);
            for (int g = 0; g < groups; g++)
            {
                for (int p = 0; p < pixels; p++) Gather(x, i + p, g, (sbyte)f.Op.ZeroPoint0, patch + ((nint)p * stride));
                Multiply(patch, pixels, g, 0, shape.GroupOutChannels, weights == null ? null : weights.Pointer + ((nint)g * groupRows * stride), y + ((nint)i * shape.OutChannels));
            }
        }
    }

    // False where a weight is -128.
    private bool Decode(ref Frame f, SharedWeights? shared)
    {
        for (int i = 0; i < outputs.Length; i++) Requantisations.Of(ref f, i, ref outputs[i]);
        int zeroPoint = f.Op.ZeroPoint0;
        bool fits = true;
        sbyte[] values = new sbyte[f.Op.Weights.RowLength];
        if (shared == null)
        {
            PreparedConvolutionInt8.Decode(ref f, (channel, row) =>
            {
                if (weights != null) row.CopyTo(new Span<sbyte>(weights.Pointer + ((nint)Row(channel) * stride), row.Length));
                Check(channel, row);
            });
        }
        else
        {
            shared.Rows(ref f, (channel, row) =>
            {
                symbols!.SetRow(Row(channel), row);
                for (int k = 0; k < row.Length; k++) values[k] = shared.Integer(row[k]);
                Check(channel, values);
            });
        }

        return fits;

        int Row(int channel) => (channel / shape.GroupOutChannels * groupRows) + (channel % shape.GroupOutChannels);

        void Check(int channel, sbyte[] row)
        {
            int sum = 0;
            foreach (sbyte value in row) sum += value;
            outputs[channel].Bias -= zeroPoint * sum;
            fits &= Array.IndexOf(row, sbyte.MinValue) < 0;
        }
    }

    /// <summary>The inputs of one output position and group, in the order of the weights.</summary>
    private void Gather(sbyte* image, int position, int group, sbyte zeroPoint, sbyte* patch)
    {
        int top = (position / shape.OutWidth * shape.StrideH) - shape.PadTop, left = (position % shape.OutWidth * shape.StrideW) - shape.PadLeft;
        for (int kh = 0; kh < shape.KernelH; kh++)
        {
            int y = top + (kh * shape.DilationH);
            for (int kw = 0; kw < shape.KernelW; kw++, patch += shape.GroupChannels)
            {
                int x = left + (kw * shape.DilationW);
                Span<sbyte> to = new(patch, shape.GroupChannels);
                if (y < 0 || y >= shape.Height || x < 0 || x >= shape.Width) to.Fill(zeroPoint);
                else new ReadOnlySpan<sbyte>(image + ((nint)(y * shape.Width + x) * shape.Channels) + (group * shape.GroupChannels), shape.GroupChannels).CopyTo(to);
            }
        }
    }

    // Channels of a group; w is the row of the first, or null where the weights are symbols.
    private void Multiply(sbyte* patch, int pixels, int group, int firstChannel, int endChannel, sbyte* w, sbyte* y)
    {
        int* sums = stackalloc int[Group * Int8Gemm.Side];
        sbyte* tile = stackalloc sbyte[symbols == null ? 0 : Int8Gemm.Side * Chunk];
        for (int channel = firstChannel; channel < endChannel; channel += Int8Gemm.Side)
        {
            new Span<int>(sums, pixels * Int8Gemm.Side).Clear();
            int row = (group * groupRows) + channel;
            for (int k = 0; k < stride; k += Chunk)
            {
                int count = Math.Min(Chunk, stride - k);
                if (symbols == null) AddProducts(patch + k, pixels, w + ((nint)(channel - firstChannel) * stride) + k, stride, count, sums);
                else
                {
                    for (int i = 0; i < Int8Gemm.Side; i++) symbols.Look(row + i, k, count, tile + (i * Chunk));
                    AddProducts(patch + k, pixels, tile, Chunk, count, sums);
                }
            }

            int lanes = Math.Min(Int8Gemm.Side, endChannel - channel), first = (group * shape.GroupOutChannels) + channel;
            for (int p = 0; p < pixels; p++) Finish(sums + (p * Int8Gemm.Side), first, lanes, y + (p * shape.OutChannels));
        }
    }

    // Pixels by four rows of weights, of which count products are added.
    private void AddProducts(sbyte* patch, int pixels, sbyte* w, nint step, int count, int* sums)
    {
        int* part = stackalloc int[Int8Gemm.Side * Int8Gemm.Side];
        for (int p = 0; p < pixels;)
        {
            int done = p + Int8Gemm.Side <= pixels ? Int8Gemm.Side : 1;
            if (done > 1) kernel.Tile(patch + ((nint)p * stride), stride, w, step, count / Int8Gemm.Block, part);
            else kernel.Row(patch + ((nint)p * stride), w, step, count / Int8Gemm.Block, part);
            for (int i = 0; i < done * Int8Gemm.Side; i++) sums[(p * Int8Gemm.Side) + i] += part[i];
            p += done;
        }
    }

    private void Finish(int* s, int first, int lanes, sbyte* y)
    {
        for (int lane = 0; lane < lanes; lane++)
        {
            ref Requantisation q = ref outputs[first + lane];
            int v = FixedPoint.Rescale(s[lane] + q.Bias, q.Multiplier, q.Shift) + q.ZeroPoint;
            y[first + lane] = (sbyte)FixedPoint.Clamp(v, q.ClampMin, q.ClampMax);
        }
    }
}

using System;

using EdgeRuntime.Format;
using EdgeRuntime.Kernels;

namespace EdgeRuntime.Prepared;

/// <summary>
/// Int8 convolution or dense layer as a product of gathered patches and rows of weights, four by four. Positions outside the image hold the zero point,
/// whose share of every sum is taken out with the bias.
/// </summary>
internal sealed unsafe class PreparedTilesInt8
{
    private const int Group = 16;

    private readonly ConvolutionShape shape;
    private readonly Int8GemmKernel kernel = Int8GemmKernel.Best;
    private readonly Requantisation[] outputs;
    private readonly NativeBuffer<sbyte> weights;
    private readonly NativeBuffer<sbyte> patches;
    private readonly int groups;
    private readonly int groupStride;
    private readonly int stride;

    private PreparedTilesInt8(ref Frame f, in ConvolutionShape shape, int threads)
    {
        this.shape = shape;
        groups = shape.Channels / shape.GroupChannels;
        stride = Int8Gemm.Stride(f.Op.Weights.RowLength);
        groupStride = (shape.GroupOutChannels + Int8Gemm.Side - 1) / Int8Gemm.Side * Int8Gemm.Side * stride;
        weights = new NativeBuffer<sbyte>((long)groups * groupStride);
        patches = new NativeBuffer<sbyte>((long)threads * Group * stride);
        outputs = new Requantisation[shape.OutChannels];
    }

    /// <summary>The prepared form, or null where tiles would be mostly empty (depthwise) or a weight is -128.</summary>
    public static ParallelOperation? Create(ref Frame f, in ConvolutionShape shape, Team team)
    {
        if (shape.GroupOutChannels < Int8Gemm.Side) return null;
        PreparedTilesInt8 prepared = new(ref f, shape, team.Threads);
        if (!prepared.Decode(ref f)) return null;
        int pixels = shape.OutHeight * shape.OutWidth;
        long cost = (long)shape.Batch * pixels * shape.OutChannels * prepared.stride / Int8Gemm.Block;
        int[] units = new int[shape.Batch];
        Array.Fill(units, (pixels + Group - 1) / Group);
        return new ParallelOperation(team, prepared.kernel.Name, cost, units, prepared.Run);
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
                Multiply(patch, pixels, g, y + ((nint)i * shape.OutChannels));
            }
        }
    }

    private bool Decode(ref Frame f)
    {
        uint* state = stackalloc uint[Constants.StateWords];
        WeightCursor w = default;
        Weights.Open(f.File, ref f.Op.Weights, state, 0, ref w);
        for (int row = 0; row < shape.OutChannels; row++)
        {
            sbyte* to = weights.Pointer + ((nint)(row / shape.GroupOutChannels) * groupStride) + ((nint)(row % shape.GroupOutChannels) * stride);
            Weights.Ints(ref w, ref f.Op.Weights, to, 0, f.Op.Weights.RowLength);
            int sum = 0;
            for (int k = 0; k < f.Op.Weights.RowLength; k++)
            {
                if (to[k] == sbyte.MinValue) return false;
                sum += to[k];
            }

            Requantisations.Of(ref f, row, ref outputs[row]);
            outputs[row].Bias -= f.Op.ZeroPoint0 * sum;
        }

        return true;
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

    private void Multiply(sbyte* patch, int pixels, int group, sbyte* y)
    {
        int blocks = stride / Int8Gemm.Block;
        int* s = stackalloc int[Int8Gemm.Side * Int8Gemm.Side];
        for (int channel = 0; channel < shape.GroupOutChannels; channel += Int8Gemm.Side)
        {
            sbyte* w = weights.Pointer + ((nint)group * groupStride) + ((nint)channel * stride);
            int lanes = Math.Min(Int8Gemm.Side, shape.GroupOutChannels - channel), first = (group * shape.GroupOutChannels) + channel;
            int p = 0;
            for (; p + Int8Gemm.Side <= pixels; p += Int8Gemm.Side)
            {
                kernel.Tile(patch + ((nint)p * stride), stride, w, stride, blocks, s);
                for (int i = 0; i < Int8Gemm.Side; i++) Finish(s + (i * Int8Gemm.Side), first, lanes, y + ((p + i) * shape.OutChannels));
            }

            for (; p < pixels; p++)
            {
                kernel.Row(patch + ((nint)p * stride), w, stride, blocks, s);
                Finish(s, first, lanes, y + (p * shape.OutChannels));
            }
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

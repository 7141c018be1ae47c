using System;
using EdgeRuntime.Converter.Training.Tensors;

namespace EdgeRuntime.Converter.Training.Layers;

/// <summary>Convolution as a product of patches and weights, group by group.</summary>
/// <remarks>
/// y = patches * W^T + b; dW = dy^T * patches, db = sum of dy, dx = transpose of the gathering of (dy * W).
/// Weights [O, kh, kw, I/group]; x [N, H, W, I]; y [N, OH, OW, O].
/// </remarks>
internal sealed unsafe class ConvLayer : Layer
{
    // Patches of one block fit a second-level cache beside the weights.
    private const int PatchFloats = 32768;

    private readonly Window window;
    private readonly FusedActivation activation;
    private readonly int groups, groupIn, groupOut, depth, block;
    private readonly long packedForward, packedBackward;
    private readonly AlignedMemory packed;

    public ConvLayer(LayerPlan plan) : base(plan)
    {
        int[] weights = Required(1).Shape;
        window = new Window(Node, X, Output, weights[1], weights[2]);
        activation = FusedActivation.Of(Node);
        groups = Node.Attributes.Int("group", 1);
        (groupIn, groupOut) = (window.Channels / groups, window.OutChannels / groups);
        depth = weights[1] * weights[2] * groupIn;
        block = Math.Clamp(PatchFloats / depth, 1, window.Pixels);
        packedForward = Gemm.PackedLength(depth, groupOut);
        packedBackward = Gemm.PackedLength(groupOut, depth);
        packed = new AlignedMemory(groups * Math.Max(packedForward, packedBackward));
    }

    private bool ReadsInPlace => window.IsPointwise && groups == 1;

    public override void Forward(Pass pass)
    {
        for (int g = 0; g < groups; g++)
            Gemm.PackB(depth, groupOut, Required(1).Data + (long)g * groupOut * depth, 1, depth, packed.Pointer + g * packedForward);
        float* bias = Inputs.Length > 2 && Inputs[2] is { } b ? b.Data : null;
        Pool.For(pass.Batch, (sample, worker) =>
        {
            float* y = Output.Sample(sample);
            for (int begin = 0; begin < window.Pixels; begin += block)
            {
                int end = Math.Min(window.Pixels, begin + block);
                for (int g = 0; g < groups; g++)
                {
                    float* rows = Rows(sample, g, begin, end, ReadsInPlace ? null : Pool.Scratch(worker, (long)block * depth));
                    Gemm.Multiply(end - begin, groupOut, depth, rows, depth, 1, packed.Pointer + g * packedForward,
                        y + (long)begin * window.OutChannels + g * groupOut, window.OutChannels, false);
                }
            }

            activation.Apply(y, window.Pixels, window.OutChannels, bias);
        });
    }

    public override void Backward(Pass pass)
    {
        int weightCount = window.OutChannels * depth, outChannels = window.OutChannels;
        if (InputGradients[0] is not null)
        {
            for (int g = 0; g < groups; g++)
                Gemm.PackB(groupOut, depth, Required(1).Data + (long)g * groupOut * depth, depth, 1, packed.Pointer + g * packedBackward);
        }

        BatchTensor sums = new([weightCount + outChannels], 0);
        SumOverBatch(pass.Batch, weightCount + outChannels, sums.Data, (begin, end, own, worker) =>
        {
            float* scratch = Pool.Scratch(worker, 2L * block * depth + Gemm.PackedLength(block, depth));
            for (int sample = begin; sample < end; sample++)
            {
                activation.Back(Output.Sample(sample), OutputGradient!.Sample(sample), Output.Length);
                Elementwise.AddRows(OutputGradient.Sample(sample), window.Pixels, outChannels, own + weightCount);
                BackwardSample(sample, own, scratch);
            }
        });
        if (InputGradients[1] is { } dw) Elementwise.Copy(sums.Data, dw.Data, weightCount);
        if (InputGradients.Length > 2 && InputGradients[2] is { } db) Elementwise.Copy(sums.Data + weightCount, db.Data, outChannels);
        GC.KeepAlive(sums);
    }

    private void BackwardSample(int sample, float* weightSums, float* scratch)
    {
        float* patches = scratch, packedPatches = scratch + 2L * block * depth;
        float* dx = InputGradients[0] is { } gradient ? gradient.Sample(sample) : null;
        if (dx != null && !ReadsInPlace) Elementwise.Clear(dx, X.Length);
        for (int begin = 0; begin < window.Pixels; begin += block)
        {
            int pixels = Math.Min(window.Pixels, begin + block) - begin;
            for (int g = 0; g < groups; g++)
            {
                float* dy = OutputGradient!.Sample(sample) + (long)begin * window.OutChannels + g * groupOut;
                if (InputGradients[1] is not null)
                {
                    float* rows = Rows(sample, g, begin, begin + pixels, patches);
                    Gemm.PackB(pixels, depth, rows, depth, 1, packedPatches);
                    Gemm.Multiply(groupOut, depth, pixels, dy, 1, window.OutChannels, packedPatches, weightSums + (long)g * groupOut * depth, depth, true);
                }

                if (dx == null) continue;
                float* back = ReadsInPlace ? dx + (long)begin * depth : patches + (long)block * depth;
                Gemm.Multiply(pixels, depth, groupOut, dy, window.OutChannels, 1, packed.Pointer + g * packedBackward, back, depth, false);
                if (!ReadsInPlace) Patches.Scatter(window, back, groupIn, begin, begin + pixels, dx + g * groupIn);
            }
        }
    }

    private float* Rows(int sample, int group, int begin, int end, float* scratch)
    {
        if (ReadsInPlace) return X.Sample(sample) + (long)begin * depth;
        Patches.Gather(window, X.Sample(sample) + group * groupIn, groupIn, begin, end, scratch);
        return scratch;
    }
}

using System.Collections.Generic;
using EdgeRuntime.Converter.Training.Tensors;

namespace EdgeRuntime.Converter.Training.Layers;

/// <summary>Convolution of each channel by itself: group = channels = outputs; the loops run over the channels of a pixel.</summary>
internal sealed unsafe class DepthwiseConvLayer : Layer
{
    private readonly Window window;
    private readonly FusedActivation activation;
    private readonly int channels, taps;
    private readonly BatchTensor byTap;
    private readonly Tap[] pairs;

    public DepthwiseConvLayer(LayerPlan plan) : base(plan)
    {
        window = new Window(Node, X, Output, Required(1).Shape[1], Required(1).Shape[2]);
        activation = FusedActivation.Of(Node);
        channels = window.Channels;
        taps = window.KernelHeight * window.KernelWidth;
        byTap = new BatchTensor([taps, channels], 0);
        pairs = Pairs();
    }

    public override void Forward(Pass pass)
    {
        TransposeWeights();
        float* bias = Inputs.Length > 2 && Inputs[2] is { } b ? b.Data : null;
        Pool.For(pass.Batch, (sample, _) =>
        {
            float* x = X.Sample(sample), y = Output.Sample(sample);
            Elementwise.Clear(y, Output.Length);
            Accumulate(x, y);
            activation.Apply(y, window.Pixels, channels, bias);
        });
    }

    public override void Backward(Pass pass)
    {
        int weights = taps * channels;
        BatchTensor sums = new([weights + channels], 0);
        SumOverBatch(pass.Batch, weights + channels, sums.Data, (begin, end, own, _) =>
        {
            for (int sample = begin; sample < end; sample++)
            {
                float* x = X.Sample(sample), dy = OutputGradient!.Sample(sample);
                float* dx = InputGradients[0] is { } gradient ? gradient.Sample(sample) : null;
                activation.Back(Output.Sample(sample), dy, Output.Length);
                Elementwise.AddRows(dy, window.Pixels, channels, own + weights);
                if (dx != null) Elementwise.Clear(dx, X.Length);
                AccumulateBack(x, dy, dx, own);
            }
        });
        if (InputGradients[1] is { } dw)
        {
            for (int i = 0; i < weights; i++) dw.Data[i % channels * taps + i / channels] = sums.Data[i];
        }

        if (InputGradients.Length > 2 && InputGradients[2] is { } db) Elementwise.Copy(sums.Data + weights, db.Data, channels);
        System.GC.KeepAlive(sums);
    }

    // y += taps of x, output pixel by output pixel.
    private void Accumulate(float* x, float* y)
    {
        foreach (Tap t in pairs) Elementwise.AddProduct(x + t.Input, byTap.Data + t.Weight, y + t.Output, channels);
    }

    private void AccumulateBack(float* x, float* dy, float* dx, float* sums)
    {
        foreach (Tap t in pairs)
        {
            Elementwise.AddProduct(x + t.Input, dy + t.Output, sums + t.Weight, channels);
            if (dx != null) Elementwise.AddProduct(byTap.Data + t.Weight, dy + t.Output, dx + t.Input, channels);
        }
    }

    // Every output pixel with every input pixel under its kernel.
    private Tap[] Pairs()
    {
        List<Tap> found = [];
        for (int pixel = 0; pixel < window.Pixels; pixel++)
        {
            (int top, int bottom) = window.InsideRows(pixel / window.OutWidth);
            (int left, int right) = window.InsideColumns(pixel % window.OutWidth);
            for (int ky = top; ky < bottom; ky++)
            {
                int row = window.InputRow(pixel / window.OutWidth, ky) * window.Width;
                for (int kx = left; kx < right; kx++)
                    found.Add(new Tap((row + window.InputColumn(pixel % window.OutWidth, kx)) * channels, pixel * channels, (ky * window.KernelWidth + kx) * channels));
            }
        }

        return [.. found];
    }

    // [channels, taps] to [taps, channels].
    private void TransposeWeights()
    {
        float* from = Required(1).Data;
        for (int i = 0; i < taps * channels; i++) byTap.Data[i] = from[i % channels * taps + i / channels];
    }

    private readonly record struct Tap(int Input, int Output, int Weight);
}

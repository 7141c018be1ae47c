using EdgeRuntime.Converter.Training.Tensors;

namespace EdgeRuntime.Converter.Training.Layers;

/// <summary>Convolution of each channel by itself: group = channels = outputs; the loops run over the channels of a pixel.</summary>
internal sealed unsafe class DepthwiseConvLayer : Layer
{
    private readonly Window window;
    private readonly FusedActivation activation;
    private readonly int channels, taps;
    private readonly BatchTensor byTap;

    public DepthwiseConvLayer(LayerPlan plan) : base(plan)
    {
        window = new Window(Node, X, Output, Required(1).Shape[1], Required(1).Shape[2]);
        activation = FusedActivation.Of(Node);
        channels = window.Channels;
        taps = window.KernelHeight * window.KernelWidth;
        byTap = new BatchTensor([taps, channels], 0);
    }

    public override void Forward(Pass pass)
    {
        TransposeWeights();
        float* bias = Inputs.Length > 2 && Inputs[2] is { } b ? b.Data : null;
        Pool.For(pass.Batch, (sample, _) =>
        {
            float* x = X.Sample(sample), y = Output.Sample(sample);
            Elementwise.Clear(y, Output.Length);
            Visit((input, output, tap) => Elementwise.AddProduct(x + input, byTap.Data + tap, y + output, channels));
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
                Visit((input, output, tap) =>
                {
                    Elementwise.AddProduct(x + input, dy + output, own + tap, channels);
                    if (dx != null) Elementwise.AddProduct(byTap.Data + tap, dy + output, dx + input, channels);
                });
            }
        });
        if (InputGradients[1] is { } dw)
        {
            for (int i = 0; i < weights; i++) dw.Data[i % channels * taps + i / channels] = sums.Data[i];
        }

        if (InputGradients.Length > 2 && InputGradients[2] is { } db) Elementwise.Copy(sums.Data + weights, db.Data, channels);
        System.GC.KeepAlive(sums);
    }

    private delegate void Visitor(int input, int output, int tap);

    private void Visit(Visitor visit)
    {
        for (int oy = 0; oy < window.OutHeight; oy++)
        {
            (int top, int bottom) = window.InsideRows(oy);
            for (int ox = 0; ox < window.OutWidth; ox++)
            {
                (int left, int right) = window.InsideColumns(ox);
                for (int ky = top; ky < bottom; ky++)
                {
                    int row = window.InputRow(oy, ky) * window.Width;
                    for (int kx = left; kx < right; kx++)
                        visit((row + window.InputColumn(ox, kx)) * channels, (oy * window.OutWidth + ox) * channels, (ky * window.KernelWidth + kx) * channels);
                }
            }
        }
    }

    // [channels, taps] to [taps, channels].
    private void TransposeWeights()
    {
        float* from = Required(1).Data;
        for (int i = 0; i < taps * channels; i++) byTap.Data[i] = from[i % channels * taps + i / channels];
    }
}

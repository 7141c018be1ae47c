namespace EdgeRuntime.Converter.Training.Layers;

/// <summary>y = x * scale + shift over the last dimension, statistics folded in; dx = dy * scale, dscale = sum of dy * x, dshift = sum of dy.</summary>
internal sealed unsafe class BatchNormLayer(LayerPlan plan) : Layer(plan)
{
    private readonly int channels = plan.Output.Shape[^1];

    public override void Forward(Pass pass)
    {
        float* scale = Required(1).Data, shift = Required(2).Data;
        EachSample(pass.Batch, sample =>
        {
            float* x = X.Sample(sample), y = Output.Sample(sample);
            for (int i = 0; i < Output.Length; i += channels)
            {
                for (int c = 0; c < channels; c++) y[i + c] = x[i + c] * scale[c] + shift[c];
            }
        });
    }

    public override void Backward(Pass pass)
    {
        float* scale = Required(1).Data;
        if (InputGradients[0] is { } gradient)
        {
            EachSample(pass.Batch, sample =>
            {
                float* dx = gradient.Sample(sample), dy = OutputGradient!.Sample(sample);
                for (int i = 0; i < Output.Length; i += channels)
                {
                    for (int c = 0; c < channels; c++) dx[i + c] = dy[i + c] * scale[c];
                }
            });
        }

        if (InputGradients[1] is { } byScale) SumOverBatch(pass.Batch, channels, byScale.Data, (begin, end, sums, _) => Sum(begin, end, sums, true));
        if (InputGradients[2] is { } byShift) SumOverBatch(pass.Batch, channels, byShift.Data, (begin, end, sums, _) => Sum(begin, end, sums, false));
    }

    private void Sum(int begin, int end, float* sums, bool timesX)
    {
        for (int sample = begin; sample < end; sample++)
        {
            float* x = X.Sample(sample), dy = OutputGradient!.Sample(sample);
            for (int i = 0; i < Output.Length; i += channels)
            {
                for (int c = 0; c < channels; c++) sums[c] += timesX ? dy[i + c] * x[i + c] : dy[i + c];
            }
        }
    }
}

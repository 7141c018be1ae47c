namespace EdgeRuntime.Converter.Training.Layers;

/// <summary>Signs of weights, which an optimiser moves as real numbers; the gradient is let through where |w| is at most 1 (straight-through estimator, Courbariaux et al. 2016, 1602.02830).</summary>
internal sealed unsafe class BinariseWeightsLayer(LayerPlan plan) : Layer(plan)
{
    private const int Block = 16384;

    public override void Forward(Pass pass)
    {
        float* w = X.Data, y = Output.Data;
        Pool.Ranges(Output.Length, Block, (begin, end) =>
        {
            for (int i = begin; i < end; i++) y[i] = w[i] >= 0 ? 1 : -1;
        });
    }

    public override void Backward(Pass pass)
    {
        if (InputGradients[0] is not { } gradient) return;
        float* w = X.Data, dy = OutputGradient!.Data, dw = gradient.Data;
        Pool.Ranges(Output.Length, Block, (begin, end) =>
        {
            for (int i = begin; i < end; i++) dw[i] = w[i] >= -1 && w[i] <= 1 ? dy[i] : 0;
        });
    }
}

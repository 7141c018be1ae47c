using System;

namespace EdgeRuntime.Converter.Training.Layers;

/// <summary>y = 1 / (1 + exp(-x)).</summary>
internal sealed unsafe class SigmoidLayer(LayerPlan plan) : PointwiseLayer(plan)
{
    protected override void Map(float* x, float* y, int n)
    {
        for (int i = 0; i < n; i++) y[i] = 1 / (1 + MathF.Exp(-x[i]));
    }

    protected override void Back(float* x, float* y, float* dy, float* dx, int n)
    {
        for (int i = 0; i < n; i++) dx[i] = dy[i] * y[i] * (1 - y[i]);
    }
}

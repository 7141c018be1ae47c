using System;

namespace EdgeRuntime.Converter.Training.Layers;

/// <summary>y = tanh(x).</summary>
internal sealed unsafe class TanhLayer(LayerPlan plan) : PointwiseLayer(plan)
{
    protected override void Map(float* x, float* y, int n)
    {
        for (int i = 0; i < n; i++) y[i] = MathF.Tanh(x[i]);
    }

    protected override void Back(float* x, float* y, float* dy, float* dx, int n)
    {
        for (int i = 0; i < n; i++) dx[i] = dy[i] * (1 - y[i] * y[i]);
    }
}

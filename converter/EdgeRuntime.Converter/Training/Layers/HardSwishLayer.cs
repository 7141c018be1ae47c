using System;

namespace EdgeRuntime.Converter.Training.Layers;

/// <summary>y = x * clip(x / 6 + 1/2, 0, 1).</summary>
internal sealed unsafe class HardSwishLayer(LayerPlan plan) : PointwiseLayer(plan)
{
    protected override void Map(float* x, float* y, int n)
    {
        for (int i = 0; i < n; i++) y[i] = x[i] * Math.Clamp(x[i] / 6 + 0.5f, 0, 1);
    }

    protected override void Back(float* x, float* y, float* dy, float* dx, int n)
    {
        for (int i = 0; i < n; i++) dx[i] = x[i] <= -3 ? 0 : x[i] >= 3 ? dy[i] : dy[i] * (x[i] / 3 + 0.5f);
    }
}

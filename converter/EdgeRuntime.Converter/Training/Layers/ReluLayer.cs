using System;

namespace EdgeRuntime.Converter.Training.Layers;

/// <summary>y = max(x, 0).</summary>
internal sealed unsafe class ReluLayer(LayerPlan plan) : PointwiseLayer(plan)
{
    protected override void Map(float* x, float* y, int n)
    {
        for (int i = 0; i < n; i++) y[i] = MathF.Max(x[i], 0);
    }

    protected override void Back(float* x, float* y, float* dy, float* dx, int n)
    {
        for (int i = 0; i < n; i++) dx[i] = x[i] > 0 ? dy[i] : 0;
    }
}

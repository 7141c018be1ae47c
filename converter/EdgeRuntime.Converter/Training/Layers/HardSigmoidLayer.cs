using System;

namespace EdgeRuntime.Converter.Training.Layers;

/// <summary>y = clip(alpha * x + beta, 0, 1).</summary>
internal sealed unsafe class HardSigmoidLayer(LayerPlan plan) : PointwiseLayer(plan)
{
    private readonly float alpha = plan.Node.Attributes.Float("alpha", 0.2f);
    private readonly float beta = plan.Node.Attributes.Float("beta", 0.5f);

    protected override void Map(float* x, float* y, int n)
    {
        for (int i = 0; i < n; i++) y[i] = Math.Clamp(alpha * x[i] + beta, 0, 1);
    }

    protected override void Back(float* x, float* y, float* dy, float* dx, int n)
    {
        for (int i = 0; i < n; i++) dx[i] = y[i] > 0 && y[i] < 1 ? alpha * dy[i] : 0;
    }
}

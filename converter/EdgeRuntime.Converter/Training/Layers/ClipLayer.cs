using System;

namespace EdgeRuntime.Converter.Training.Layers;

/// <summary>y = min(max(x, low), high).</summary>
internal sealed unsafe class ClipLayer(LayerPlan plan) : PointwiseLayer(plan)
{
    private readonly float low = plan.Node.Attributes.Float("min", float.NegativeInfinity);
    private readonly float high = plan.Node.Attributes.Float("max", float.PositiveInfinity);

    protected override void Map(float* x, float* y, int n)
    {
        for (int i = 0; i < n; i++) y[i] = MathF.Min(MathF.Max(x[i], low), high);
    }

    protected override void Back(float* x, float* y, float* dy, float* dx, int n)
    {
        for (int i = 0; i < n; i++) dx[i] = x[i] > low && x[i] < high ? dy[i] : 0;
    }
}

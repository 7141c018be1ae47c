using System;

namespace EdgeRuntime.Converter.Training.Layers;

/// <summary>y = (clamp(round(x / scale) + zeroPoint, lowest, highest) - zeroPoint) * scale over the integers of so many bits; the gradient is let through where nothing is cut off (Jacob et al., 1712.05877).</summary>
internal sealed unsafe class FakeQuantiseLayer(LayerPlan plan) : PointwiseLayer(plan)
{
    private readonly float scale = plan.Node.Attributes.Float("scale", 1);
    private readonly float zero = plan.Node.Attributes.Int("zeroPoint");
    private readonly float lowest = -(1 << (plan.Node.Attributes.Int("bits", 8) - 1));
    private readonly float highest = (1 << (plan.Node.Attributes.Int("bits", 8) - 1)) - 1;

    protected override void Map(float* x, float* y, int n)
    {
        for (int i = 0; i < n; i++) y[i] = (Math.Clamp(MathF.Round(x[i] / scale, MidpointRounding.ToEven) + zero, lowest, highest) - zero) * scale;
    }

    protected override void Back(float* x, float* y, float* dy, float* dx, int n)
    {
        for (int i = 0; i < n; i++) dx[i] = x[i] / scale + zero >= lowest - 0.5f && x[i] / scale + zero <= highest + 0.5f ? dy[i] : 0;
    }
}

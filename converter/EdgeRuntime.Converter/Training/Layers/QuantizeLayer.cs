using System;

namespace EdgeRuntime.Converter.Training.Layers;

/// <summary>y = clamp(round(x / scale) + zeroPoint, -128, 127), half to even; the gradient is let through, divided by scale, where nothing is cut off.</summary>
internal sealed unsafe class QuantizeLayer(LayerPlan plan) : PointwiseLayer(plan)
{
    private readonly float scale = plan.Node.Attributes.Float("scale", 1);
    private readonly float zero = plan.Node.Attributes.Int("zeroPoint");

    protected override void Map(float* x, float* y, int n)
    {
        for (int i = 0; i < n; i++) y[i] = Math.Clamp(MathF.Round(x[i] / scale, MidpointRounding.ToEven) + zero, -128, 127);
    }

    protected override void Back(float* x, float* y, float* dy, float* dx, int n)
    {
        for (int i = 0; i < n; i++) dx[i] = x[i] / scale + zero >= -128.5f && x[i] / scale + zero <= 127.5f ? dy[i] / scale : 0;
    }
}

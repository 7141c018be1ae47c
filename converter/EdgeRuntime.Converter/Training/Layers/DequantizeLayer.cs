namespace EdgeRuntime.Converter.Training.Layers;

/// <summary>y = (x - zeroPoint) * scale.</summary>
internal sealed unsafe class DequantizeLayer(LayerPlan plan) : PointwiseLayer(plan)
{
    private readonly float scale = plan.Node.Attributes.Float("scale", 1);
    private readonly float zero = plan.Node.Attributes.Int("zeroPoint");

    protected override void Map(float* x, float* y, int n)
    {
        for (int i = 0; i < n; i++) y[i] = (x[i] - zero) * scale;
    }

    protected override void Back(float* x, float* y, float* dy, float* dx, int n)
    {
        for (int i = 0; i < n; i++) dx[i] = dy[i] * scale;
    }
}

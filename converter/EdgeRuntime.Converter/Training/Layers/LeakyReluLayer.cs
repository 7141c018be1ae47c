namespace EdgeRuntime.Converter.Training.Layers;

/// <summary>y = x, or alpha * x where x is below 0.</summary>
internal sealed unsafe class LeakyReluLayer(LayerPlan plan) : PointwiseLayer(plan)
{
    private readonly float alpha = plan.Node.Attributes.Float("alpha", 0.01f);

    protected override void Map(float* x, float* y, int n)
    {
        for (int i = 0; i < n; i++) y[i] = x[i] < 0 ? alpha * x[i] : x[i];
    }

    protected override void Back(float* x, float* y, float* dy, float* dx, int n)
    {
        for (int i = 0; i < n; i++) dx[i] = x[i] < 0 ? alpha * dy[i] : dy[i];
    }
}

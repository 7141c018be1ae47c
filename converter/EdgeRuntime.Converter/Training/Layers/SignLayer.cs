namespace EdgeRuntime.Converter.Training.Layers;

/// <summary>y = -1, 0 or 1; the gradient is let through where |x| is at most 1 (straight-through estimator, 1602.02830).</summary>
internal sealed unsafe class SignLayer(LayerPlan plan) : PointwiseLayer(plan)
{
    protected override void Map(float* x, float* y, int n)
    {
        for (int i = 0; i < n; i++) y[i] = x[i] > 0 ? 1 : x[i] < 0 ? -1 : 0;
    }

    protected override void Back(float* x, float* y, float* dy, float* dx, int n)
    {
        for (int i = 0; i < n; i++) dx[i] = x[i] >= -1 && x[i] <= 1 ? dy[i] : 0;
    }
}

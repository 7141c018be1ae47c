using EdgeRuntime.Converter.Training.Tensors;

namespace EdgeRuntime.Converter.Training.Layers;

/// <summary>y = max(x, 0).</summary>
internal sealed unsafe class ReluLayer(LayerPlan plan) : PointwiseLayer(plan)
{
    protected override void Map(float* x, float* y, int n) => Elementwise.Relu(x, y, n);

    protected override void Back(float* x, float* y, float* dy, float* dx, int n) => Elementwise.ReluBack(x, dy, dx, n);
}

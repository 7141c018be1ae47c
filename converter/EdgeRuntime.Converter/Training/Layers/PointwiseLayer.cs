namespace EdgeRuntime.Converter.Training.Layers;

/// <summary>A function of each value by itself.</summary>
internal abstract unsafe class PointwiseLayer(LayerPlan plan) : Layer(plan)
{
    public override void Forward(Pass pass) => EachSample(pass.Batch, i => Map(X.Sample(i), Output.Sample(i), Output.Length));

    public override void Backward(Pass pass)
    {
        if (InputGradients[0] is not { } dx) return;
        EachSample(pass.Batch, i => Back(X.Sample(i), Output.Sample(i), OutputGradient!.Sample(i), dx.Sample(i), Output.Length));
    }

    /// <summary>y = f(x).</summary>
    protected abstract void Map(float* x, float* y, int n);

    /// <summary>dx = dy * f'(x), given y = f(x).</summary>
    protected abstract void Back(float* x, float* y, float* dy, float* dx, int n);
}

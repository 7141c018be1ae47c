using EdgeRuntime.Converter.Training.Tensors;

namespace EdgeRuntime.Converter.Training.Layers;

/// <summary>The same values under another shape.</summary>
internal sealed unsafe class ReshapeLayer(LayerPlan plan) : Layer(plan)
{
    public override void Forward(Pass pass)
        => EachSample(pass.Batch, i => Elementwise.Copy(X.Sample(i), Output.Sample(i), Output.Length));

    public override void Backward(Pass pass)
    {
        if (InputGradients[0] is not { } dx) return;
        EachSample(pass.Batch, i => Elementwise.Copy(OutputGradient!.Sample(i), dx.Sample(i), Output.Length));
    }
}

using EdgeRuntime.Converter.Training.Tensors;

namespace EdgeRuntime.Converter.Training.Layers;

/// <summary>In training each value is 0 with probability rate, otherwise divided by 1 - rate (Srivastava et al. 2014).</summary>
internal sealed unsafe class DropoutLayer : Layer
{
    private readonly float rate;

    public DropoutLayer(LayerPlan plan) : base(plan)
    {
        rate = Node.Attributes.Float("rate", 0.5f);
        if (!(rate >= 0 && rate < 1)) throw Refuse($"its rate is {rate}; it must be at least 0 and below 1");
    }

    public override void Forward(Pass pass) => EachSample(pass.Batch, sample => Apply(pass, sample, X.Sample(sample), Output.Sample(sample)));

    public override void Backward(Pass pass)
    {
        if (InputGradients[0] is not { } dx) return;
        EachSample(pass.Batch, sample => Apply(pass, sample, OutputGradient!.Sample(sample), dx.Sample(sample)));
    }

    private void Apply(Pass pass, int sample, float* from, float* to)
    {
        if (!pass.Training)
        {
            Elementwise.Copy(from, to, Output.Length);
            return;
        }

        CounterRandom random = CounterRandom.Derive(pass.Key, (ulong)Index, (ulong)sample);
        float keep = 1 / (1 - rate);
        for (int i = 0; i < Output.Length; i++) to[i] = random.UniformAt((ulong)i) < rate ? 0 : from[i] * keep;
    }
}

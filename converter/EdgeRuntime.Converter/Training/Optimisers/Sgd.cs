using System.Numerics;

namespace EdgeRuntime.Converter.Training.Optimisers;

/// <summary>Stochastic gradient descent with momentum: v = momentum * v + g; w -= rate * v, or with Nesterov's look-ahead w -= rate * (g + momentum * v) (Sutskever et al. 2013).</summary>
public sealed unsafe class Sgd : Optimiser
{
    private readonly float momentum;
    private readonly bool nesterov;

    public Sgd(double momentum = 0.9, bool nesterov = false)
    {
        if (!(momentum >= 0 && momentum < 1)) throw new ConversionException($"the momentum is {momentum}; it must be at least 0 and below 1");
        this.momentum = (float)momentum;
        this.nesterov = nesterov;
    }

    public override string Name => nesterov ? "nesterov" : "sgd";

    public override double UsualRate => 0.02;

    protected override int Slots => 1;

    protected override void Update(float* w, float* g, float* first, float* second, int n, double rate)
    {
        float step = (float)rate;
        int i = 0;
        for (; i <= n - Vector<float>.Count; i += Vector<float>.Count)
        {
            Vector<float> gradient = Vector.Load(g + i), v = Vector.Load(first + i) * momentum + gradient;
            v.Store(first + i);
            (Vector.Load(w + i) - (nesterov ? gradient + v * momentum : v) * step).Store(w + i);
        }

        for (; i < n; i++)
        {
            float v = first[i] = first[i] * momentum + g[i];
            w[i] -= (nesterov ? g[i] + v * momentum : v) * step;
        }
    }
}

using System;
using System.Numerics;

namespace EdgeRuntime.Converter.Training.Optimisers;

/// <summary>Adam: m and s are running means of g and g^2, corrected for their start at zero; w -= rate * m / (sqrt(s) + epsilon) (Kingma and Ba 2015, 1412.6980).</summary>
public sealed unsafe class Adam(double beta1 = 0.9, double beta2 = 0.999, double epsilon = 1e-8) : Optimiser
{
    public override string Name => "adam";

    public override double UsualRate => 0.001;

    protected override int Slots => 2;

    protected override void Update(float* w, float* g, float* first, float* second, int n, double rate)
    {
        float b1 = (float)beta1, b2 = (float)beta2, e = (float)epsilon;
        float correction = (float)(1 / Math.Sqrt(1 - Math.Pow(beta2, Steps))), step = (float)(rate / (1 - Math.Pow(beta1, Steps)));
        int i = 0;
        for (; i <= n - Vector<float>.Count; i += Vector<float>.Count)
        {
            Vector<float> gradient = Vector.Load(g + i);
            Vector<float> m = Vector.Load(first + i) * b1 + gradient * (1 - b1), s = Vector.Load(second + i) * b2 + gradient * gradient * (1 - b2);
            m.Store(first + i);
            s.Store(second + i);
            (Vector.Load(w + i) - m * step / (Vector.SquareRoot(s) * correction + new Vector<float>(e))).Store(w + i);
        }

        for (; i < n; i++)
        {
            float m = first[i] = first[i] * b1 + g[i] * (1 - b1), s = second[i] = second[i] * b2 + g[i] * g[i] * (1 - b2);
            w[i] -= m * step / (MathF.Sqrt(s) * correction + e);
        }
    }
}

using System;
using System.Linq;

namespace EdgeRuntime.Converter.Training.Losses;

/// <summary>Sum of losses, each times its weight.</summary>
public sealed unsafe class WeightedSum(params (double Weight, Loss Loss)[] terms) : Loss
{
    public override string Name => string.Join(" + ", terms.Select(t => FormattableString.Invariant($"{t.Weight:0.###} {t.Loss.Name}")));

    public override bool NeedsTeacher => terms.Any(t => t.Loss.NeedsTeacher);

    public override double Sample(float* logits, int label, float* teacher, int classes, float* gradient)
    {
        float* own = stackalloc float[classes];
        if (gradient != null) new Span<float>(gradient, classes).Clear();
        double loss = 0;
        foreach ((double weight, Loss term) in terms)
        {
            loss += weight * term.Sample(logits, label, teacher, classes, gradient == null ? null : own);
            for (int c = 0; gradient != null && c < classes; c++) gradient[c] += (float)(weight * own[c]);
        }

        return loss;
    }
}

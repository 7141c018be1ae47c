using System;

namespace EdgeRuntime.Converter.Training.Losses;

/// <summary>-sum of t * log softmax(logits), where t is 1 - smoothing at the label plus smoothing / classes everywhere (Szegedy et al., 1512.00567). A sample without a label counts nothing.</summary>
public sealed unsafe class CrossEntropy : Loss
{
    private readonly double smoothing;

    /// <param name="smoothing">Label smoothing, 0 to below 1.</param>
    public CrossEntropy(double smoothing = 0)
    {
        if (!(smoothing >= 0 && smoothing < 1)) throw new ConversionException($"the label smoothing is {smoothing}; it must be at least 0 and below 1");
        this.smoothing = smoothing;
    }

    public override string Name => "cross-entropy";

    public override double Sample(float* logits, int label, float* teacher, int classes, float* gradient)
    {
        if (label < 0)
        {
            if (gradient != null) new Span<float>(gradient, classes).Clear();
            return 0;
        }

        double* p = stackalloc double[classes];
        double log = Softmax(logits, classes, 1, p, out double largest), loss = 0;
        for (int c = 0; c < classes; c++)
        {
            double target = smoothing / classes + (c == label ? 1 - smoothing : 0);
            if (target > 0) loss += target * (log - (logits[c] - largest));
            if (gradient != null) gradient[c] = (float)(p[c] - target);
        }

        return loss;
    }
}

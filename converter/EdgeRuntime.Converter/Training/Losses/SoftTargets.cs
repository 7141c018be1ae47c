
namespace EdgeRuntime.Converter.Training.Losses;

/// <summary>Distillation with softened outputs: T^2 times the cross-entropy of softmax(logits / T) against softmax(teacher / T) (Hinton, Vinyals, Dean 2015, 1503.02531).</summary>
public sealed unsafe class SoftTargets : Loss
{
    private readonly double temperature;

    /// <param name="temperature">T, above 0.</param>
    public SoftTargets(double temperature = 4)
    {
        if (!(temperature > 0 && double.IsFinite(temperature))) throw new ConversionException($"the temperature is {temperature}; it must be above 0");
        this.temperature = temperature;
    }

    public override string Name => "soft-targets";

    public override bool NeedsTeacher => true;

    public override double Sample(float* logits, int label, float* teacher, int classes, float* gradient)
    {
        double* p = stackalloc double[classes], q = stackalloc double[classes];
        double log = Softmax(logits, classes, temperature, p, out double largest), loss = 0;
        Softmax(teacher, classes, temperature, q, out _);
        for (int c = 0; c < classes; c++)
        {
            loss += q[c] * (log - (logits[c] - largest) / temperature);
            if (gradient != null) gradient[c] = (float)(temperature * (p[c] - q[c]));
        }

        return temperature * temperature * loss;
    }
}

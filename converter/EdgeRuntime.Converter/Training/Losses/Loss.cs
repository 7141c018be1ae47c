namespace EdgeRuntime.Converter.Training.Losses;

/// <summary>What training makes small: a value for one sample and its gradient by the logits.</summary>
public abstract unsafe class Loss
{
    /// <summary>Name in settings and reports.</summary>
    public abstract string Name { get; }

    /// <summary>Whether <see cref="Sample"/> reads the teacher's logits.</summary>
    public virtual bool NeedsTeacher => false;

    /// <summary>The loss of one sample.</summary>
    /// <param name="logits">[classes].</param>
    /// <param name="label">Class, or -1 when it is not known.</param>
    /// <param name="teacher">The teacher's logits [classes], or null.</param>
    /// <param name="classes">Number of classes.</param>
    /// <param name="gradient">Receives d loss / d logits; null when only the value is wanted.</param>
    public abstract double Sample(float* logits, int label, float* teacher, int classes, float* gradient);

    /// <summary>probabilities = softmax(logits / temperature); returns log of the sum of exp((logit - largest) / temperature).</summary>
    protected static double Softmax(float* logits, int classes, double temperature, double* probabilities, out double largest)
    {
        largest = logits[0];
        for (int c = 1; c < classes; c++) largest = logits[c] > largest ? logits[c] : largest;
        double sum = 0;
        for (int c = 0; c < classes; c++) sum += probabilities[c] = System.Math.Exp((logits[c] - largest) / temperature);
        for (int c = 0; c < classes; c++) probabilities[c] /= sum;
        return System.Math.Log(sum);
    }
}

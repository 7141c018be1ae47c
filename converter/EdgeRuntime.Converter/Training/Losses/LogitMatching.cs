namespace EdgeRuntime.Converter.Training.Losses;

/// <summary>Distillation on logits: half the mean of (logit - teacher's logit)^2 (Ba and Caruana 2014, 1312.6184).</summary>
public sealed unsafe class LogitMatching : Loss
{
    public override string Name => "logits";

    public override bool NeedsTeacher => true;

    public override double Sample(float* logits, int label, float* teacher, int classes, float* gradient)
    {
        double loss = 0;
        for (int c = 0; c < classes; c++)
        {
            double difference = (double)logits[c] - teacher[c];
            loss += difference * difference / (2 * classes);
            if (gradient != null) gradient[c] = (float)(difference / classes);
        }

        return loss;
    }
}

using System;

namespace EdgeRuntime.Converter.Training.Layers;

/// <summary>y = x / s^beta with s = bias + alpha / size * sum of squares of the channels around (Krizhevsky et al. 2012).</summary>
/// <remarks>dx[c] = dy[c] * s[c]^-beta - 2 alpha beta / size * x[c] * sum over the k whose window holds c of dy[k] * x[k] * s[k]^(-beta-1).</remarks>
internal sealed unsafe class LrnLayer(LayerPlan plan) : Layer(plan)
{
    private readonly int size = plan.Node.Attributes.Int("size"), channels = plan.Output.Shape[^1];
    private readonly double alpha = plan.Node.Attributes.Float("alpha", 1e-4f), beta = plan.Node.Attributes.Float("beta", 0.75f);
    private readonly double bias = plan.Node.Attributes.Float("bias", 1);

    public override void Forward(Pass pass) => EachSample(pass.Batch, sample =>
    {
        for (int at = 0; at < Output.Length; at += channels)
        {
            float* x = X.Sample(sample) + at, y = Output.Sample(sample) + at;
            for (int c = 0; c < channels; c++) y[c] = (float)(x[c] * Math.Pow(Scale(x, c), -beta));
        }
    });

    public override void Backward(Pass pass)
    {
        if (InputGradients[0] is not { } gradient) return;
        EachSample(pass.Batch, sample =>
        {
            double[] scale = new double[channels];
            for (int at = 0; at < Output.Length; at += channels)
            {
                float* x = X.Sample(sample) + at, dy = OutputGradient!.Sample(sample) + at, dx = gradient.Sample(sample) + at;
                for (int c = 0; c < channels; c++) scale[c] = Scale(x, c);
                for (int c = 0; c < channels; c++) dx[c] = (float)Slope(x, dy, scale, c);
            }
        });
    }

    // Channel k's window is k - (size - 1) / 2 to k + size / 2.
    private double Slope(float* x, float* dy, double[] scale, int c)
    {
        double sum = 0;
        for (int k = Math.Max(0, c - size / 2); k <= Math.Min(channels - 1L, c + (size - 1L) / 2); k++)
            sum += dy[k] * x[k] * Math.Pow(scale[k], -beta - 1);
        return dy[c] * Math.Pow(scale[c], -beta) - 2 * alpha * beta / size * x[c] * sum;
    }

    private double Scale(float* x, int c)
    {
        double squares = 0;
        for (int k = Math.Max(0, c - (size - 1) / 2); k <= Math.Min(channels - 1L, c + (long)size / 2); k++) squares += (double)x[k] * x[k];
        return bias + alpha / size * squares;
    }
}

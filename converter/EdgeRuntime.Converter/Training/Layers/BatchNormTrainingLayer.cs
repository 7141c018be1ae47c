using System;
using EdgeRuntime.Converter.Training.Tensors;

namespace EdgeRuntime.Converter.Training.Layers;

/// <summary>Batch normalisation with the statistics of the batch in training and the running ones otherwise (Ioffe and Szegedy 2015, 1502.03167).</summary>
/// <remarks>
/// z = (x - mean) / sqrt(variance + epsilon), y = z * scale + shift, over the last dimension;
/// dx = scale / sqrt(variance + epsilon) * (dy - mean of dy - z * mean of dy * z). The running variance is the unbiased one.
/// </remarks>
internal sealed unsafe class BatchNormTrainingLayer : Layer
{
    private readonly int channels;
    private readonly float epsilon, momentum;
    private readonly BatchTensor sums, mean, inverse, factor, offset;

    public BatchNormTrainingLayer(LayerPlan plan) : base(plan)
    {
        channels = Output.Shape[^1];
        epsilon = Node.Attributes.Float("epsilon", 1e-5f);
        momentum = Node.Attributes.Float("momentum", 0.1f);
        sums = new BatchTensor([2 * channels], 0);
        mean = new BatchTensor([channels], 0);
        inverse = new BatchTensor([channels], 0);
        factor = new BatchTensor([channels], 0);
        offset = new BatchTensor([channels], 0);
    }

    public override void Forward(Pass pass)
    {
        float* scale = Required(1).Data, shift = Required(2).Data, m = mean.Data, r = inverse.Data;
        if (pass.Training) Statistics(pass.Batch);
        else
        {
            for (int c = 0; c < channels; c++)
            {
                m[c] = Required(3).Data[c];
                r[c] = 1 / MathF.Sqrt(Required(4).Data[c] + epsilon);
            }
        }

        for (int c = 0; c < channels; c++)
        {
            factor.Data[c] = r[c] * scale[c];
            offset.Data[c] = shift[c] - m[c] * r[c] * scale[c];
        }

        EachSample(pass.Batch, sample => Elementwise.ScaleRows(X.Sample(sample), factor.Data, offset.Data, Output.Sample(sample), Output.Length / channels, channels));
    }

    public override void Backward(Pass pass)
    {
        if (!pass.Training) throw Refuse("the backward pass needs a forward pass in training mode");
        float* s = sums.Data, m = mean.Data, r = inverse.Data;
        SumOverBatch(pass.Batch, 2 * channels, s, (begin, end, own, _) =>
        {
            for (int sample = begin; sample < end; sample++)
                Elementwise.AddRowProducts(X.Sample(sample), OutputGradient!.Sample(sample), m, Output.Length / channels, channels, own);
        });

        // s holds the sums of dy, then those of dy * (x - mean).
        double count = (double)pass.Batch * Output.Length / channels;
        for (int c = 0; c < channels; c++)
        {
            if (InputGradients[1] is { } byScale) byScale.Data[c] = s[channels + c] * r[c];
            if (InputGradients[2] is { } byShift) byShift.Data[c] = s[c];
        }

        if (InputGradients[0] is not { } gradient) return;
        BackThroughStatistics(count);
        EachSample(pass.Batch, sample =>
        {
            float* x = X.Sample(sample), dy = OutputGradient!.Sample(sample), dx = gradient.Sample(sample);
            Elementwise.CombineRows(x, dy, s, factor.Data, offset.Data, dx, Output.Length / channels, channels);
        });
    }

    // dx = factor * dy + s * x + offset, with s reused for the coefficient of x.
    private void BackThroughStatistics(double count)
    {
        float* scale = Required(1).Data, s = sums.Data, m = mean.Data, r = inverse.Data;
        for (int c = 0; c < channels; c++)
        {
            double meanDy = s[c] / count, slope = s[channels + c] / count * r[c] * r[c], gain = (double)scale[c] * r[c];
            s[c] = (float)(-gain * slope);
            factor.Data[c] = (float)gain;
            offset.Data[c] = (float)(gain * (slope * m[c] - meanDy));
        }
    }

    private void Statistics(int batch)
    {
        float* m = mean.Data, r = inverse.Data, s = sums.Data;
        int rows = Output.Length / channels;
        double count = (double)batch * rows;
        SumOverBatch(batch, channels, m, (begin, end, own, _) =>
        {
            for (int sample = begin; sample < end; sample++) Elementwise.AddRows(X.Sample(sample), rows, channels, own);
        });
        Elementwise.Scale(m, (float)(1 / count), m, channels);
        SumOverBatch(batch, channels, s, (begin, end, own, _) =>
        {
            for (int sample = begin; sample < end; sample++) Elementwise.AddRowSquares(X.Sample(sample), m, rows, channels, own);
        });
        float* runningMean = Required(3).Data, runningVariance = Required(4).Data;
        for (int c = 0; c < channels; c++)
        {
            float variance = (float)(s[c] / count);
            r[c] = 1 / MathF.Sqrt(variance + epsilon);
            float unbiased = count > 1 ? (float)(s[c] / (count - 1)) : variance;
            runningMean[c] += momentum * (m[c] - runningMean[c]);
            runningVariance[c] += momentum * (unbiased - runningVariance[c]);
        }
    }
}

using System;
using EdgeRuntime.Converter.Graph;
using EdgeRuntime.Converter.Training.Losses;
using EdgeRuntime.Converter.Training.Tensors;

namespace EdgeRuntime.Converter.Training;

/// <summary>Loss and accuracy of a network in fp32.</summary>
public static unsafe class FloatAccuracy
{
    private const int Batch = 100;

    /// <summary>Part of the samples that <paramref name="graph"/> classifies rightly.</summary>
    public static double Of(ModelGraph graph, SampleSet data, int threads = 0)
    {
        using WorkerPool pool = new(threads);
        int[] all = new int[data.Count];
        for (int i = 0; i < all.Length; i++) all[i] = i;
        return Run(new TrainingNetwork(graph, Batch, pool, false), data, all).Accuracy;
    }

    /// <summary>Mean cross-entropy and accuracy on chosen samples.</summary>
    internal static (double Loss, double Accuracy) Run(TrainingNetwork network, SampleSet data, int[] samples)
    {
        CrossEntropy entropy = new();
        int[] labels = new int[network.Capacity];
        double loss = 0;
        int right = 0;
        for (int begin = 0; begin < samples.Length; begin += network.Capacity)
        {
            int count = Math.Min(network.Capacity, samples.Length - begin);
            BatchFeed.Fill(data, samples.AsSpan(begin, count), network.Input, labels);
            network.Forward(count);
            for (int i = 0; i < count; i++)
            {
                float* logits = network.Output.Sample(i);
                loss += entropy.Sample(logits, labels[i], null, network.Output.Length, null);
                if (Largest(logits, network.Output.Length) == labels[i]) right++;
            }

        }

        return samples.Length == 0 ? (0, 0) : (loss / samples.Length, (double)right / samples.Length);
    }

    /// <summary>Index of the largest value, the first of equals.</summary>
    internal static int Largest(float* values, int count)
    {
        int best = 0;
        for (int i = 1; i < count; i++)
        {
            if (values[i] > values[best]) best = i;
        }

        return best;
    }
}

using System;
using System.Linq;
using EdgeRuntime.Converter.Graph;
using EdgeRuntime.Converter.Training;
using EdgeRuntime.Converter.Training.Tensors;

namespace EdgeRuntime.Converter.Tests.Training;

/// <summary>Compares the gradients of a graph by its input and by every parameter with central differences of f = sum of r * output, r random and fixed.</summary>
internal static unsafe class GradientCheck
{
    private const int Batch = 3;
    private const double Epsilon = 1e-3;

    /// <summary>Largest difference between gradient and central difference, relative to the larger of 1 and the steepest gradient of that tensor.</summary>
    /// <param name="graph">Network with one input.</param>
    /// <param name="reach">The inputs are -reach to reach, all different and evenly spaced, in random order: no value lies within epsilon of a kink at 0 or of another value.</param>
    /// <param name="dropConnect">Rate of DropConnect.</param>
    public static (double Worst, string Where) Run(ModelGraph graph, float reach = 2, double dropConnect = 0)
    {
        using WorkerPool pool = new(2);
        TrainingNetwork network = new(graph, Batch, pool, inputGradient: true) { DropConnect = dropConnect };
        Spread(network.Input.Span(Batch), reach);
        CounterRandom random = CounterRandom.Derive(7);
        float[] factors = new float[Batch * network.Output.Length];
        for (int i = 0; i < factors.Length; i++) factors[i] = random.Normal();
        network.Forward(Batch, true, 5);
        factors.CopyTo(network.OutputGradient!.Span(Batch));
        network.Backward();
        (double Worst, string Where) result = Compare(network, factors, "input", network.Input.Span(Batch), network.InputGradient!.Span(Batch).ToArray());
        foreach (Parameter parameter in network.Parameters.Where(p => p.Trained))
        {
            // The gradients of the other parameters are still those of the first backward pass.
            (double Worst, string Where) one = Compare(network, factors, parameter.Name, parameter.Values, parameter.Gradient.ToArray());
            if (!(one.Worst <= result.Worst)) result = one;
        }

        return result;
    }

    private static void Spread(Span<float> values, float reach)
    {
        int[] order = [.. Enumerable.Range(0, values.Length)];
        CounterRandom.Derive(3).Shuffle(order);
        for (int i = 0; i < values.Length; i++) values[i] = reach * (2 * (order[i] + 0.37f) / values.Length - 1);
    }

    private static (double Worst, string Where) Compare(TrainingNetwork network, float[] factors, string name, Span<float> values, float[] gradient)
    {
        double scale = Math.Max(1, gradient.Max(g => Math.Abs((double)g)));
        (double Worst, string Where) result = (0, "");
        for (int i = 0; i < gradient.Length; i++)
        {
            float w = values[i], up = (float)(w + Epsilon), down = (float)(w - Epsilon);
            values[i] = up;
            double high = Value(network, factors);
            values[i] = down;
            double difference = (high - Value(network, factors)) / ((double)up - down);
            values[i] = w;
            double error = Math.Abs(difference - gradient[i]) / scale;
            if (!(error <= result.Worst)) result = (error, $"{name}[{i}]: gradient {gradient[i]}, difference {difference}");
        }

        return result;
    }

    private static double Value(TrainingNetwork network, float[] factors)
    {
        network.Forward(Batch, true, 5);
        ReadOnlySpan<float> y = network.Output.Span(Batch);
        double sum = 0;
        for (int i = 0; i < factors.Length; i++) sum += (double)factors[i] * y[i];
        return sum;
    }
}

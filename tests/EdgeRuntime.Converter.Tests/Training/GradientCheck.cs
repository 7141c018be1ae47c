using System;
using System.Linq;
using EdgeRuntime.Converter.Graph;
using EdgeRuntime.Converter.Training;
using EdgeRuntime.Converter.Training.Tensors;

namespace EdgeRuntime.Converter.Tests.Training;

/// <summary>Compares the gradients of a graph with central differences of f = sum of r * output, r random and fixed.</summary>
internal static unsafe class GradientCheck
{
    private const int Batch = 3;

    /// <summary>Largest difference between gradient and central difference, relative to the larger of 1 and the steepest gradient of that tensor, over everything trained.</summary>
    public static (double Worst, string Where) Run(ModelGraph graph, Func<CounterRandom, float>? draw = null, double epsilon = 2e-3)
    {
        using WorkerPool pool = new(2);
        TrainingNetwork network = new(graph, Batch, pool);
        CounterRandom random = CounterRandom.Derive(7);
        Span<float> input = network.Input.Span(Batch);
        for (int i = 0; i < input.Length; i++)
            input[i] = draw is null ? random.Normal() : draw(CounterRandom.Derive(9, (ulong)i));
        float[] factors = new float[Batch * network.Output.Length];
        for (int i = 0; i < factors.Length; i++) factors[i] = random.Normal();
        network.Forward(Batch, true, 5);
        factors.CopyTo(network.OutputGradient!.Span(Batch));
        network.Backward();
        (double Worst, string Where) result = (0, "");
        foreach (Parameter parameter in network.Parameters.Where(p => p.Trained))
        {
            float[] gradient = parameter.Gradient.ToArray();
            double scale = Math.Max(1, gradient.Max(g => Math.Abs((double)g)));
            for (int i = 0; i < parameter.Count; i++)
            {
                float w = parameter.Values[i], up = (float)(w + epsilon), down = (float)(w - epsilon);
                parameter.Values[i] = up;
                double high = Value(network, factors);
                parameter.Values[i] = down;
                double difference = (high - Value(network, factors)) / ((double)up - down);
                parameter.Values[i] = w;
                double error = Math.Abs(difference - gradient[i]) / scale;
                if (!(error <= result.Worst)) result = (error, $"{parameter.Name}[{i}]: gradient {gradient[i]}, difference {difference}");
            }
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

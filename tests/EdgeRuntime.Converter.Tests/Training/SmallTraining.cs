using System;
using System.Linq;
using EdgeRuntime.Converter.Graph;
using EdgeRuntime.Converter.Imaging;
using EdgeRuntime.Converter.Training;
using EdgeRuntime.Converter.Training.Architectures;
using EdgeRuntime.Converter.Training.Tensors;

namespace EdgeRuntime.Converter.Tests.Training;

/// <summary>A training that takes a moment: pictures of 16 x 16 pixels with a bright bar, whose direction is the class.</summary>
internal static class SmallTraining
{
    public const int Side = 16;

    public static readonly NetworkInput Input = new() { Height = Side, Width = Side, Channels = 1, Scale = 1f / 255 };

    public static SampleSet Data(int count = 256, bool labelled = true)
    {
        float[] pixels = new float[count * Side * Side];
        int[] labels = new int[count];
        for (int i = 0; i < count; i++)
        {
            CounterRandom random = CounterRandom.Derive(21, (ulong)i);
            int kind = random.Below(3), at = 3 + random.Below(Side - 6);
            labels[i] = labelled ? kind : -1;
            Span<float> picture = pixels.AsSpan(i * Side * Side, Side * Side);
            for (int p = 0; p < picture.Length; p++)
            {
                int y = p / Side, x = p % Side;
                bool bar = kind switch { 0 => y == at, 1 => x == at, _ => (x + y) % Side == at };
                picture[p] = MathF.Round(random.Uniform(0, 60)) + (bar ? 150 : 0);
            }
        }

        return SampleSet.Of(Input, pixels, labels, 3);
    }

    public static ModelGraph Network(string name = "lenet5", ulong seed = 1)
        => Architecture.Named(name).Build(new ArchitectureSettings { Height = Side, Width = Side, Channels = 1, Classes = 3, Seed = seed });

    public static TrainRequest Request(ModelGraph graph) => new() { Graph = graph, Data = Data(), Epochs = 3, Batch = 24, Rate = 0.02, Threads = 1 };

    /// <summary>Every parameter of the graph, one after the other.</summary>
    public static float[] Values(ModelGraph graph)
        => [.. graph.Nodes.SelectMany(n => n.Inputs).OfType<Value>().Where(v => v.Constant is not null).SelectMany(v => v.Constant!.Floats)];
}

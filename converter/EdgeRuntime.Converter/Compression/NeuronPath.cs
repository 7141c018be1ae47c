using System;
using System.Collections.Generic;
using System.Linq;
using EdgeRuntime.Converter.Graph;

namespace EdgeRuntime.Converter.Compression;

/// <summary>The way from the outputs of one layer to the one layer that reads them, through operations that keep channels apart.</summary>
/// <remarks>Channel c of C channels is element i of a reader's row for all i with i mod C = c, in a convolution and behind a flattening alike.</remarks>
internal sealed class NeuronPath
{
    private static readonly string[] ZeroStaysZero = [Op.Relu, Op.LeakyRelu, Op.Tanh, Op.HardSwish, Op.MaxPool, Op.AveragePool, Op.Reshape];

    private readonly List<Node> between;
    private readonly int channels;

    private NeuronPath(CompressionLayer producer, List<Node> between, CompressionLayer consumer)
        => (Producer, this.between, Consumer, channels) = (producer, between, consumer, producer.Weights.Rows);

    public CompressionLayer Producer { get; }

    public CompressionLayer Consumer { get; }

    /// <summary>The path from <paramref name="producer"/>, or null when its channels cannot be removed.</summary>
    public static NeuronPath? From(ModelGraph graph, IReadOnlyList<CompressionLayer> layers, CompressionLayer producer)
    {
        if (!Single(producer)) return null;
        List<Node> between = [];
        Value value = producer.Nodes[0].Outputs[0];
        while (!graph.Outputs.Contains(value))
        {
            Node[] readers = [.. graph.Nodes.Where(n => n.Inputs.Contains(value))];
            if (readers.Length != 1 || readers[0].Inputs.Count(v => v == value) != 1) return null;
            Node reader = readers[0];
            if (layers.FirstOrDefault(l => l.Nodes.Contains(reader)) is { } consumer)
                return Single(consumer) && consumer.Weights.RowLength % producer.Weights.Rows == 0 ? new NeuronPath(producer, between, consumer) : null;
            if (!ZeroStaysZero.Contains(reader.Op) || reader.Op == Op.Reshape && !IsFlattening(reader)) return null;
            between.Add(reader);
            value = reader.Outputs[0];
        }

        return null;
    }

    /// <summary>What a neuron that reads nothing but its bias sends to the reader, or null when that is not one value.</summary>
    public float? Constant(float bias)
    {
        float value = Activated(bias, Producer.Nodes[0].Attributes.Text("activation"));
        foreach (Node node in between)
        {
            if (node.Op == Op.Relu) value = Math.Max(0, value);
            else if (value != 0 && node.Op is not (Op.MaxPool or Op.Reshape)) return null;
        }

        return value;
    }

    /// <summary>Adds to <paramref name="moved"/> what the reader's rows make of <paramref name="constant"/> on <paramref name="channel"/>; false when they cannot take it.</summary>
    public bool Move(float constant, int channel, float[] moved)
    {
        if (constant == 0) return true;
        Node reader = Consumer.Nodes[0];
        bool padded = reader.Op == Op.Conv && reader.Attributes.Ints("pads", []).Any(p => p != 0);
        if (padded || Consumer.Weights.HalfBias || reader.Inputs.ElementAtOrDefault(2)?.Constant is null) return false;
        int length = Consumer.Weights.RowLength;
        for (int row = 0; row < moved.Length; row++)
        {
            for (int i = channel; i < length; i += channels) moved[row] += Consumer.Weights.Values[row * length + i] * constant;
        }

        return true;
    }

    /// <summary>Takes away the channels that do not stay and adds <paramref name="moved"/> to the reader's biases.</summary>
    public void Keep(bool[] stays, float[] moved)
    {
        int kept = stays.Count(s => s);
        Producer.Select(Enumerable.Range(0, channels).Where(c => stays[c]).ToArray(), null);
        Consumer.Select(null, Enumerable.Range(0, Consumer.Weights.RowLength).Where(i => stays[i % channels]).ToArray(), kept);
        Node reader = Consumer.Nodes[0];
        if (reader.Inputs.ElementAtOrDefault(2) is { Constant: { } bias } value)
            reader.Inputs[2] = Value.Of(value.Name, TensorData.Of(bias.Shape, [.. bias.Floats.Zip(moved, (a, b) => a + b)]));
        Resize(Producer.Nodes[0].Outputs[0], kept);
        foreach (Node node in between) Resize(node.Outputs[0], kept);
    }

    private void Resize(Value value, int kept) => value.Shape = [.. value.Shape[..^1], value.Shape[^1] / channels * kept];

    private static bool Single(CompressionLayer layer) => layer.Nodes.Count == 1 && layer.Nodes[0].Attributes.Int("group", 1) == 1;

    // [1, ..., C] to [1, N], or without any change of order.
    private static bool IsFlattening(Node node) => node.Outputs[0].Shape is [1, _] && node.Inputs[0]!.Shape[0] == 1;

    private static float Activated(float value, string activation) => activation switch
    {
        "relu" => Math.Max(0, value),
        "relu6" => Math.Clamp(value, 0, 6),
        _ => value,
    };
}

using System.Collections.Generic;
using System.Linq;

namespace EdgeRuntime.Converter.Graph;

/// <summary>The way from a value to the signs that binary layers read: scales and shifts, limits, max pooling, flattening, and the comparison with 0.</summary>
/// <param name="Source">What is compared in the end.</param>
/// <param name="Nodes">The nodes between, the last one a <see cref="Op.Binarise"/>; nothing else reads what they compute.</param>
/// <param name="FromLayer">The layer of signs whose dot products are compared; null when <paramref name="Source"/> is something else.</param>
public sealed record SignChain(Value Source, IReadOnlyList<Node> Nodes, Node? FromLayer)
{
    /// <summary>The signs.</summary>
    public Value Signs => Nodes[^1].Outputs[0];

    /// <summary>Channels that are compared, each in its own way.</summary>
    public int Channels => Source.Shape[^1];

    /// <summary>What the nodes up to <paramref name="end"/>, not including it, make of a value, with the arithmetic of the engine.</summary>
    public float Of(float x, int channel, int end)
    {
        for (int i = 0; i < end; i++)
        {
            Node n = Nodes[i];
            switch (n.Op)
            {
                case Op.BatchNorm: x = x * n.Inputs[1]!.Constant!.Floats[channel] + n.Inputs[2]!.Constant!.Floats[channel]; break;
                case Op.Relu: x = x > 0f ? x : 0f; break;
                case Op.Clip: x = x < n.Attributes.Float("min", float.MinValue) ? n.Attributes.Float("min") : x > n.Attributes.Float("max", float.MaxValue) ? n.Attributes.Float("max") : x; break;
            }
        }

        return x;
    }

    /// <summary>Whether the sign of a value is -1.</summary>
    public bool IsMinus(float x, int channel) => Of(x, channel, Nodes.Count) < 0f;

    /// <summary>Whether nothing on the way overflows from <paramref name="low"/> to <paramref name="high"/>: then the comparison is monotone in between.</summary>
    public bool IsFinite(float low, float high, int channel)
        => Enumerable.Range(0, Nodes.Count + 1).All(end => float.IsFinite(Of(low, channel, end)) && float.IsFinite(Of(high, channel, end)));

    /// <summary>Whether what follows node <paramref name="index"/> turns the order of a channel's values round.</summary>
    public bool Reverses(int index, int channel)
        => Nodes.Skip(index + 1).Count(n => n.Op == Op.BatchNorm && n.Inputs[1]!.Constant!.Floats[channel] < 0f) % 2 != 0;
}

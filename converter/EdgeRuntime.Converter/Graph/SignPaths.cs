using System;
using System.Collections.Generic;
using System.Linq;

using EdgeRuntime.Converter.Compression;

namespace EdgeRuntime.Converter.Graph;

/// <summary>Where a graph computes on signs: which activations are packed to bits, which layers read them, and what they are compared from.</summary>
public sealed class SignPaths
{
    private const int WordBits = 32;

    private readonly ModelGraph graph;
    private readonly Dictionary<Value, Node> writers;
    private readonly ILookup<Value, Node> readers;
    private readonly HashSet<Value> packed = [];

    public SignPaths(ModelGraph graph)
    {
        this.graph = graph;
        writers = graph.Nodes.SelectMany(n => n.Outputs, (n, v) => (v, n)).ToDictionary(p => p.v, p => p.n);
        readers = graph.Nodes.SelectMany(n => n.Inputs.OfType<Value>().Distinct(), (n, v) => (v, n)).ToLookup(p => p.v, p => p.n);
        Node[] binarise = [.. graph.Nodes.Where(n => n.Op == Op.Binarise && Packs(n.Outputs[0]))];
        foreach (Node node in binarise)
        {
            packed.Add(node.Outputs[0]);
            foreach (Node reader in readers[node.Outputs[0]].Where(r => r.Op == Op.Reshape)) packed.Add(reader.Outputs[0]);
        }

        Chains = [.. binarise.Select(Chain)];
    }

    /// <summary>One for each comparison whose result is packed to bits.</summary>
    public IReadOnlyList<SignChain> Chains { get; }

    /// <summary>Whether <paramref name="signs"/> is packed to bits.</summary>
    public bool IsPacked(Value signs) => packed.Contains(signs);

    /// <summary>Whether a layer reads bits.</summary>
    public bool ReadsSigns(Node layer) => layer.Op is Op.Conv or Op.Dense && IsPacked(layer.Inputs[0]!);

    /// <summary>The node that computes <paramref name="value"/>, or null.</summary>
    public Node? Writer(Value value) => writers.GetValueOrDefault(value);

    /// <summary>Whether one node reads <paramref name="value"/> and the graph does not return it.</summary>
    public bool HasSingleUse(Value value) => readers[value].Take(2).Count() == 1 && !graph.Outputs.Contains(value);

    // Every reader is a binary layer, perhaps behind a flattening.
    private bool Packs(Value signs) => OnlyReadBy(signs, r => IsBinaryLayer(r) || (IsFlattening(r) && OnlyReadBy(r.Outputs[0], IsBinaryLayer)));

    private bool OnlyReadBy(Value value, Func<Node, bool> kind) => !graph.Outputs.Contains(value) && readers[value].Any() && readers[value].All(kind);

    private static bool IsBinaryLayer(Node node)
        => node.Op is Op.Conv or Op.Dense && node.Weights?.Form is WeightForm.Binary or WeightForm.Ternary && node.Attributes.Int("group", 1) == 1;

    // [N, H, W, C] to [N, H * W * C] where a pixel's channels fill at least half of their words.
    private static bool IsFlattening(Node node)
    {
        if (node.Op != Op.Reshape) return false;
        int[] from = node.Inputs[0]!.Shape, to = node.Outputs[0].Shape;
        return from.Length == 4 && to.Length == 2 && from[0] == to[0] && 2 * from[3] >= (from[3] + WordBits - 1) / WordBits * WordBits;
    }

    private SignChain Chain(Node binarise)
    {
        List<Node> nodes = [binarise];
        Value source = binarise.Inputs[0]!;
        while (Writer(source) is { Op: Op.BatchNorm or Op.Relu or Op.Clip or Op.MaxPool or Op.Reshape } node && HasSingleUse(source))
        {
            nodes.Insert(0, node);
            source = node.Inputs[0]!;
        }

        Node? layer = Writer(source);
        if (layer is not null && ReadsSigns(layer) && HasSingleUse(source) && nodes.TrueForAll(n => WorksOnBits(n, source.Shape[^1])))
            return new SignChain(source, nodes, layer);

        // Other operations can work on int8: what stands before the last of them is not part of the comparison.
        int kept = nodes.FindLastIndex(n => n.Op is Op.MaxPool or Op.Reshape) + 1;
        return new SignChain(nodes[kept].Inputs[0]!, nodes[kept..], null);
    }

    /// <summary>Whether a node can change places with the comparison: one scale a channel of the layer, a flattening, pooling with a position in each window.</summary>
    private static bool WorksOnBits(Node node, int channels) => node.Op switch
    {
        Op.BatchNorm => node.Inputs[1]!.Constant!.Count == channels,
        Op.Reshape => IsFlattening(node),
        Op.MaxPool => node.Attributes.Ints("pads", [0, 0, 0, 0]).Select((p, i) => p < node.Attributes.Ints("kernel")[i % 2]).All(inside => inside),
        _ => true,
    };
}

using System.Collections.Generic;
using System.Linq;
using EdgeRuntime.Converter.Graph;

namespace EdgeRuntime.Converter.Compression;

/// <summary>The part of a graph that runs in int8, and the groups of activations that share one quantisation.</summary>
public sealed class Int8Region
{
    private readonly HashSet<Node> nodes;
    private readonly HashSet<Node> comparisons = [];
    private readonly Dictionary<Value, Value> parents = [];
    private readonly SignPaths signs;

    /// <summary>
    /// Grows the region from <paramref name="layers"/> and from the comparisons that give the signs for binary layers: a node that can run in int8 joins when one
    /// of its inputs comes from the region, or when all its readers are in it. Layers of bits write int8 unless only signs become of their results.
    /// </summary>
    public Int8Region(ModelGraph graph, IEnumerable<Node> layers)
    {
        signs = new SignPaths(graph);
        HashSet<Node> compared = [.. signs.Chains.Select(c => c.FromLayer).OfType<Node>()];
        nodes = [.. layers.Where(n => Int8Operators.CanRun(n) && (signs.ReadsSigns(n) ? !compared.Contains(n) : !ReadsFloatSigns(n)))];
        HashSet<Node> inside = [];
        foreach (SignChain chain in signs.Chains.Where(c => c.FromLayer is null && nodes.Count > 0 && CanBeInt8(graph, c.Source)))
        {
            comparisons.Add(chain.Nodes[0]);
            nodes.Add(chain.Nodes[0]);
            inside.UnionWith(chain.Nodes);
        }

        Dictionary<Value, Node> writers = graph.Nodes.SelectMany(n => n.Outputs, (n, v) => (v, n)).ToDictionary(p => p.v, p => p.n);
        ILookup<Value, Node> readers = graph.Nodes.SelectMany(Int8Operators.DataInputs, (n, v) => (v, n)).ToLookup(p => p.v, p => p.n);
        bool grown = nodes.Count > 0;
        while (grown)
        {
            grown = false;
            foreach (Node node in graph.Nodes.Where(n => n.Op is not (Op.Conv or Op.Dense) && !nodes.Contains(n) && !inside.Contains(n) && !signs.IsPacked(n.Outputs[0]) && Int8Operators.CanRun(n)))
            {
                bool fed = Int8Operators.DataInputs(node).Any(v => writers.TryGetValue(v, out Node? w) && nodes.Contains(w) && WritesInt8(w));
                bool feeds = !Int8Operators.WritesFloat(node) && node.Outputs.All(v => readers[v].Any() && readers[v].All(nodes.Contains));
                if (fed || feeds) grown |= nodes.Add(node);
            }
        }
        Nodes = [.. graph.Nodes.Where(nodes.Contains)];
        foreach (Node node in Nodes) Join(node);
    }

    /// <summary>Nodes of the region in execution order.</summary>
    public IReadOnlyList<Node> Nodes { get; }

    /// <summary>The activations of the region in a fixed order.</summary>
    public IEnumerable<Value> Values => Nodes.SelectMany(Touched).Distinct();

    /// <summary>The value that stands for all those that share the quantisation of <paramref name="value"/>.</summary>
    public Value Group(Value value)
    {
        while (parents.TryGetValue(value, out Value? parent)) value = parent;
        return value;
    }

    private IEnumerable<Value> Touched(Node node)
    {
        IEnumerable<Value> read = signs.ReadsSigns(node) ? [] : Int8Operators.DataInputs(node);
        return WritesInt8(node) ? read.Concat(node.Outputs) : read;
    }

    private bool WritesInt8(Node node) => !Int8Operators.WritesFloat(node) && !comparisons.Contains(node);

    /// <summary>Signs that are not packed to bits stay floats, and so do the layers that read them.</summary>
    private bool ReadsFloatSigns(Node node) => node.Inputs.Count > 0 && signs.Writer(node.Inputs[0]!) is { Op: Op.Sign or Op.Binarise };

    /// <summary>Whether a value is, or is copied from, an input or the result of a node that can write int8.</summary>
    private bool CanBeInt8(ModelGraph graph, Value value)
    {
        if (signs.Writer(value) is not { } writer) return graph.Inputs.Contains(value);
        if (!Int8Operators.CanRun(writer) || Int8Operators.WritesFloat(writer)) return false;
        return !Int8Operators.KeepsQuantization(writer) || CanBeInt8(graph, writer.Inputs[0]!);
    }

    private void Join(Node node)
    {
        if (!Int8Operators.KeepsQuantization(node) || comparisons.Contains(node)) return;
        foreach (Value value in Touched(node))
        {
            Value a = Group(value), b = Group(node.Outputs[0]);
            if (!ReferenceEquals(a, b)) parents[b] = a;
        }
    }
}

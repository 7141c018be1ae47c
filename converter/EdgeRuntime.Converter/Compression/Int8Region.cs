using System.Collections.Generic;
using System.Linq;
using EdgeRuntime.Converter.Graph;

namespace EdgeRuntime.Converter.Compression;

/// <summary>The part of a graph that runs in int8, and the groups of activations that share one quantisation.</summary>
public sealed class Int8Region
{
    private readonly HashSet<Node> nodes;
    private readonly Dictionary<Value, Value> parents = [];

    /// <summary>
    /// Grows the region from <paramref name="layers"/>: a node that can run in int8 joins when one of its inputs comes from the region,
    /// or when all its readers are in it.
    /// </summary>
    public Int8Region(ModelGraph graph, IEnumerable<Node> layers)
    {
        nodes = [.. layers.Where(n => Int8Operators.CanRun(n) && !ReadsSigns(graph, n))];
        Dictionary<Value, Node> writers = graph.Nodes.SelectMany(n => n.Outputs, (n, v) => (v, n)).ToDictionary(p => p.v, p => p.n);
        ILookup<Value, Node> readers = graph.Nodes.SelectMany(Int8Operators.DataInputs, (n, v) => (v, n)).ToLookup(p => p.v, p => p.n);
        bool grown = nodes.Count > 0;
        while (grown)
        {
            grown = false;
            foreach (Node node in graph.Nodes.Where(n => n.Op is not (Op.Conv or Op.Dense) && !nodes.Contains(n) && Int8Operators.CanRun(n)))
            {
                bool fed = Int8Operators.DataInputs(node).Any(v => writers.TryGetValue(v, out Node? w) && nodes.Contains(w) && !Int8Operators.WritesFloat(w));
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

    private static IEnumerable<Value> Touched(Node node)
        => Int8Operators.WritesFloat(node) ? Int8Operators.DataInputs(node) : Int8Operators.DataInputs(node).Concat(node.Outputs);

    /// <summary>Binarised layers have a path of their own.</summary>
    private static bool ReadsSigns(ModelGraph graph, Node node)
        => graph.Nodes.Any(w => w.Op is Op.Sign or Op.Binarise && w.Outputs.Any(v => node.Inputs.Count > 0 && ReferenceEquals(v, node.Inputs[0])));

    private void Join(Node node)
    {
        if (!Int8Operators.KeepsQuantization(node)) return;
        foreach (Value value in Touched(node))
        {
            Value a = Group(value), b = Group(node.Outputs[0]);
            if (!ReferenceEquals(a, b)) parents[b] = a;
        }
    }
}

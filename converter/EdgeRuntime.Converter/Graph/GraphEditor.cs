using System.Collections.Generic;
using System.Linq;

namespace EdgeRuntime.Converter.Graph;

/// <summary>Changes a graph in place while knowing who produces and who reads each value; <see cref="Commit"/> removes what was taken out.</summary>
public sealed class GraphEditor
{
    private readonly ModelGraph graph;
    private readonly Dictionary<Value, Node> producers = [];
    private readonly Dictionary<Value, List<Node>> consumers = [];
    private readonly HashSet<Node> removed = [];
    private readonly HashSet<Value> outputs;

    public GraphEditor(ModelGraph graph)
    {
        this.graph = graph;
        outputs = [.. graph.Outputs];
        foreach (Node node in graph.Nodes)
        {
            producers[node.Outputs[0]] = node;
            foreach (Value? v in node.Inputs)
                if (v is not null) Readers(v).Add(node);
        }
    }

    /// <summary>Nodes still in the graph, in order.</summary>
    public IEnumerable<Node> Nodes => graph.Nodes.Where(n => !removed.Contains(n));

    /// <summary>The node that computes <paramref name="value"/>, or null for inputs and constants.</summary>
    public Node? Producer(Value? value) => value is null ? null : producers.GetValueOrDefault(value);

    /// <summary>Nodes that read <paramref name="value"/>, once per operand.</summary>
    public IReadOnlyList<Node> Consumers(Value value) => Readers(value);

    /// <summary>True when <paramref name="value"/> is a graph output.</summary>
    public bool IsOutput(Value value) => outputs.Contains(value);

    /// <summary>True when one operand of one node reads <paramref name="value"/> and the graph does not return it.</summary>
    public bool HasSingleUse(Value value) => !IsOutput(value) && Readers(value).Count == 1;

    /// <summary>Makes operand <paramref name="index"/> of <paramref name="node"/> read <paramref name="value"/>.</summary>
    public void SetInput(Node node, int index, Value? value)
    {
        if (node.Inputs[index] is { } before) Readers(before).Remove(node);
        node.Inputs[index] = value;
        if (value is not null) Readers(value).Add(node);
    }

    /// <summary>Lets <paramref name="first"/> compute what <paramref name="second"/>, the only reader of its result, computed.</summary>
    public void MergeInto(Node first, Node second)
    {
        producers.Remove(first.Outputs[0]);
        Remove(second);
        first.Outputs[0] = second.Outputs[0];
        producers[first.Outputs[0]] = first;
    }

    /// <summary>Removes <paramref name="node"/>, whose result equals <paramref name="same"/>; false when both are borders of the graph and it must stay.</summary>
    public bool Bypass(Node node, Value same)
    {
        Value result = node.Outputs[0];
        if (!IsOutput(result))
        {
            Redirect(result, same);
            Remove(node);
            return true;
        }

        if (Producer(same) is not { } producer || IsOutput(same)) return false;
        Remove(node);
        producers.Remove(same);
        Redirect(same, result);
        producer.Outputs[0] = result;
        producers[result] = producer;
        return true;
    }

    /// <summary>Removes a node nobody reads.</summary>
    public void Remove(Node node)
    {
        removed.Add(node);
        producers.Remove(node.Outputs[0]);
        foreach (Value? v in node.Inputs)
            if (v is not null) Readers(v).Remove(node);
    }

    /// <summary>Drops removed nodes from the graph's list.</summary>
    public void Commit() => graph.Nodes.RemoveAll(removed.Contains);

    private void Redirect(Value from, Value to)
    {
        foreach (Node reader in Readers(from).ToArray())
            for (int i = 0; i < reader.Inputs.Count; i++)
                if (reader.Inputs[i] == from) SetInput(reader, i, to);
    }

    private List<Node> Readers(Value value)
    {
        if (!consumers.TryGetValue(value, out List<Node>? list)) consumers[value] = list = [];
        return list;
    }
}

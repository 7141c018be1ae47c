using System;
using System.Collections.Generic;
using System.Linq;
using EdgeRuntime.Converter.Import.Onnx.Schema;

namespace EdgeRuntime.Converter.Import.Onnx;

/// <summary>The nodes that the graph's outputs depend on, each after those it reads; files are not trusted to be in order.</summary>
internal sealed class OnnxNodeOrder
{
    private readonly GraphProto graph;
    private readonly Dictionary<string, int> producer = new(StringComparer.Ordinal);
    private readonly int[] state;
    private readonly List<NodeProto> sorted = [];

    public OnnxNodeOrder(GraphProto graph, IEnumerable<string> defined)
    {
        this.graph = graph;
        state = new int[graph.Node.Count];
        HashSet<string> taken = new(defined, StringComparer.Ordinal);
        for (int i = 0; i < graph.Node.Count; i++)
            foreach (string output in graph.Node[i].Output.Where(o => o.Length > 0))
                if (!taken.Add(output)) throw new ConversionException($"the model defines '{output}' twice, the second time in node '{graph.Node[i].Name}'");
                else producer[output] = i;
    }

    public List<NodeProto> Sorted()
    {
        foreach (string output in graph.Output.Select(o => o.Name))
            if (producer.TryGetValue(output, out int i)) Visit(i);
        return sorted;
    }

    /// <summary>Depth first without recursion: a chain of a million nodes must not exhaust the stack.</summary>
    private void Visit(int root)
    {
        Stack<(int Node, int NextInput)> stack = new();
        if (state[root] == 0) stack.Push((root, 0));
        while (stack.Count > 0)
        {
            (int node, int next) = stack.Pop();
            NodeProto proto = graph.Node[node];
            state[node] = 1;
            while (next < proto.Input.Count && !(producer.TryGetValue(proto.Input[next], out int p) && state[p] != 2)) next++;
            if (next == proto.Input.Count)
            {
                state[node] = 2;
                sorted.Add(proto);
                continue;
            }

            int before = producer[proto.Input[next]];
            if (state[before] == 1) throw new ConversionException($"node '{proto.Name}' ({proto.OpType}) depends on its own result '{proto.Input[next]}'; the model has a cycle");
            stack.Push((node, next));
            stack.Push((before, 0));
        }
    }
}

using System.Collections.Generic;
using EdgeRuntime.Converter.Graph;

namespace EdgeRuntime.Converter.Compression;

/// <summary>Copies of graphs.</summary>
public static class GraphCopy
{
    /// <summary>A copy whose nodes, edges and weights can be changed independently; constant tensors are shared, for nothing changes them.</summary>
    public static ModelGraph Of(ModelGraph graph)
    {
        ModelGraph copy = new() { Name = graph.Name };
        Dictionary<Value, Value> values = [];
        Dictionary<LayerWeights, LayerWeights> weights = [];
        foreach (Value input in graph.Inputs) copy.Inputs.Add(Copy(input));
        foreach (Node node in graph.Nodes)
        {
            Node twin = new(node.Op, node.Name);
            foreach (Value? input in node.Inputs) twin.Inputs.Add(input is null ? null : Copy(input));
            foreach (Value output in node.Outputs) twin.Outputs.Add(Copy(output));
            foreach (string name in node.Attributes.Names) twin.Attributes[name] = node.Attributes[name];
            if (node.Weights is { } w)
            {
                if (!weights.TryGetValue(w, out LayerWeights? own)) weights[w] = own = w.Copy();
                twin.Weights = own;
            }
            copy.Nodes.Add(twin);
        }
        foreach (Value output in graph.Outputs) copy.Outputs.Add(Copy(output));
        return copy;

        Value Copy(Value value)
        {
            if (!values.TryGetValue(value, out Value? twin))
            {
                twin = new Value(value.Name, value.Shape) { Type = value.Type, Constant = value.Constant, Quantization = value.Quantization, Permutation = value.Permutation };
                values[value] = twin;
            }
            return twin;
        }
    }
}

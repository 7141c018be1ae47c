using System.Collections.Generic;
using System.Linq;
using EdgeRuntime.Converter.Graph;

namespace EdgeRuntime.Converter.Passes;

/// <summary>What a graph input is used for.</summary>
internal static class InputReach
{
    /// <summary>True when a 4-D input meets a [N, C, H, W] to [N, H, W, C] transpose, or a dense layer after flattening, before anything that fixes its order.</summary>
    public static bool WantsChannelsLast(ModelGraph graph, Value input)
    {
        if (input.Shape.Length != 4) return false;
        HashSet<Value> reached = [input];
        HashSet<Value> flattened = [];
        foreach (Node node in graph.Nodes)
        {
            Value? x = node.Inputs.FirstOrDefault(v => v is not null && reached.Contains(v));
            if (x is null) continue;
            if (node.Op == Op.Transpose && node.Attributes.Ints("perm").SequenceEqual([0, 2, 3, 1])) return true;
            if (node.Op == Op.Dense && flattened.Contains(x)) return true;
            Value y = node.Outputs[0];
            bool flattens = node.Op == Op.Reshape && y.Shape.Length == 2 && y.Shape[0] == x.Shape[0];
            if (!flattens && !KeepsOrder(node)) continue;
            reached.Add(y);
            if (flattens || flattened.Contains(x)) flattened.Add(y);
        }

        return false;
    }

    private static bool KeepsOrder(Node node) => node.Op switch
    {
        Op.Reshape => Shapes.Same(node.Inputs[0]!.Shape, node.Outputs[0].Shape),
        Op.Conv or Op.Dense or Op.MaxPool or Op.AveragePool or Op.BatchNorm or Op.Lrn or Op.Upsample or Op.Transpose => false,
        _ => true,
    };
}

using System;
using System.Linq;
using EdgeRuntime.Converter.Graph;

namespace EdgeRuntime.Converter.Passes;

/// <summary>Folds BatchNorm, and Mul, Div, Add and Sub by constants of one value a channel, into the weights and bias of the Conv or Dense before.</summary>
/// <remarks>y = s * (W x + b) + t = (s W) x + (s b + t); only where nothing else reads the layer's result.</remarks>
public static class AffinePass
{
    public static ModelGraph Run(ModelGraph graph, LowerOptions options)
    {
        GraphEditor editor = new(graph);
        long budget = Budget(graph);
        foreach (Node layer in editor.Nodes.Where(n => n.Op is Op.Conv or Op.Dense).ToArray())
            while (Next(editor, layer) is { } follower && AffineMap.Of(follower, layer.Outputs[0]) is { } map && Allowed(layer, map, options) && (budget -= layer.Inputs[1]!.Constant!.Count) >= 0)
            {
                Apply(layer, map);
                editor.MergeInto(layer, follower);
            }

        editor.Commit();
        return graph;
    }

    /// <summary>Weights that may be rewritten: layers that share one constant each get their own, which a hostile file could repeat without end.</summary>
    private static long Budget(ModelGraph graph)
        => (1L << 22) + (8 * graph.Nodes.SelectMany(n => n.Inputs).OfType<Value>().Select(v => v.Constant).OfType<TensorData>().Distinct().Sum(c => (long)c.Count));

    private static Node? Next(GraphEditor editor, Node layer)
    {
        bool open = layer.Attributes.Text("activation").Length == 0 && editor.HasSingleUse(layer.Outputs[0]);
        return open ? editor.Consumers(layer.Outputs[0])[0] : null;
    }

    private static bool Allowed(Node layer, AffineMap map, LowerOptions options)
    {
        if (!options.KeepBinaryWeights || layer.Inputs[1]!.Constant!.Floats.Any(w => w is not (1 or -1))) return true;
        return map.Scale.All(s => s == 1) && map.Shift.All(s => s == MathF.Round(s));
    }

    private static void Apply(Node layer, AffineMap map)
    {
        TensorData weights = layer.Inputs[1]!.Constant!;
        int row = weights.Count / weights.Shape[0];
        if (map.Scale.Any(s => s != 1))
        {
            TensorData scaled = TensorData.Of(weights.Shape, [.. weights.Floats.Select((w, i) => (float)((double)w * map.Scale[i / row]))]);
            layer.Inputs[1] = Value.Of(layer.Inputs[1]!.Name, scaled);
        }

        Value? bias = layer.Inputs.Count > 2 ? layer.Inputs[2] : null;
        AffineMap before = new(map.Scale, bias?.Constant!.Floats ?? new float[map.Scale.Length]);
        Value value = Value.Of(bias?.Name ?? layer.Name + "/bias", TensorData.Of([map.Shift.Length], before.Then(map).Shift));
        if (layer.Inputs.Count > 2) layer.Inputs[2] = value;
        else layer.Inputs.Add(value);
    }
}

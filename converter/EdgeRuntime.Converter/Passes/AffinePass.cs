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
        foreach (Node layer in editor.Nodes.Where(n => n.Op is Op.Conv or Op.Dense).ToArray())
            while (Next(editor, layer) is { } follower && Map(follower, layer) is { } map && Allowed(layer, map, options))
            {
                Apply(layer, map);
                editor.MergeInto(layer, follower);
            }

        editor.Commit();
        return graph;
    }

    private static Node? Next(GraphEditor editor, Node layer)
    {
        bool open = layer.Attributes.Text("activation").Length == 0 && editor.HasSingleUse(layer.Outputs[0]);
        return open ? editor.Consumers(layer.Outputs[0])[0] : null;
    }

    private static bool Allowed(Node layer, (float[] Scale, float[] Shift) map, LowerOptions options)
    {
        if (!options.KeepBinaryWeights || layer.Inputs[1]!.Constant!.Floats.Any(w => w is not (1 or -1))) return true;
        return map.Scale.All(s => s == 1) && map.Shift.All(s => s == MathF.Round(s));
    }

    /// <summary>Scale and shift a channel of what <paramref name="node"/> does to the layer's result, or null when it is no such map.</summary>
    private static (float[] Scale, float[] Shift)? Map(Node node, Node layer)
    {
        int channels = layer.Inputs[1]!.Shape[0];
        if (node.Op == Op.BatchNorm) return (node.Inputs[1]!.Constant!.Floats, node.Inputs[2]!.Constant!.Floats);
        if (node.Op is not (Op.Add or Op.Sub or Op.Mul or Op.Div)) return null;
        bool second = node.Inputs[0] == layer.Outputs[0];
        float[]? c = PerChannel(node.Inputs[second ? 1 : 0]!, channels);
        if (c is null || !Shapes.Same(node.Outputs[0].Shape, layer.Outputs[0].Shape)) return null;
        float[] one = [.. Enumerable.Repeat(1f, channels)];
        float[] none = new float[channels];
        return node.Op switch
        {
            Op.Add => (one, c),
            Op.Mul => (c, none),
            Op.Sub when second => (one, Array.ConvertAll(c, v => -v)),
            Op.Sub => (Array.ConvertAll(one, v => -v), c),
            Op.Div when second && c.All(v => v != 0) => (Array.ConvertAll(c, v => 1 / v), none),
            _ => null,
        };
    }

    /// <summary>A constant as one value a channel of the last dimension, or null.</summary>
    private static float[]? PerChannel(Value value, int channels)
    {
        TensorData? c = value.Constant;
        if (c is null || !c.IsFloat) return null;
        if (c.Count == 1) return [.. Enumerable.Repeat(c.Floats[0], channels)];
        return c.Count == channels && c.Shape[^1] == channels ? c.Floats : null;
    }

    private static void Apply(Node layer, (float[] Scale, float[] Shift) map)
    {
        TensorData weights = layer.Inputs[1]!.Constant!;
        int row = weights.Count / weights.Shape[0];
        if (map.Scale.Any(s => s != 1))
        {
            TensorData scaled = TensorData.Of(weights.Shape, [.. weights.Floats.Select((w, i) => (float)((double)w * map.Scale[i / row]))]);
            layer.Inputs[1] = Value.Of(layer.Inputs[1]!.Name, scaled);
        }

        Value? bias = layer.Inputs.Count > 2 ? layer.Inputs[2] : null;
        float[] before = bias?.Constant!.Floats ?? new float[map.Scale.Length];
        TensorData after = TensorData.Of([before.Length], [.. before.Select((b, i) => (float)(((double)b * map.Scale[i]) + map.Shift[i]))]);
        Value value = Value.Of(bias?.Name ?? layer.Name + "/bias", after);
        if (layer.Inputs.Count > 2) layer.Inputs[2] = value;
        else layer.Inputs.Add(value);
    }
}

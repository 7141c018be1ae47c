using System;
using System.Collections.Generic;
using System.Linq;

using EdgeRuntime.Converter.Graph;

namespace EdgeRuntime.Converter.Compression;

/// <summary>
/// Takes the scale and shift behind a layer of bits into the scales of its rows, its signs and its bias, so that the layer can write int8.
/// Where only signs become of the result it stays: thresholds hold it exactly.
/// </summary>
internal static class SignScaling
{
    /// <summary>y = g (s (W x) + b) + h = |g| s (sign(g) W x) + (g b + h).</summary>
    public static void Fold(ModelGraph graph, IReadOnlyList<CompressionLayer> layers)
    {
        SignPaths signs = new(graph);
        HashSet<Node> compared = [.. signs.Chains.Select(c => c.FromLayer).OfType<Node>()];
        GraphEditor editor = new(graph);
        foreach (CompressionLayer layer in layers.Where(l => l.Nodes.Count == 1 && l.IsSigns))
        {
            Node node = layer.Nodes[0];
            if (!signs.ReadsSigns(node) || compared.Contains(node) || node.Attributes.Text("activation").Length > 0 || !editor.HasSingleUse(node.Outputs[0])) continue;
            Node norm = editor.Consumers(node.Outputs[0])[0];
            if (norm.Op != Op.BatchNorm || norm.Inputs[1]!.Constant!.Floats.Contains(0f)) continue;
            Fold(layer.Weights, node, norm.Inputs[1]!.Constant!.Floats, norm.Inputs[2]!.Constant!.Floats);
            editor.MergeInto(node, norm);
        }

        editor.Commit();
    }

    private static void Fold(LayerWeights weights, Node node, float[] factors, float[] shifts)
    {
        float[] before = node.Inputs.Count > 2 && node.Inputs[2]?.Constant is { } constant ? constant.Floats : new float[factors.Length];
        float[] scales = [.. factors.Select((g, row) => weights.Stored(Math.Abs(g) * weights.Scales[weights.Scales.Length == 1 ? 0 : row]))];
        float[] bias = [.. factors.Select((g, row) => g * before[row] + shifts[row])];
        sbyte[] integers = [.. weights.Integers.Select((w, i) => factors[i / weights.RowLength] < 0 ? (sbyte)-w : w)];
        weights.SetIntegers(weights.Form, weights.Form == WeightForm.Binary ? 1 : 2, scales, integers);
        Value value = Value.Of(node.Name + "/bias", TensorData.Of([bias.Length], bias));
        if (node.Inputs.Count > 2) node.Inputs[2] = value;
        else node.Inputs.Add(value);
    }
}

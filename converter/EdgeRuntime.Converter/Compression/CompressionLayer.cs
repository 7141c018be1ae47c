using System;
using System.Collections.Generic;
using System.Linq;
using EdgeRuntime.Converter.Graph;

namespace EdgeRuntime.Converter.Compression;

/// <summary>One set of weights of a graph while a recipe works on it, with the nodes that use it.</summary>
public sealed class CompressionLayer
{
    internal CompressionLayer(Node node, LayerWeights weights, float[] original)
    {
        Nodes = [node];
        Weights = weights;
        Original = original;
        OriginalCount = original.Length;
    }

    /// <summary>The Conv or Dense nodes that share these weights; usually one.</summary>
    public List<Node> Nodes { get; }

    /// <summary>Name of the first node.</summary>
    public string Name => Nodes[0].Name;

    /// <summary>The weights in their present form.</summary>
    public LayerWeights Weights { get; internal set; }

    /// <summary>How far the next training is to prune the layer; null when it is not.</summary>
    internal PruneGoal? Goal { get; set; }

    /// <summary>The weights before the first method, row-major.</summary>
    public float[] Original { get; private set; }

    /// <summary>Number of weights before the first method.</summary>
    public int OriginalCount { get; }

    /// <summary>What was done so far, one phrase a method.</summary>
    public List<string> Trail { get; } = [];

    /// <summary>Name of the recipe's last stage that changed the form; null when only auto-detection did.</summary>
    public string? ShapedBy { get; internal set; }

    /// <summary>True for a convolution whose groups have one input channel each.</summary>
    public bool IsDepthwise
        => Nodes[0].Op == Op.Conv && Nodes[0].Attributes.Int("group", 1) > 1 && Nodes[0].Inputs[1]!.Shape is [_, _, _, 1];

    /// <summary>The layers of a graph: constant weights of Conv and Dense nodes, in execution order.</summary>
    /// <exception cref="ConversionException">A weight is NaN or infinite.</exception>
    public static List<CompressionLayer> Of(ModelGraph graph)
    {
        List<CompressionLayer> layers = [];
        foreach (Node node in graph.Nodes)
        {
            if (node.Op is not (Op.Conv or Op.Dense) || node.Inputs.Count < 2 || node.Inputs[1]?.Constant is not { IsFloat: true } data) continue;
            CompressionLayer? shared = layers.FirstOrDefault(l => ReferenceEquals(l.Nodes[0].Inputs[1]!.Constant, data));
            if (shared is not null)
            {
                shared.Nodes.Add(node);
                continue;
            }
            CheckFinite(node, data.Floats);
            int rows = data.Shape.Length == 0 ? 1 : data.Shape[0];
            LayerWeights weights = node.Weights ?? new LayerWeights(rows, rows == 0 ? 0 : data.Count / rows, [.. data.Floats]);
            layers.Add(new CompressionLayer(node, weights, [.. data.Floats]));
        }
        return layers;
    }

    /// <summary>
    /// Whether <paramref name="method"/> has nothing to do because the weights are as narrow as <paramref name="narrow"/> says already:
    /// noted in the trail when they came so, an error when an earlier stage of the recipe made them so.
    /// </summary>
    internal bool Leaves(string method, bool narrow, string already)
    {
        if (!narrow) return false;
        if (ShapedBy is not null)
        {
            throw new ConversionException(
                $"\"{method}\" cannot follow \"{ShapedBy}\" on layer '{Name}', whose weights {already} already; "
                + "remove one of the two stages or give them different layers.");
        }
        Trail.Add($"{method} left it {Weights.Form.ToString().ToLowerInvariant()}");
        return true;
    }

    /// <summary>True when the weights take at most three values by their form.</summary>
    internal bool IsSigns => Weights.Form is WeightForm.Binary or WeightForm.Ternary;

    /// <summary>Writes the weights back to the nodes: <see cref="Node.Weights"/>, and the constant with the values the network now computes with.</summary>
    internal void Commit()
    {
        TensorData data = TensorData.Of(Nodes[0].Inputs[1]!.Shape, Weights.Values);
        Value value = new(Nodes[0].Inputs[1]!.Name, data.Shape) { Constant = data };
        foreach (Node node in Nodes)
        {
            node.Weights = Weights;
            node.Inputs[1] = value;
        }
    }

    /// <summary>Keeps some rows, or some elements of each row, of a layer with one node; null keeps all.</summary>
    /// <param name="rows">Rows that stay.</param>
    /// <param name="elements">Places within a row that stay.</param>
    /// <param name="channels">Size of the last dimension afterwards, when <paramref name="elements"/> are chosen.</param>
    internal void Select(int[]? rows, int[]? elements, int channels = 0)
    {
        int length = Weights.RowLength;
        rows ??= [.. Enumerable.Range(0, Weights.Rows)];
        elements ??= [.. Enumerable.Range(0, length)];
        int[] from = [.. rows.SelectMany(r => elements.Select(e => r * length + e))];
        Original = [.. from.Select(i => Original[i])];
        Weights = Weights.Select(rows, elements.Length, from);
        Node node = Nodes[0];
        int[] shape = [rows.Length, .. node.Inputs[1]!.Shape[1..]];
        if (channels > 0) shape[^1] = shape.Length == 2 ? elements.Length : channels;
        node.Inputs[1] = Value.Of(node.Inputs[1]!.Name, TensorData.Of(shape, Weights.Values));
        if (node.Inputs.ElementAtOrDefault(2) is { Constant: { } bias } value && bias.Count != rows.Length)
            node.Inputs[2] = Value.Of(value.Name, TensorData.Of([rows.Length], [.. rows.Select(r => bias.Floats[r])]));
        Commit();
    }

    private static void CheckFinite(Node node, float[] values)
    {
        int bad = Array.FindIndex(values, v => !float.IsFinite(v));
        if (bad < 0) return;
        throw new ConversionException(
            $"layer '{node.Name}': weight {bad} of {values.Length} is {(float.IsNaN(values[bad]) ? "not a number" : "infinite")}, "
            + "but only finite weights can be compressed; repair or retrain the network.");
    }
}

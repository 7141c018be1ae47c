using System;
using System.Collections.Generic;
using System.Linq;
using EdgeRuntime.Converter.Compression;
using EdgeRuntime.Converter.Graph;
using EdgeRuntime.Converter.Passes;

namespace EdgeRuntime.Converter.Training;

/// <summary>Turns a graph that was trained into one of <see cref="Op"/> only.</summary>
public static class TrainedGraph
{
    /// <summary>A copy with running statistics folded into batch norms and these into the layers before, and without dropout; fake quantisation of activations goes too, and binary weights are -1 and +1.</summary>
    public static ModelGraph Fold(ModelGraph trained)
    {
        ModelGraph graph = GraphCopy.Of(trained);
        Dictionary<Value, Value> replaced = [];
        foreach (Node node in graph.Nodes.ToArray())
        {
            for (int i = 0; i < node.Inputs.Count; i++)
            {
                if (node.Inputs[i] is { } input && replaced.TryGetValue(input, out Value? instead)) node.Inputs[i] = instead;
            }

            if (node.Op is TrainingOp.Dropout or TrainingOp.FakeQuantise)
            {
                replaced[node.Outputs[0]] = node.Inputs[0]!;
                graph.Nodes.Remove(node);
            }
            else if (node.Op == TrainingOp.BinariseWeights)
            {
                TensorData weights = node.Inputs[0]!.Constant!;
                replaced[node.Outputs[0]] = Value.Of(node.Inputs[0]!.Name, TensorData.Of(weights.Shape, Array.ConvertAll(weights.Floats, w => w >= 0 ? 1f : -1f)));
                graph.Nodes.Remove(node);
            }
            else if (node.Op == TrainingOp.BatchNorm)
            {
                FoldStatistics(node);
            }
        }

        for (int i = 0; i < graph.Outputs.Count; i++)
        {
            if (replaced.TryGetValue(graph.Outputs[i], out Value? instead)) graph.Outputs[i] = instead;
        }

        LowerOptions options = new();
        graph = AffinePass.Run(graph, options);
        graph = AffineChainPass.Run(graph, options);
        return DeadCodePass.Run(ActivationPass.Run(graph, options), options);
    }

    // y = (x - mean) / sqrt(variance + epsilon) * scale + shift.
    private static void FoldStatistics(Node node)
    {
        float[] scale = node.Inputs[1]!.Constant!.Floats, shift = node.Inputs[2]!.Constant!.Floats;
        float[] mean = node.Inputs[3]!.Constant!.Floats, variance = node.Inputs[4]!.Constant!.Floats;
        float[] factor = new float[scale.Length], offset = new float[scale.Length];
        for (int c = 0; c < scale.Length; c++)
        {
            double gain = scale[c] / Math.Sqrt(variance[c] + (double)node.Attributes.Float("epsilon", 1e-5f));
            (factor[c], offset[c]) = ((float)gain, (float)(shift[c] - mean[c] * gain));
        }

        Value x = node.Inputs[0]!;
        node.Op = Op.BatchNorm;
        string name = node.Name;
        node.Inputs.Clear();
        node.Inputs.AddRange([x, Value.Of(name + ".factor", TensorData.Of([factor.Length], factor)), Value.Of(name + ".offset", TensorData.Of([offset.Length], offset))]);
        foreach (string attribute in node.Attributes.Names.ToArray()) node.Attributes[attribute] = null;
    }
}

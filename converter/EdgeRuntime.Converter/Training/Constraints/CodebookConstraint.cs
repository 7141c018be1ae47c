using System;
using System.Collections.Generic;
using EdgeRuntime.Converter.Compression;
using EdgeRuntime.Converter.Graph;

namespace EdgeRuntime.Converter.Training.Constraints;

/// <summary>Trains shared weights: the gradients of one index are summed, and only the table moves (Han et al. 2016, 1510.00149).</summary>
/// <remarks>
/// Every weight of an index receives the summed gradient and so stays equal to the others under any optimiser; a pruned weight stays 0.
/// After training <see cref="Store"/> puts the tables back into the graph.
/// </remarks>
public sealed class CodebookConstraint : IParameterConstraint
{
    private readonly Dictionary<Node, LayerWeights> layers = [];

    /// <param name="graph">Layers whose weights have the form Codebook are held.</param>
    public CodebookConstraint(ModelGraph graph)
    {
        foreach (Node node in graph.Nodes)
        {
            if (node.Weights is { Form: WeightForm.Codebook } weights) layers[node] = weights;
        }
    }

    public void Attach(IReadOnlyList<Parameter> parameters)
    {
        foreach ((Parameter parameter, LayerWeights weights) in Held(parameters))
        {
            if (weights.Indices.Length != parameter.Count) throw new ConversionException($"the codebook of \"{parameter.Node.Name}\" has {weights.Indices.Length} indices for {parameter.Count} weights");
        }
    }

    public void Gradients(IReadOnlyList<Parameter> parameters, long step)
    {
        foreach ((Parameter parameter, LayerWeights weights) in Held(parameters))
        {
            Span<float> gradient = parameter.Gradient;
            double[] sums = new double[weights.Table.Length];
            for (int i = 0; i < gradient.Length; i++)
            {
                if (Kept(weights, i)) sums[weights.Indices[i]] += gradient[i];
            }

            for (int i = 0; i < gradient.Length; i++) gradient[i] = Kept(weights, i) ? (float)sums[weights.Indices[i]] : 0;
        }
    }

    public void Values(IReadOnlyList<Parameter> parameters, long step)
    {
        foreach ((Parameter parameter, LayerWeights weights) in Held(parameters))
        {
            // Rounding differs nowhere within an index, but a penalty could move a pruned weight.
            Span<float> values = parameter.Values;
            for (int i = 0; i < values.Length; i++)
            {
                if (!Kept(weights, i)) values[i] = 0;
            }
        }
    }

    /// <summary>Takes the tables from the values that training left in the graph.</summary>
    public void Store()
    {
        foreach ((Node node, LayerWeights weights) in layers)
        {
            float[] values = node.Inputs[1]!.Constant!.Floats;
            for (int i = 0; i < values.Length; i++)
            {
                if (Kept(weights, i)) weights.Table[weights.Indices[i]] = values[i];
            }

            weights.Values = values;
        }
    }

    private static bool Kept(LayerWeights weights, int i) => weights.Mask is not { } mask || mask[i];

    private IEnumerable<(Parameter Parameter, LayerWeights Weights)> Held(IReadOnlyList<Parameter> parameters)
    {
        foreach (Parameter parameter in parameters)
        {
            if (parameter.Role == ParameterRole.Weights && layers.TryGetValue(parameter.Node, out LayerWeights? weights)) yield return (parameter, weights);
        }
    }
}

using System;
using System.Collections.Generic;
using EdgeRuntime.Converter.Graph;

namespace EdgeRuntime.Converter.Training.Constraints;

/// <summary>Keeps pruned weights at 0: their gradients are dropped and their values cleared after each update (Han et al. 2015, 1506.02626).</summary>
/// <param name="masks">By node: false where the weight was removed.</param>
public sealed class MaskConstraint(IReadOnlyDictionary<Node, bool[]> masks) : IParameterConstraint
{
    /// <summary>The masks that the weights of <paramref name="graph"/> carry.</summary>
    public static MaskConstraint Of(ModelGraph graph)
    {
        Dictionary<Node, bool[]> masks = [];
        foreach (Node node in graph.Nodes)
        {
            if (node.Weights?.Mask is { } mask) masks[node] = mask;
        }

        return new MaskConstraint(masks);
    }

    public void Attach(IReadOnlyList<Parameter> parameters) => Values(parameters, 0);

    public void Gradients(IReadOnlyList<Parameter> parameters, long step) => Clear(parameters, gradients: true);

    public void Values(IReadOnlyList<Parameter> parameters, long step) => Clear(parameters, gradients: false);

    private void Clear(IReadOnlyList<Parameter> parameters, bool gradients)
    {
        foreach (Parameter parameter in parameters)
        {
            if (parameter.Role != ParameterRole.Weights || !masks.TryGetValue(parameter.Node, out bool[]? mask)) continue;
            if (mask.Length != parameter.Count) throw new ConversionException($"the mask of \"{parameter.Node.Name}\" has {mask.Length} entries for {parameter.Count} weights");
            Span<float> values = gradients ? parameter.Gradient : parameter.Values;
            for (int i = 0; i < values.Length; i++)
            {
                if (!mask[i]) values[i] = 0;
            }
        }
    }
}

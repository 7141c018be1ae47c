using System;
using System.Collections.Generic;
using System.Linq;
using EdgeRuntime.Converter.Compression;
using EdgeRuntime.Converter.Graph;

namespace EdgeRuntime.Converter.Training.Constraints;

/// <summary>Keeps weights and biases as they are.</summary>
internal sealed class FrozenConstraint : IParameterConstraint
{
    private readonly HashSet<Node> whole = [];
    private readonly HashSet<Node> weightsOnly = [];
    private readonly Dictionary<Parameter, float[]> kept = [];

    private FrozenConstraint()
    {
    }

    public string Name => "frozen " + string.Join('+', whole.Select(n => n.Name).Concat(weightsOnly.Select(n => n.Name + ".weights")));

    /// <summary>Everything of the layers that are not in <paramref name="trained"/>, and of those the weights whose form training cannot move.</summary>
    public static FrozenConstraint AllBut(ModelGraph graph, IReadOnlyList<CompressionLayer> trained)
    {
        FrozenConstraint constraint = new();
        HashSet<Node> moving = [.. trained.SelectMany(l => l.Nodes)];
        foreach (Node node in graph.Nodes.Where(n => n.Weights is not null))
        {
            if (!moving.Contains(node)) constraint.whole.Add(node);
            else if (node.Weights!.Form is WeightForm.Integer or WeightForm.Binary or WeightForm.Ternary) constraint.weightsOnly.Add(node);
        }

        return constraint;
    }

    public void Attach(IReadOnlyList<Parameter> parameters)
    {
        foreach (Parameter parameter in parameters.Where(Holds)) kept[parameter] = parameter.Values.ToArray();
    }

    public void Gradients(IReadOnlyList<Parameter> parameters, long step)
    {
        foreach (Parameter parameter in kept.Keys) parameter.Gradient.Clear();
    }

    public void Values(IReadOnlyList<Parameter> parameters, long step)
    {
        foreach ((Parameter parameter, float[] values) in kept) values.AsSpan().CopyTo(parameter.Values);
    }

    private bool Holds(Parameter parameter)
        => whole.Contains(parameter.Node) || parameter.Role == ParameterRole.Weights && weightsOnly.Contains(parameter.Node);
}

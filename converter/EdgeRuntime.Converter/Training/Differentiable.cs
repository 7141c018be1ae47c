using System;
using System.Collections.Generic;
using System.Linq;
using EdgeRuntime.Converter.Graph;
using EdgeRuntime.Converter.Training.Layers;

namespace EdgeRuntime.Converter.Training;

/// <summary>An operator that can be trained through.</summary>
/// <param name="Op">Operator of the graph.</param>
/// <param name="Create">Makes its layer.</param>
/// <param name="Parameters">What its constant operands are to the trainer: the role of operand i, None where it stays as it is.</param>
internal sealed record LayerKind(string Op, Func<LayerPlan, Layer> Create, params ParameterRole[] Parameters);

/// <summary>The operators that training knows.</summary>
public static class Differentiable
{
    /// <summary>Every operator, one line each.</summary>
    internal static readonly LayerKind[] All =
    [
        new(Op.Conv, p => new ConvLayer(p), ParameterRole.None, ParameterRole.Weights, ParameterRole.Bias),
        new(Op.Dense, p => new DenseLayer(p), ParameterRole.None, ParameterRole.Weights, ParameterRole.Bias),
        new(Op.MaxPool, p => new MaxPoolLayer(p)),
        new(Op.Reshape, p => new ReshapeLayer(p)),
        new(Op.Relu, p => new ReluLayer(p)),
    ];

    /// <summary>Names of the operators.</summary>
    public static IReadOnlyList<string> Operators { get; } = [.. All.Select(k => k.Op)];

    internal static LayerKind For(Node node) => Array.Find(All, k => k.Op == node.Op)
        ?? throw new ConversionException($"the operator {node.Op} of \"{node.Name}\" cannot be trained; there are {string.Join(", ", Operators)}");
}

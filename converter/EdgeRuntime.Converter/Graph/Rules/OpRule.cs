using System;
using System.Collections.Generic;
using System.Linq;
using System.Runtime.CompilerServices;

namespace EdgeRuntime.Converter.Graph.Rules;

/// <summary>What the contract of one operator of <see cref="Op"/> demands.</summary>
/// <param name="Name">The operator.</param>
/// <param name="MinInputs">Operands that must be present.</param>
/// <param name="MaxInputs">Operands allowed.</param>
/// <param name="Shape">Checks operands and attributes and gives the result's shape; for operators whose output says how (Reshape, Slice, Upsample) it checks and returns that shape.</param>
public sealed record OpRule(string Name, int MinInputs, int MaxInputs, Func<Node, int[]> Shape)
{
    /// <summary>Element type of the result, given the node.</summary>
    public Func<Node, ElementType> Type { get; init; } = n => n.Inputs[0]!.Type;
}

/// <summary>The rules of every operator a lowered graph may hold.</summary>
public static class OpRules
{
    /// <summary>All rules, in the order of <see cref="Op"/>.</summary>
    public static IReadOnlyList<OpRule> All { get; } =
    [
        new(Op.Conv, 2, 3, SpatialRules.Conv),
        new(Op.Dense, 2, 3, LinearRules.Dense),
        new(Op.MaxPool, 1, 1, SpatialRules.Pool),
        new(Op.AveragePool, 1, 1, SpatialRules.Pool),
        new(Op.BatchNorm, 3, 3, LinearRules.BatchNorm),
        new(Op.Add, 2, 2, ElementwiseRules.Binary),
        new(Op.Sub, 2, 2, ElementwiseRules.Binary),
        new(Op.Mul, 2, 2, ElementwiseRules.Binary),
        new(Op.Div, 2, 2, ElementwiseRules.Binary),
        new(Op.Max, 2, 2, ElementwiseRules.Binary),
        new(Op.Min, 2, 2, ElementwiseRules.Binary),
        new(Op.PRelu, 2, 2, ElementwiseRules.Slope),
        new(Op.Concat, 1, int.MaxValue, MovementRules.Concat),
        new(Op.Softmax, 1, 1, ElementwiseRules.Softmax),
        new(Op.Relu, 1, 1, ElementwiseRules.Unary),
        new(Op.LeakyRelu, 1, 1, n => ElementwiseRules.UnaryWith(n, "alpha")),
        new(Op.Sigmoid, 1, 1, ElementwiseRules.Unary),
        new(Op.Tanh, 1, 1, ElementwiseRules.Unary),
        new(Op.HardSwish, 1, 1, ElementwiseRules.Unary),
        new(Op.HardSigmoid, 1, 1, n => ElementwiseRules.UnaryWith(n, "alpha", "beta")),
        new(Op.Clip, 1, 1, n => ElementwiseRules.UnaryWith(n, "min", "max")),
        new(Op.Sign, 1, 1, ElementwiseRules.Unary),
        new(Op.Binarise, 1, 1, ElementwiseRules.Unary),
        new(Op.Lrn, 1, 1, SpatialRules.Lrn),
        new(Op.Pad, 1, 1, MovementRules.Pad),
        new(Op.Reshape, 1, 1, MovementRules.Reshape),
        new(Op.Transpose, 1, 1, MovementRules.Transpose),
        new(Op.Upsample, 1, 1, SpatialRules.Upsample),
        new(Op.Slice, 1, 1, MovementRules.Slice),
        new(Op.Quantize, 1, 1, QuantizationRules.Quantize) { Type = _ => ElementType.Int8 },
        new(Op.Dequantize, 1, 1, QuantizationRules.Dequantize) { Type = _ => ElementType.Float32 },
    ];

    private static readonly Dictionary<string, OpRule> ByName = All.ToDictionary(r => r.Name, StringComparer.Ordinal);

    /// <summary>The rule of <paramref name="op"/>, or null when it is no operator of a lowered graph.</summary>
    public static OpRule? Find(string op) => ByName.GetValueOrDefault(op);

    internal static ConversionException Broken(Node node, string what) => new($"{node.Op} '{node.Name}': {what}");

    internal static void Require(bool condition, Node node, string what)
    {
        if (!condition) throw Broken(node, what);
    }

    internal static void Require(bool condition, Node node, [InterpolatedStringHandlerArgument(nameof(condition))] ref BreachText what)
    {
        if (!condition) throw Broken(node, what.ToString());
    }
}

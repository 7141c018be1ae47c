using System;
using EdgeRuntime.Converter.Graph;
using EdgeRuntime.Converter.Training.Tensors;

namespace EdgeRuntime.Converter.Training;

/// <summary>What a constant operand is to the trainer.</summary>
public enum ParameterRole
{
    /// <summary>Not changed by training.</summary>
    None,

    /// <summary>Weights of Conv or Dense: decayed, pruned, shared.</summary>
    Weights,

    /// <summary>Bias.</summary>
    Bias,

    /// <summary>Factor of a batch norm.</summary>
    Scale,

    /// <summary>Summand of a batch norm.</summary>
    Shift,

    /// <summary>Slope below zero.</summary>
    Slope,

    /// <summary>Running mean or variance: moved by the forward pass, not by the gradient.</summary>
    Statistics,
}

/// <summary>A constant of the graph while it is being trained.</summary>
public sealed unsafe class Parameter
{
    private readonly BatchTensor values;
    private readonly BatchTensor? gradient;

    internal Parameter(Node node, Value value, ParameterRole role, BatchTensor values, BatchTensor? gradient)
    {
        (Node, Value, Role, this.values, this.gradient) = (node, value, role, values, gradient);
        Name = value.Name;
    }

    /// <summary>Name of the constant.</summary>
    public string Name { get; }

    /// <summary>First node that reads it.</summary>
    public Node Node { get; }

    /// <summary>The constant, which keeps its old values until <see cref="TrainingNetwork.WriteTo"/>.</summary>
    public Value Value { get; }

    public ParameterRole Role { get; }

    public int[] Shape => values.Shape;

    public int Count => values.Length;

    /// <summary>Whether an optimiser moves it.</summary>
    public bool Trained => gradient is not null;

    /// <summary>Present values, row-major.</summary>
    public Span<float> Values => values.Span(1);

    /// <summary>Gradient of the loss after the backward pass; empty when it is not trained.</summary>
    public Span<float> Gradient => gradient is null ? [] : gradient.Span(1);

    internal float* ValuePointer => values.Data;

    internal float* GradientPointer => gradient is null ? null : gradient.Data;
}

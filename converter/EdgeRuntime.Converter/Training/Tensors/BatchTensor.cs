using System;
using System.Linq;

namespace EdgeRuntime.Converter.Training.Tensors;

/// <summary>fp32 values of one graph value: one block a sample for activations, a single block for constants.</summary>
public sealed unsafe class BatchTensor
{
    private readonly AlignedMemory memory;

    /// <param name="shape">Dimensions of one sample; the first is the batch dimension, 1, when <paramref name="batch"/> is above 0.</param>
    /// <param name="batch">Samples there is room for; 0 for a constant.</param>
    public BatchTensor(int[] shape, int batch)
    {
        Shape = shape;
        Length = shape.Aggregate(1, (a, b) => checked(a * b));
        Capacity = batch;
        memory = new AlignedMemory((long)Length * Math.Max(1, batch));
    }

    /// <summary>Dimensions of one sample.</summary>
    public int[] Shape { get; }

    /// <summary>Elements of one sample.</summary>
    public int Length { get; }

    /// <summary>Samples there is room for; 0 for a constant.</summary>
    public int Capacity { get; }

    /// <summary>Whether every sample has values of its own.</summary>
    public bool Batched => Capacity > 0;

    /// <summary>Size of dimension <paramref name="axis"/>, counted from the end: 1 is the last; 1 beyond the first.</summary>
    public int FromEnd(int axis) => axis <= Shape.Length ? Shape[^axis] : 1;

    /// <summary>Everything, from sample 0 on.</summary>
    public float* Data => memory.Pointer;

    /// <summary>Values of sample <paramref name="index"/>; of a constant always the same.</summary>
    public float* Sample(int index) => memory.Pointer + (Batched ? (long)index * Length : 0);

    /// <summary>The values of the first <paramref name="samples"/> samples.</summary>
    public Span<float> Span(int samples) => new(memory.Pointer, checked(Length * (Batched ? samples : 1)));
}

using System;
using System.Linq;

namespace EdgeRuntime.Converter.Graph;

/// <summary>Element types the converter distinguishes. Arithmetic is done in Float32; the others reach the graph as parameters or at its borders.</summary>
public enum ElementType
{
    Float32,
    Int8,
    UInt8,
    Int32,
    Int64,
    Bool,
    Float16,
    Float64,
    Other,
}

/// <summary>A constant tensor: dense, row-major, last dimension innermost.</summary>
public sealed class TensorData
{
    private TensorData(ElementType type, int[] shape, float[]? floats, long[]? integers)
    {
        Type = type;
        Shape = shape;
        Floats = floats ?? [];
        Integers = integers ?? [];
    }

    /// <summary>Original element type.</summary>
    public ElementType Type { get; }

    /// <summary>Dimensions; empty for a scalar.</summary>
    public int[] Shape { get; }

    /// <summary>Values of a floating-point tensor, else empty.</summary>
    public float[] Floats { get; }

    /// <summary>Values of an integer or Boolean tensor, else empty.</summary>
    public long[] Integers { get; }

    /// <summary>Number of elements.</summary>
    public int Count => Shape.Aggregate(1, (a, b) => checked(a * b));

    /// <summary>True when the values are in <see cref="Floats"/>.</summary>
    public bool IsFloat => Type is ElementType.Float32 or ElementType.Float16 or ElementType.Float64;

    /// <summary>A floating-point tensor.</summary>
    public static TensorData Of(int[] shape, float[] values) => Checked(new TensorData(ElementType.Float32, shape, values, null), values.Length);

    /// <summary>An integer tensor of type <paramref name="type"/>.</summary>
    public static TensorData Of(int[] shape, long[] values, ElementType type = ElementType.Int64) => Checked(new TensorData(type, shape, null, values), values.Length);

    /// <summary>The same values under another shape of as many elements.</summary>
    public TensorData Reshaped(params int[] shape) => IsFloat ? Of(shape, Floats) : Of(shape, Integers, Type);

    private static TensorData Checked(TensorData t, int length)
        => t.Count == length ? t : throw new ArgumentException($"a tensor of shape [{string.Join(", ", t.Shape)}] has {t.Count} elements, but {length} values were given");
}

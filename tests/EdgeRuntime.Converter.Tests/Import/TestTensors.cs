using System;
using System.Linq;
using EdgeRuntime.Converter.Graph;
using Xunit;

namespace EdgeRuntime.Converter.Tests.Import;

/// <summary>Tensors of test values and their comparison.</summary>
internal static class TestTensors
{
    /// <summary>Uniform values in -1..1.</summary>
    public static TensorData Random(Random random, params int[] shape)
        => TensorData.Of(shape, [.. Enumerable.Range(0, Shapes.Count(shape)).Select(_ => (random.NextSingle() * 2) - 1)]);

    /// <summary>An input for <paramref name="value"/>, given in the dimensions the model declares.</summary>
    public static TensorData Permuted(TensorData declared, Value value)
    {
        if (value.Permutation is not { } perm) return declared;
        GraphBuilder builder = new("permute");
        return builder.Transpose(Value.Of("x", declared), "y", perm).Constant!;
    }

    /// <summary>The first difference above absolute + relative * |expected|, or null.</summary>
    public static string? Difference(TensorData expected, TensorData actual, double absolute, double relative)
    {
        if (!Shapes.Same(expected.Shape, actual.Shape)) return $"shape {Shapes.Text(actual.Shape)} instead of {Shapes.Text(expected.Shape)}";
        for (int i = 0; i < expected.Count; i++)
        {
            double e = expected.IsFloat ? expected.Floats[i] : expected.Integers[i];
            double a = actual.IsFloat ? actual.Floats[i] : actual.Integers[i];
            bool same = e.Equals(a) || Math.Abs(e - a) <= absolute + (relative * Math.Abs(e));
            if (!same) return $"element {i} is {a} instead of {e}";
        }

        return null;
    }

    public static void Equal(TensorData expected, TensorData actual, double absolute = 1e-5, double relative = 1e-5)
        => Assert.Null(Difference(expected, actual, absolute, relative));
}

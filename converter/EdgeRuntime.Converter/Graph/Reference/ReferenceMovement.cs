using System;
using System.Linq;

namespace EdgeRuntime.Converter.Graph.Reference;

/// <summary>Operators that move elements of any type without changing them.</summary>
internal static class ReferenceMovement
{
    public static TensorData Reshape(Node node, TensorData?[] inputs) => inputs[0]!.Reshaped(node.Outputs[0].Shape);

    public static TensorData Transpose(Node node, TensorData?[] inputs)
    {
        int[] source = Shapes.Permute(Shapes.Strides(inputs[0]!.Shape), node.Attributes.Ints("perm"));
        return Gather(inputs[0]!, node.Outputs[0].Shape, index => ReferenceElementwise.Offset(index, source));
    }

    public static TensorData Slice(Node node, TensorData?[] inputs)
    {
        int[] strides = Shapes.Strides(inputs[0]!.Shape);
        int[] starts = node.Attributes.Ints("starts");
        int[] steps = node.Attributes.Ints("steps");
        int[] scaled = [.. strides.Select((s, i) => s * steps[i])];
        int first = ReferenceElementwise.Offset(starts, strides);
        return Gather(inputs[0]!, node.Outputs[0].Shape, index => first + ReferenceElementwise.Offset(index, scaled));
    }

    public static TensorData Concat(Node node, TensorData?[] inputs)
    {
        int axis = node.Attributes.Int("axis");
        int[] shape = node.Outputs[0].Shape;
        int outer = Shapes.Count(shape.AsSpan(0, axis));
        float[] floats = new float[inputs[0]!.IsFloat ? Shapes.Count(shape) : 0];
        long[] integers = new long[inputs[0]!.IsFloat ? 0 : Shapes.Count(shape)];
        int at = 0;
        for (int o = 0; o < outer; o++)
            foreach (TensorData? x in inputs)
            {
                int block = Shapes.Count(x!.Shape.AsSpan(axis));
                if (x.IsFloat) Array.Copy(x.Floats, o * block, floats, at, block);
                else Array.Copy(x.Integers, o * block, integers, at, block);
                at += block;
            }

        return inputs[0]!.IsFloat ? TensorData.Of(shape, floats) : TensorData.Of(shape, integers, inputs[0]!.Type);
    }

    /// <summary>A tensor of <paramref name="shape"/> whose element at an index is the source's element at <paramref name="offset"/> of it.</summary>
    internal static TensorData Gather(TensorData source, int[] shape, Func<int[], int> offset)
    {
        int count = Shapes.Count(shape);
        int[] index = new int[shape.Length];
        int[] from = new int[count];
        for (int i = 0; i < count; i++, ReferenceElementwise.Advance(index, shape)) from[i] = offset(index);
        return source.IsFloat
            ? TensorData.Of(shape, Array.ConvertAll(from, i => source.Floats[i]))
            : TensorData.Of(shape, Array.ConvertAll(from, i => source.Integers[i]), source.Type);
    }
}

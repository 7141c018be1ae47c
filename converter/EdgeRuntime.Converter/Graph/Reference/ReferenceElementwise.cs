using System;

namespace EdgeRuntime.Converter.Graph.Reference;

/// <summary>Operators that treat each element alike, with numpy broadcasting.</summary>
internal static class ReferenceElementwise
{
    public static ReferenceOps.Evaluator Unary(Func<Node, float, float> f) => (node, inputs) =>
        TensorData.Of(inputs[0]!.Shape, Array.ConvertAll(inputs[0]!.Floats, x => f(node, x)));

    public static ReferenceOps.Evaluator Binary(Func<float, float, float> f) => (node, inputs) =>
    {
        int[] shape = node.Outputs[0].Shape;
        int[] left = BroadcastStrides(inputs[0]!.Shape, shape);
        int[] right = BroadcastStrides(inputs[1]!.Shape, shape);
        float[] y = new float[Shapes.Count(shape)];
        int[] index = new int[shape.Length];
        for (int i = 0; i < y.Length; i++, Advance(index, shape))
            y[i] = f(inputs[0]!.Floats[Offset(index, left)], inputs[1]!.Floats[Offset(index, right)]);
        return TensorData.Of(shape, y);
    };

    public static TensorData BatchNorm(Node node, TensorData?[] inputs)
    {
        float[] y = [.. inputs[0]!.Floats];
        float[] scale = inputs[1]!.Floats;
        float[] shift = inputs[2]!.Floats;
        for (int i = 0; i < y.Length; i++) y[i] = (float)(((double)y[i] * scale[i % scale.Length]) + shift[i % scale.Length]);
        return TensorData.Of(inputs[0]!.Shape, y);
    }

    /// <summary>Strides of an operand as seen from the result: 0 along dimensions it is repeated over.</summary>
    internal static int[] BroadcastStrides(int[] operand, int[] result)
    {
        int[] own = Shapes.Strides(operand);
        int[] strides = new int[result.Length];
        for (int i = 1; i <= operand.Length; i++) strides[^i] = operand[^i] == 1 ? 0 : own[^i];
        return strides;
    }

    internal static int Offset(int[] index, int[] strides)
    {
        int offset = 0;
        for (int i = 0; i < index.Length; i++) offset += index[i] * strides[i];
        return offset;
    }

    /// <summary>Steps <paramref name="index"/> to the next element in row-major order.</summary>
    internal static void Advance(int[] index, int[] shape)
    {
        for (int i = shape.Length - 1; i >= 0; i--)
        {
            if (++index[i] < shape[i]) return;
            index[i] = 0;
        }
    }
}

using System;
using System.Linq;

namespace EdgeRuntime.Converter.Graph.Reference;

/// <summary>Padding of any dimension by a constant, the edge, the mirror image without the edge, or the other end.</summary>
internal static class ReferencePad
{
    public static TensorData Run(Node node, TensorData?[] inputs)
    {
        TensorData x = inputs[0]!;
        int[] shape = node.Outputs[0].Shape;
        int[] pads = node.Attributes.Ints("pads");
        string mode = node.Attributes.Text("mode");
        int[] strides = Shapes.Strides(x.Shape);
        TensorData extended = Extended(x, node.Attributes.Float("value"));
        return ReferenceMovement.Gather(extended, shape, index =>
        {
            int offset = 0;
            for (int d = 0; d < index.Length; d++)
            {
                int i = Source(index[d] - pads[d], x.Shape[d], mode);
                if (i < 0) return x.Count;
                offset += i * strides[d];
            }

            return offset;
        });
    }

    /// <summary>The source's elements followed by the padding value.</summary>
    private static TensorData Extended(TensorData x, float value)
        => x.IsFloat ? TensorData.Of([x.Count + 1], [.. x.Floats, value]) : TensorData.Of([x.Count + 1], [.. x.Integers.Append((long)value)], x.Type);

    private static int Source(int i, int size, string mode) => mode switch
    {
        "edge" => Math.Clamp(i, 0, size - 1),
        "reflect" => i < 0 ? -i : i >= size ? (2 * (size - 1)) - i : i,
        "wrap" => ((i % size) + size) % size,
        _ => i < 0 || i >= size ? -1 : i,
    };
}

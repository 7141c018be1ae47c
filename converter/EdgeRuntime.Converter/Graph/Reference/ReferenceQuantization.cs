using System;

namespace EdgeRuntime.Converter.Graph.Reference;

/// <summary>q = clamp(round half to even (x / scale) + zeroPoint, -128, 127) and x = (q - zeroPoint) * scale.</summary>
internal static class ReferenceQuantization
{
    public static TensorData Quantize(Node node, TensorData?[] inputs)
    {
        float scale = node.Attributes.Float("scale");
        int zero = node.Attributes.Int("zeroPoint");
        long[] q = Array.ConvertAll(inputs[0]!.Floats, x => (long)Math.Clamp(MathF.Round(x / scale, MidpointRounding.ToEven) + zero, -128, 127));
        return TensorData.Of(inputs[0]!.Shape, q, ElementType.Int8);
    }

    public static TensorData Dequantize(Node node, TensorData?[] inputs)
    {
        float scale = node.Attributes.Float("scale");
        int zero = node.Attributes.Int("zeroPoint");
        return TensorData.Of(inputs[0]!.Shape, Array.ConvertAll(inputs[0]!.Integers, q => (q - zero) * scale));
    }
}

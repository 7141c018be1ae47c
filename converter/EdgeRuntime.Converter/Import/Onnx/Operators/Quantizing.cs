using System;
using System.Linq;
using EdgeRuntime.Converter.Graph;

namespace EdgeRuntime.Converter.Import.Onnx.Operators;

/// <summary>QuantizeLinear and DequantizeLinear; uint8 is carried as int8 with 128 subtracted.</summary>
internal static class Quantizing
{
    public static void Quantize(OnnxNode node)
    {
        Value x = node.Float(0);
        node.Ignore("saturate", "axis");
        if (node.Opset >= 21 && node.Int("block_size", 0) != 0) throw node.Error("block_size is not supported; use one scale a tensor");
        int declared = node.Opset >= 21 ? node.Int("output_dtype", 0) : 0;
        if (node.Opset >= 23 && node.Int("precision", 0) is not (0 or 1)) throw node.Error("attribute 'precision' must be float");
        (float scale, long zero, ElementType type) = PerTensor(node, declared == 0 ? ElementType.UInt8 : OnnxTensorReader.TypeOf(declared));
        Value y = node.Emit(Op.Quantize, [x], Parameters(scale, zero, type));
        if (y.Constant is not null && type == ElementType.UInt8)
            y = node.Builder.Constant(node.Name, TensorData.Of(y.Shape, Array.ConvertAll(y.Constant.Integers, q => q + 128), ElementType.UInt8));
        y.Type = type;
        node.Set(y);
    }

    public static void Dequantize(OnnxNode node)
    {
        Value x = node.Input(0);
        if (node.Opset >= 21 && node.Int("block_size", 0) != 0) throw node.Error("block_size is not supported; use one scale a tensor");
        if (node.Opset >= 23 && node.Int("output_dtype", 0) is not (0 or 1)) throw node.Error("attribute 'output_dtype' must be float");
        int axis = node.Int("axis", 1);
        if (x.Constant is not null)
        {
            node.Set(node.Builder.Constant(node.Name, Parameter(node, x.Constant, axis)));
            return;
        }

        if (x.Type is not (ElementType.Int8 or ElementType.UInt8)) throw node.Error($"the input has the element type {x.Type}; int8 and uint8 are supported");
        (float scale, long zero, ElementType type) = PerTensor(node, x.Type);
        if (type != x.Type) throw node.Error($"the zero point has the element type {type}, but the input {x.Type}");
        node.Set(node.Emit(Op.Dequantize, [x], Parameters(scale, zero, type)));
    }

    private static Attributes Parameters(float scale, long zero, ElementType type)
        => new Attributes().With("scale", scale).With("zeroPoint", (int)(type == ElementType.UInt8 ? zero - 128 : zero));

    private static (float Scale, long Zero, ElementType Type) PerTensor(OnnxNode node, ElementType otherwise)
    {
        TensorData scale = node.FloatConstant(1, "the scale");
        TensorData? zero = node.OptionalConstant(2, "the zero point");
        if (scale.Count != 1 || (zero is not null && zero.Count != 1)) throw node.Error("one scale a channel is only supported for constants; use one scale a tensor for computed values");
        ElementType type = zero?.Type ?? otherwise;
        if (type is not (ElementType.Int8 or ElementType.UInt8)) throw node.Error($"the zero point has the element type {type}; int8 and uint8 are supported");
        if (!(scale.Floats[0] > 0 && float.IsFinite(scale.Floats[0]))) throw node.Error($"the scale is {scale.Floats[0]}; expected a positive number");
        return (scale.Floats[0], zero?.Integers[0] ?? 0, type);
    }

    /// <summary>Constants dequantised at once, with one scale or one along <paramref name="axis"/>.</summary>
    private static TensorData Parameter(OnnxNode node, TensorData x, int axis)
    {
        if (x.IsFloat) throw node.Error("the input is float already");
        TensorData scale = node.FloatConstant(1, "the scale");
        TensorData? zero = node.OptionalConstant(2, "the zero point");
        bool whole = scale.Count == 1;
        int along = whole ? 0 : node.Axis(axis, x.Shape.Length);
        if (!whole && !scale.Shape.SequenceEqual([x.Shape[along]])) throw node.Error($"the scale of shape {Shapes.Text(scale.Shape)} does not fit dimension {along} of {Shapes.Text(x.Shape)}");
        if (zero is not null && (zero.IsFloat || zero.Count != scale.Count)) throw node.Error("the zero point does not fit the scale");
        node.Builder.Spend(x.Count, node.Name);
        int stride = whole ? 1 : Shapes.Strides(x.Shape)[along];
        float[] y = new float[x.Count];
        for (int i = 0; i < y.Length; i++)
        {
            int k = whole ? 0 : i / stride % x.Shape[along];
            y[i] = (x.Integers[i] - (zero?.Integers[k] ?? 0)) * scale.Floats[k];
        }

        return TensorData.Of(x.Shape, y);
    }
}

using System;
using EdgeRuntime.Converter.Graph;
using static EdgeRuntime.Converter.Import.Onnx.Schema.TensorProto.Types;

namespace EdgeRuntime.Converter.Import.Onnx.Operators;

/// <summary>Operators that pass their input on at inference.</summary>
internal static class Passing
{
    public static void Identity(OnnxNode node) => node.Set(Same(node, node.Input(0)));

    public static void Dropout(OnnxNode node)
    {
        node.Ignore("ratio", "seed", "is_test");
        if (node.Opset >= 12 && node.OptionalConstant(2, "the training mode") is { } training && Array.Exists(training.Integers, v => v != 0))
            throw node.Error("the node is in training mode; export the model for inference");
        node.Set(Same(node, node.Float(0)));
    }

    public static void Cast(OnnxNode node)
    {
        Value x = node.Input(0);
        node.Ignore("saturate", "round_mode");
        int to = node.Int("to", 0);
        ElementType type = OnnxTensorReader.TypeOf(to);
        if ((DataType)to == DataType.Bfloat16) throw node.Error("a conversion to bfloat16 is not supported; export the model in float or float16");
        if (type == ElementType.Float32 && x.Type == ElementType.Float32) node.Set(Same(node, x));
        else if (x.Constant is not null && type != ElementType.Other) node.Set(node.Builder.Constant(node.Name, Converted(node, x.Constant, type)));
        else if (type == ElementType.Float32 && x.Type is ElementType.Int8 or ElementType.UInt8)
            node.Set(node.Emit(Op.Dequantize, [x], new Attributes().With("scale", 1f).With("zeroPoint", x.Type == ElementType.UInt8 ? -128 : 0)));
        else throw node.Error($"a conversion of computed values from {x.Type} to {OnnxTensorReader.TypeName(to)} is not supported");
    }

    private static Value Same(OnnxNode node, Value x) => x.Constant is not null ? x : node.Builder.Reshape(x, node.Name, x.Shape);

    private static TensorData Converted(OnnxNode node, TensorData x, ElementType to)
    {
        node.Builder.Spend(x.Count, node.Name);
        if (to == ElementType.Float32) return x.IsFloat ? x : TensorData.Of(x.Shape, Array.ConvertAll(x.Integers, v => (float)v));
        return TensorData.Of(x.Shape, x.IsFloat ? Array.ConvertAll(x.Floats, v => Narrow(v, to)) : Array.ConvertAll(x.Integers, v => Narrow(v, to)), to);
    }

    private static long Narrow(float v, ElementType to) => to == ElementType.Bool ? (v != 0 ? 1 : 0) : Narrow((long)v, to);

    private static long Narrow(long v, ElementType to) => to switch
    {
        ElementType.Bool => v != 0 ? 1 : 0,
        ElementType.Int8 => unchecked((sbyte)v),
        ElementType.UInt8 => unchecked((byte)v),
        ElementType.Int32 => unchecked((int)v),
        _ => v,
    };
}

using System.Linq;
using EdgeRuntime.Converter.Graph;

namespace EdgeRuntime.Converter.Import.Onnx.Operators;

/// <summary>Functions of one element.</summary>
internal static class Activation
{
    public static void Plain(OnnxNode node, string op) => node.Set(node.Emit(op, [node.Float(0)]));

    public static void LeakyRelu(OnnxNode node) => node.Set(node.Emit(Op.LeakyRelu, [node.Float(0)], new Attributes().With("alpha", node.Float("alpha", 0.01f))));

    public static void HardSigmoid(OnnxNode node)
        => node.Set(node.Emit(Op.HardSigmoid, [node.Float(0)], new Attributes().With("alpha", node.Float("alpha", 0.2f)).With("beta", node.Float("beta", 0.5f))));

    public static void PRelu(OnnxNode node) => node.Set(node.Emit(Op.PRelu, [node.Float(0), node.Float(1)]));

    public static void Clip(OnnxNode node)
    {
        Value x = node.Float(0);
        float min = node.Opset < 11 ? node.Float("min", float.MinValue) : Bound(node, 1, "the lower bound", float.MinValue);
        float max = node.Opset < 11 ? node.Float("max", float.MaxValue) : Bound(node, 2, "the upper bound", float.MaxValue);
        node.Set(node.Emit(Op.Clip, [x], new Attributes().With("min", min).With("max", max)));
    }

    private static float Bound(OnnxNode node, int input, string what, float otherwise)
    {
        TensorData? bound = node.OptionalConstant(input, what);
        if (bound is null) return otherwise;
        return bound.IsFloat && bound.Count == 1 ? bound.Floats.Single() : throw node.Error($"{what} must be a single float");
    }
}

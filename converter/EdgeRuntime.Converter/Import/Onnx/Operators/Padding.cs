using System;
using System.Linq;
using EdgeRuntime.Converter.Graph;

namespace EdgeRuntime.Converter.Import.Onnx.Operators;

/// <summary>Pad in its attribute and input forms.</summary>
internal static class Padding
{
    public static void Pad(OnnxNode node)
    {
        Value x = node.Input(0);
        int rank = x.Shape.Length;
        string mode = node.Text("mode", "constant");
        if (mode is not ("constant" or "edge" or "reflect" or "wrap") || (mode == "wrap" && node.Opset < 19)) throw node.Error($"mode '{mode}' is not supported in this opset");
        long[] listed = (node.Opset < 11 ? node.Longs("pads") : node.Integers(1, "the pads")) ?? throw node.Error("attribute 'pads' is missing");
        float value = node.Opset < 11 ? node.Float("value", 0) : Value(node, 2);
        long[]? axes = node.Opset >= 18 ? node.OptionalIntegers(3, "axes") : null;
        int[] along = axes is null ? Shapes.Identity(rank) : [.. axes.Select(a => node.Axis(a, rank))];
        if (along.Distinct().Count() != along.Length) throw node.Error("an axis is given twice");
        if (listed.Length != 2 * along.Length || listed.Any(p => Math.Abs((double)p) > Shapes.MaxElements)) throw node.Error($"the pads [{string.Join(", ", listed)}] do not fit {along.Length} dimensions");
        int[] pads = new int[2 * rank];
        for (int i = 0; i < along.Length; i++)
        {
            pads[along[i]] = (int)listed[i];
            pads[rank + along[i]] = (int)listed[along.Length + i];
        }

        if (x.Type == ElementType.UInt8 && x.Constant is null) value -= 128;
        node.Set(node.Emit(Op.Pad, [x], new Attributes().With("mode", mode).With("value", value).With("pads", pads)));
    }

    private static float Value(OnnxNode node, int input)
    {
        TensorData? value = node.OptionalConstant(input, "the padding value");
        if (value is null || value.Count == 0) return 0;
        if (value.Count != 1) throw node.Error("the padding value must be a single number");
        return value.IsFloat ? value.Floats[0] : value.Integers[0];
    }
}
